/** All that recording, replaying and spawning take, for one import when any of it is asked for. */
export { hashFrame } from '../shared/frame-hash.js';
export { checkRecording, Recorder } from '../shared/recording.js';
export { Replay } from './replay.js';
export { Spawned } from './spawned.js';
