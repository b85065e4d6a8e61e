/** All that recording and replaying takes, for one import when it is asked for. */
export { hashFrame } from '../engine/meteor-hash.js';
export { checkRecording, Recorder } from './recording.js';
export { Replay } from './replay.js';
