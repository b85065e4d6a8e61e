/** Gives the browser tests scenes, with what is told of them and when. */
import { SCENE_PLACE } from '../../web/kernels/scene-place.js';
import { SceneLink, type SceneSettings } from '../../web/scene.js';
import { HARM_CHANNEL, type Harm } from './harm.js';
import { PICTURES_CHANNEL } from './scene-faults-channels.js';

/** Something that was told of a scene. Unit of `at`: ms. */
export interface Told {
  readonly at: number;
  readonly what: string;
  readonly detail: unknown;
}

function newCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 360;
  return document.body.appendChild(canvas);
}

async function begin(settings: SceneSettings) {
  const told: Told[] = [];
  const note = (what: string, detail: unknown = null): void => {
    told.push({ at: performance.now(), what, detail });
  };
  let canvas = newCanvas();
  let old: HTMLCanvasElement | null = null;
  const startShow = (): Worker => new Worker(new URL('./harmed-scene.worker.ts', import.meta.url), { type: 'module' });
  const link: SceneLink = new SceneLink(
    { ...SCENE_PLACE, base: document.baseURI, startShow },
    {
      state: (state) => note('state', state),
      error: (error, times) => note('error', { message: error.message, times }),
      fault: (fault) => note('fault', fault),
      slow: (slow) => note('slow', slow),
      restart: (restart) => note('restart', restart),
      message: (name, detail) => note('message', { name, detail }),
      shown: () => note('shown'),
      renderer: (name) => note('renderer', name),
      wantCanvas(renderer) {
        old = canvas;
        canvas = newCanvas();
        note('wantCanvas', renderer);
        link.takeCanvas(canvas, renderer);
      },
      recovery(recovery) {
        old?.remove();
        note('recovery', recovery);
      },
    },
  );
  await link.start(canvas, settings);

  /** Gaps between the pictures that were made since this was asked last. Unit: ms. */
  const gaps = async (): Promise<number[]> => {
    const channel = new BroadcastChannel(PICTURES_CHANNEL);
    const times = await new Promise<number[]>((resolve) => {
      channel.onmessage = ({ data }: MessageEvent<number[]>) => resolve(data);
      channel.postMessage('ask');
    });
    channel.close();
    return times.slice(1).map((time, at) => time - (times[at] as number));
  };

  /** The picture, as the visitor sees it: how many pixels are not of the background's colour, and a number for all of them. */
  const look = async (shown = canvas): Promise<{ readonly lit: number; readonly sum: number }> => {
    const copy = new OffscreenCanvas(640, 360).getContext('2d') as OffscreenCanvasRenderingContext2D;
    copy.drawImage(shown, 0, 0);
    const { data } = copy.getImageData(0, 0, 640, 360);
    const words = new Uint32Array(data.buffer);
    let sum = 0;
    for (const word of words) sum = (Math.imul(sum, 31) + word) | 0;
    return { lit: words.filter((word) => word !== words[0]).length, sum };
  };

  const harm = (kind: Harm): void => {
    const channel = new BroadcastChannel(HARM_CHANNEL);
    channel.postMessage(kind);
    channel.close();
  };
  return { link, told, note, gaps, look, harm, canvasOf: () => canvas, oldOf: () => old };
}

const scope = { begin };
export type SceneFaultsPage = typeof scope;
export type TestScene = Awaited<ReturnType<typeof begin>>;
Object.assign(globalThis, { sceneFaults: scope });
