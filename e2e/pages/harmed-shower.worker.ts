/** The script of a show's thread, with one that does what a test asks of the one whose shower runs. */
import { HARM_CHANNEL, type Harm } from './harm.js';
import '../../workers/meteor-thread.js';

let hasShower = false;
addEventListener('message', ({ data }: MessageEvent<{ readonly type: string }>) => {
  if (data.type === 'start') hasShower = true;
});

new BroadcastChannel(HARM_CHANNEL).onmessage = ({ data }: MessageEvent<Harm>) => {
  // Another one was started ahead.
  if (!hasShower) return;
  if (data === 'ends') close();
  else if (data === 'hangs') for (;;);
  // As what its code throws beside the picture: a trap on its way to one is mended in the thread.
  else
    setTimeout(() => {
      throw new Error('a fault of the test');
    });
};
