// Who watches a scene's show thread, and what takes its place, by a clock that the test turns; the thread's own code is the real one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RendererChoice } from '../../../../web/engine/renderer-names.js';
import { LAYOUT_ID } from '../../../../web/generated/scene-layout.js';
import { type SceneRecovery, ShowThread } from '../../../../web/scene/page/show-thread.js';
import { type FromShow, SCENE_PROTOCOL, type SceneCanvas, type ToShow } from '../../../../web/scene/shared/messages.js';
import type { SceneRenderer } from '../../../../web/scene/shared/renderer.js';
import { resolveOptions } from '../../../../web/scene/shared/settings.js';
import { SceneDirector } from '../../../../web/scene/worker/director.js';
import { FakeClock } from '../fake-clock.js';
import { jsKernel } from '../js-kernel.js';

// What tells that workers can draw here.
const realm = globalThis as Record<string, unknown>;
const before = { Worker: realm.Worker, OffscreenCanvas: realm.OffscreenCanvas, HTMLCanvasElement: realm.HTMLCanvasElement };
beforeAll(() => {
  class HTMLCanvasElement {
    transferControlToOffscreen(): void {}
  }
  Object.assign(realm, { Worker: NearWorker, OffscreenCanvas: class {}, HTMLCanvasElement });
});
afterAll(() => Object.assign(realm, before));

/** What a renderer does with a picture. */
type Draw = (picture: number) => void;

function directorOf(clock: FakeClock, post: (message: FromShow) => void, draw: Draw, name: SceneRenderer['name']): SceneDirector {
  let pictures = 0;
  return new SceneDirector({
    post,
    requestFrame: (action) => clock.set(action, 16),
    cancelFrame: (handle) => clock.clear(handle),
    now: () => clock.now(),
    timers: clock,
    createKernel: async ({ options }) => ({ kernel: jsKernel(options), refused: [] }),
    createRenderer: async (_, { renderer }) => ({
      ...{ name: renderer === 'auto' ? name : renderer, reason: 'a test', lost: false, resize: () => {}, setTexture: () => {} },
      ...{ destroy: () => {}, toBlob: async () => new Blob() },
      draw: () => {
        pictures += 1;
        draw(pictures);
      },
    }),
  });
}

/** A worker's two ends on one thread: messages come in later turns of the clock, and none does while it hangs. */
class NearWorker {
  onmessage: ((event: { readonly data: FromShow }) => void) | null = null;
  onerror: ((event: { readonly message: string; preventDefault(): void }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  hangs = false;
  ended = false;
  started: Extract<ToShow, { readonly type: 'start' }> | null = null;
  readonly #clock: FakeClock;
  readonly #director: SceneDirector;

  constructor(clock: FakeClock, draw: Draw) {
    this.#clock = clock;
    const post = (message: FromShow): void => {
      if (!this.hangs && !this.ended) clock.set(() => this.onmessage?.({ data: message }), 0);
    };
    this.#director = directorOf(clock, post, draw, 'webgl2');
    setTimeout(() => this.onmessage?.({ data: { type: 'hello', protocol: SCENE_PROTOCOL, layoutId: LAYOUT_ID } }));
  }

  postMessage(message: ToShow): void {
    if (message.type === 'start') this.started = message;
    this.#clock.set(() => {
      if (!this.hangs && !this.ended) this.#director.receive(message);
    }, 0);
  }

  terminate(): void {
    this.ended = true;
    this.#director.receive({ type: 'destroy' });
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 4));

interface Wishes {
  readonly draw?: Draw;
  readonly gives?: boolean;
  readonly asks?: boolean;
  readonly processor?: number;
}

