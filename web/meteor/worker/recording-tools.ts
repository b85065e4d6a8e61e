/** All that recording and replaying takes, for one import when it is asked for. */
export { hashFrame } from '../shared/frame-hash.js';
export { checkRecording, Recorder } from '../shared/recording.js';
export { Replay } from './replay.js';
