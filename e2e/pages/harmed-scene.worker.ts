/** The script of a scene's show thread, with one that tells when its pictures were made, and does what a test asks of it. */
import { HARM_CHANNEL, type Harm } from './harm.js';
import { PICTURES_CHANNEL } from './scene-faults-channels.js';
import '../../workers/scene-thread.js';

let hasScene = false;
addEventListener('message', ({ data }: MessageEvent<{ readonly type: string }>) => {
  if (data.type === 'start') hasScene = true;
});

// Each frame of the browser's is one picture of the scene's.
let times: number[] = [];
const next = requestAnimationFrame;
globalThis.requestAnimationFrame = (action) =>
  next((time) => {
    action(time);
    times.push(performance.now());
  });

const pictures = new BroadcastChannel(PICTURES_CHANNEL);
pictures.onmessage = ({ data }) => {
  if (!hasScene || data !== 'ask') return;
  pictures.postMessage(times);
  times = [];
};

new BroadcastChannel(HARM_CHANNEL).onmessage = ({ data }: MessageEvent<Harm>) => {
  if (!hasScene) return;
  if (data === 'ends') close();
  else if (data === 'hangs') for (;;);
  else
    setTimeout(() => {
      throw new Error('a fault of the test');
    });
};