async function begin({ draw = () => {}, gives = true, asks = true, processor = 12 }: Wishes = {}) {
  const clock = new FakeClock();
  const workers: NearWorker[] = [];
  const told = {
    ...{ lost: [] as string[], faults: [] as string[], recoveries: [] as SceneRecovery[], wanted: [] as RendererChoice[] },
    ...{ errors: [] as { readonly message: string; readonly times: number }[], pages: 0, hidden: false },
  };
  /** What the page's own thread says where its engine fails. */
  let fail = (_: string): void => {};
  const show: ShowThread = new ShowThread(
    {
      startShow: () => {
        const worker = new NearWorker(clock, draw);
        workers.push(worker);
        return worker as never as Worker;
      },
      async page() {
        told.pages += 1;
        return {
          makeDirector(post) {
            fail = (reason) => post({ type: 'fault', reason });
            return directorOf(clock, post, draw, 'webgl2');
          },
        };
      },
    },
    'auto',
    null,
    {
      ...{ renderer: 'auto', tier: 'js', options: resolveOptions(), size: { width: 64, height: 48, ratio: 1 }, awake: true },
      wasm: null,
    },
    {
      hear(message) {
        if (message.type === 'error') told.errors.push({ message: message.error.message, times: message.times ?? 1 });
        if (message.type === 'wantcanvas') {
          told.wanted.push(message.renderer);
          show.takeCanvas({} as SceneCanvas, message.renderer);
        }
      },
      refused: (error) => told.faults.push(error.message),
      wantCanvas(renderer) {
        told.wanted.push(renderer);
        if (gives) show.takeCanvas({} as SceneCanvas, renderer);
        return asks;
      },
      lost: (cause) => told.lost.push(cause),
      awaitsScript: () => false,
      recovered: (recovery) => told.recoveries.push(recovery),
      fault: (reason) => told.faults.push(reason),
      hidden: () => told.hidden,
      compute() {
        clock.freeze(12);
        return processor;
      },
      timers: clock,
    },
  );
  await show.start({} as SceneCanvas);
  /** Time passes; promises settle on the way. */
  const pass = async (milliseconds: number): Promise<void> => {
    for (let left = milliseconds; left > 0; left -= 250) {
      await settle();
      clock.pass(Math.min(250, left));
    }
    await settle();
  };
  await pass(1000);
  return { clock, workers, told, show, pass, fail: (reason: string) => fail(reason) };
}

describe('a show thread', () => {
  it('that answers is left alone, awake or not', async () => {
    const { told, show, pass } = await begin();
    await pass(10_000);
    show.send({ type: 'awake', awake: false });
    await pass(10_000);
    expect(told.lost).toEqual([]);
  });

  it('that hangs is noticed within 2.5 s; another one goes on with what holds now, on another canvas', async () => {
    const { clock, workers, told, show, pass } = await begin();
    show.send({ type: 'size', size: { width: 640, height: 480, ratio: 2 } });
    await pass(500);
    (workers[0] as NearWorker).hangs = true;
    const since = clock.now();
    while (told.lost.length === 0 && clock.now() - since < 10_000) await pass(50);
    expect(clock.now() - since).toBeLessThan(2500);
    expect(told.lost[0]).toMatch(/its thread answered nothing for \d+ ms/);
    expect(show.mending).toBe(true);
    await pass(1000);
    expect(workers).toHaveLength(2);
    expect(workers[0]?.ended).toBe(true);
    expect(workers[1]?.started?.size).toEqual({ width: 640, height: 480, ratio: 2 });
    expect(told.wanted).toEqual(['auto']);
    expect(told.recoveries).toMatchObject([{ thread: 'worker', cause: told.lost[0] }]);
    expect(told.recoveries[0]?.ms).toBeGreaterThan(1500);
    expect(show.mending).toBe(false);
  });

  it('that dies with an error is mended at once, and the second time within a minute on the page', async () => {
    const { workers, told, show, pass } = await begin();
    const fail = (message: string): void => workers.at(-1)?.onerror?.({ message, preventDefault: () => {} });
    fail('out of memory');
    await pass(500);
    expect(told.recoveries).toMatchObject([{ thread: 'worker', cause: 'the worker failed: out of memory' }]);
    fail('again');
    await pass(500);
    expect(told.recoveries[1]).toMatchObject({ thread: 'page' });
    expect([told.pages, show.thread]).toEqual([1, 'page']);
    expect(told.faults).toEqual([]);
  });

  it('is given up after a third fault within a minute, and not where they are further apart', async () => {
    const apart = await begin();
    for (let i = 0; i < 4; i++) {
      apart.workers.at(-1)?.onerror?.({ message: 'gone', preventDefault: () => {} });
      await apart.pass(61_000);
    }
    expect(apart.told.faults).toEqual([]);
    const near = await begin();
    for (const reason of ['one', 'two']) {
      near.workers.at(-1)?.onmessage?.({ data: { type: 'lost', reason } });
      await near.pass(500);
    }
    expect(near.show.thread).toBe('page');
    expect(near.told.faults).toEqual([]);
    near.fail('three');
    expect(near.told.faults).toEqual(['the scene failed 3 times within 60 s, the last time since three']);
  });

  it('ends the scene where nobody gives another canvas, and says so', async () => {
    const nobody = await begin({ gives: false, asks: false });
    (nobody.workers[0] as NearWorker).hangs = true;
    await nobody.pass(4000);
    expect(nobody.told.faults).toHaveLength(1);
    expect(nobody.told.faults[0]).toContain('nobody to give another canvas (wantCanvas)');
    const late = await begin({ gives: false });
    (late.workers[0] as NearWorker).hangs = true;
    await late.pass(9000);
    expect(late.told.faults[0]).toContain('no other canvas came within 5000 ms');
  });

  it('is not judged while the page is hidden, frozen, asleep or in a debugger', async () => {
    const { clock, workers, told, pass } = await begin();
    (workers[0] as NearWorker).hangs = true;
    told.hidden = true;
    await pass(20_000);
    told.hidden = false;
    for (let i = 0; i < 10; i++) {
      await pass(1000);
      clock.freeze(5000);
    }
    expect(told.lost).toEqual([]);
    await pass(3000);
    expect(told.lost).toHaveLength(1);
  });

  it('gets more time where the machine has no processor to spare, and where it said that it is busy', async () => {
    const slow = await begin({ processor: 0.01 });
    (slow.workers[0] as NearWorker).hangs = true;
    await slow.pass(6000);
    expect(slow.told.lost).toEqual([]);
    const busy = await begin();
    busy.workers[0]?.onmessage?.({ data: { type: 'busy' } });
    (busy.workers[0] as NearWorker).hangs = true;
    await busy.pass(15_000);
    expect(busy.told.lost).toEqual([]);
    await busy.pass(20_000);
    expect(busy.told.lost).toHaveLength(1);
  });

  it('whose renderer fails now and then goes on: the last picture stands, the next is tried', async () => {
    const { told, pass } = await begin({
      draw: (picture) => {
        if (picture % 5 === 0) throw new Error('no more of that');
      },
    });
    await pass(2000);
    expect(told.lost).toEqual([]);
    expect(told.wanted).toEqual([]);
    expect(told.errors[0]?.message).toBe("renderer 'webgl2' failed: no more of that. The last picture stands, and the next is tried");
    expect(told.errors.length).toBeLessThan(4);
    expect(told.errors[1]?.times).toBeGreaterThan(5);
  });

  it('whose renderer fails with every picture makes way for the plainest one, which is tried for good', async () => {
    const { told, pass } = await begin({
      draw: () => {
        throw new Error('nothing works');
      },
    });
    await pass(5000);
    expect(told.wanted).toEqual(['canvas2d']);
    expect(told.lost).toEqual([]);
    expect(told.faults).toEqual([]);
    expect(told.errors.some(({ message }) => message.includes("renderer 'canvas2d' failed"))).toBe(true);
    expect(told.errors.length).toBeLessThan(8);
  });
});
