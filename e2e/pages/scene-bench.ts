/**
 * Measures a scene: its engine in both tiers, beside what three takes to set as many matrices, and what a script on its own thread
 * gives the engine and hears of it.
 */
import { BoxGeometry, InstancedMesh, MeshBasicMaterial, Object3D } from 'three';
import { measureSceneEngine, median, movedPlaces, type SceneEngineFigures } from '../../tests/bench/scene-engine.js';
import { withDeadline } from '../../web/engine/deadline.js';
import { ringLength } from '../../web/engine/memory-views.js';
import { RECORD_WORDS, SceneHeader } from '../../web/generated/scene-layout.js';
import { SCENE_KERNELS } from '../../web/kernels/scene.js';
import { SCENE_PLACE } from '../../web/kernels/scene-place.js';
import { makeLink, startScriptPort } from '../../web/scene/page/script-port.js';
import type { SceneKernel, SceneTier } from '../../web/scene/shared/kernel.js';
import type { LinkPort } from '../../web/scene/shared/link-port.js';
import type { LinkToScript, LinkToShow } from '../../web/scene/shared/messages.js';
import { resolveOptions } from '../../web/scene/shared/settings.js';
import { Inbox } from '../../web/scene/worker/inbox.js';
import { ScriptEnd } from '../../web/scene/worker/script-end.js';
import { createScene, type SceneLink } from '../../web/scene.js';

/** Milliseconds for what a script does first, for its warm-up, and for its measured time. */
const START_MS = 20_000;
const WARM_UP_MS = 700;
const SPELL_MS = 1000;
/** Milliseconds of work between two turns of the page's thread. */
const SLICE_MS = 4;
/** Updates whose answers go out at once. */
const STEPS = 32;
/** Input events whose way is timed. */
const EVENTS = 40;

export type LinkName = 'rings' | 'batches';

/** Changes of single entities, as many as fit: each setter is one command. */
const COMMANDS = `export default (scene) => {
  const cubes = Array.from({ length: 1000 }, () => scene.create('cube'));
  const place = [0, 0, 0];
  let update = 0;
  return { update() {
    update += 1;
    for (let i = 0; i < 12000; i++) {
      place[0] = (i + update) % 100;
      cubes[i % 1000].position = place;
    }
  } };
}`;

const STILL = 'export default (scene) => { scene.create("cube"); return { update() {} }; }';

const MOVING = `export default (scene) => {
  const cubes = Array.from({ length: 1000 }, () => scene.create('cube', { scale: 0.5 }));
  const values = new Float32Array(3000);
  let update = 0;
  return { update() {
    update += 1;
    for (let i = 0; i < 1000; i++) {
      values[i * 3] = i % 10 + update % 7 * 0.1;
      values[i * 3 + 1] = Math.floor(i / 10) % 10;
      values[i * 3 + 2] = Math.floor(i / 100);
    }
    scene.positions(cubes, values);
  } };
}`;

const ECHO = `export default (scene, { input, events }) => {
  scene.create('cube');
  return { update() { if (input.justPressed('KeyA')) events.send('heard', performance.timeOrigin + performance.now()); } };
}`;

const channel = new MessageChannel();
/** Lets messages and other threads' news in. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(null);
  });

const late = (what: string) => (): Error => new Error(`${what} did not come within ${START_MS / 1000} s`);

type ShowPort = LinkPort<LinkToShow, LinkToScript>;
const NO_HOST = { onTexture: (): void => {}, onPointing: (): void => {} };

/** A script on its thread, and an engine on the page's that takes all it gives at once, without waiting for pictures. */
class Run {
  readonly kernel: SceneKernel;
  readonly #end: ScriptEnd;
  readonly #inbox: Inbox;
  readonly #close: () => void;
  /** Answers that the other thread has read. */
  settled = 0;

  private constructor(kernel: SceneKernel, end: ScriptEnd, close: () => void) {
    this.kernel = kernel;
    this.#end = end;
    this.#inbox = new Inbox(kernel);
    this.#close = close;
  }

  static async start(text: string, link: LinkName, tier: SceneTier): Promise<Run> {
    const options = resolveOptions({ maxEntities: 1024 });
    const kernel = engines[tier](options);
    const parts = makeLink(options, link === 'rings');
    let loaded = (): void => {};
    let failed = (_error: Error): void => {};
    const isLoaded = new Promise<void>((resolve, reject) => {
      loaded = resolve;
      failed = reject;
    });
    isLoaded.catch(() => {});
    const port = await startScriptPort(
      SCENE_PLACE.startScript,
      null,
      (message) => {
        if (message.type === 'loaded') loaded();
        else if (message.type === 'error') failed(new Error(message.error.message));
      },
      (reason) => failed(new Error(reason)),
    );
    const end = new ScriptEnd(parts.show.port as ShowPort, parts.show.rings, NO_HOST);
    const run = new Run(kernel, end, () => port.destroy());
    const pace = { rate: 1000, step: 'fixed', catchUp: 100 } as const;
    const { script, stamp } = parts;
    port.send(
      { type: 'start', source: { text }, pace, options, link: script, stamp, record: false, replay: null, paused: false, base: null },
      [script.port],
    );
    await withDeadline(isLoaded, START_MS, late('the script'));
    port.send({ type: 'begin', state: null });
    return run;
  }

  get update(): number {
    return this.#inbox.update;
  }

  /** A thread that asks as much as it may in place of a script. */
  static ask(link: LinkName): Run {
    const options = resolveOptions({ maxEntities: 1024 });
    const { show, script } = makeLink(options, link === 'rings');
    const worker = new Worker(new URL('./scene-bench.worker.ts', import.meta.url), { type: 'module' });
    const run = new Run(engines.wasm(options), new ScriptEnd(show.port as ShowPort, show.rings, NO_HOST), () => worker.terminate());
    worker.onmessage = ({ data }: MessageEvent<number>) => {
      run.settled = data;
    };
    worker.postMessage(script, [script.port]);
    return run;
  }

  /** Carries out what comes until something holds. */
  async pumpUntil(isDone: () => boolean): Promise<void> {
    const deadline = performance.now() + START_MS;
    while (!isDone()) {
      const begin = performance.now();
      if (begin > deadline) throw late('what was waited for')();
      let steps = 0;
      this.#inbox.pump(this.#end, () => {
        // Answers go out before more wait than the other side's ring has room for, but not each by itself.
        steps += 1;
        if (steps % STEPS === 0) this.#end.flush();
        return performance.now() - begin > SLICE_MS;
      });
      this.#end.flush();
      await turn();
    }
  }

  async pumpFor(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    await this.pumpUntil(() => performance.now() >= end);
  }

  close(): void {
    this.#close();
    this.#end.close();
    this.kernel.destroy();
  }
}

/** How many a second something counts, of what has run for a while. */
async function rateOf(run: Run, count: (run: Run) => number): Promise<number> {
  try {
    await run.pumpUntil(() => run.update > 3);
    await run.pumpFor(WARM_UP_MS);
    const before = count(run);
    const begin = performance.now();
    await run.pumpFor(SPELL_MS);
    return ((count(run) - before) * 1000) / (performance.now() - begin);
  } finally {
    run.close();
  }
}

const engines = { wasm: await SCENE_KERNELS.wasm({}), js: await SCENE_KERNELS.js({}) };

/** The scene that is shown. */
let shown: SceneLink | null = null;

const sceneBench = {
  engine(tier: SceneTier, entities: number, rounds: number): SceneEngineFigures {
    return measureSceneEngine((maxEntities) => engines[tier]({ maxEntities }), entities, rounds);
  },

  /** Bytes of the memory that script and engine share, at the usual capacities. */
  ringBytes(): number {
    const { commandCapacity, callbackCapacity, inputCapacity } = resolveOptions();
    return [commandCapacity, callbackCapacity, inputCapacity].reduce((sum, one) => sum + ringLength(RECORD_WORDS, one), 0);
  },

  /** Milliseconds that three takes to compose the matrices of so many and to set them, median of the rounds. */
  three(entities: number, rounds: number): { readonly frameMs: number } {
    const mesh = new InstancedMesh(new BoxGeometry(), new MeshBasicMaterial(), entities);
    const one = new Object3D();
    const places = [0, 0.1].map((by) => movedPlaces(entities, by));
    const times = Array.from({ length: rounds }, (_, round) => {
      const values = places[round % 2] as Float32Array;
      const begin = performance.now();
      for (let i = 0; i < entities; i++) {
        one.position.set(values[i * 3] as number, values[i * 3 + 1] as number, values[i * 3 + 2] as number);
        one.quaternion.set(0, 0, 0, 1);
        one.scale.set(0.5, 0.5, 0.5);
        one.updateMatrix();
        mesh.setMatrixAt(i, one.matrix);
      }
      mesh.instanceMatrix.needsUpdate = true;
      return performance.now() - begin;
    });
    return { frameMs: median(times) };
  },

  async commands(link: LinkName, tier: SceneTier): Promise<{ readonly perSecond: number }> {
    const commandsOf = (run: Run): number => run.kernel.views.header[SceneHeader.commands / 4] as number;
    return { perSecond: await rateOf(await Run.start(COMMANDS, link, tier), commandsOf) };
  },

  async callbacks(link: LinkName): Promise<{ readonly perSecond: number }> {
    return { perSecond: await rateOf(Run.ask(link), (run) => run.settled) };
  },

  /** Milliseconds from the start of a script's thread until its first update is published. */
  async start(): Promise<{ readonly firstUpdateMs: number }> {
    const begin = performance.now();
    const run = await Run.start(STILL, 'rings', 'wasm');
    await run.pumpUntil(() => run.update > 0);
    const firstUpdateMs = performance.now() - begin;
    run.close();
    return { firstUpdateMs };
  },

  /** Begins a scene whose engine and picture are on the page's own thread, with a thousand cubes that move. */
  async show(): Promise<void> {
    const canvas = document.createElement('canvas');
    canvas.style.cssText = 'width: 640px; height: 360px';
    document.body.append(canvas);
    shown = await createScene(canvas, { source: { text: MOVING }, renderer: 'canvas2d', thread: 'page' });
  },

  /** Waits for so many frames of the page. */
  async frames(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  },

  hide(): void {
    shown?.destroy();
    shown = null;
  },

  /** Milliseconds from an input event on the page until a script at 60 updates a second sees it, median. */
  async input(): Promise<{ readonly inputMs: number }> {
    const canvas = document.createElement('canvas');
    canvas.style.cssText = 'width: 640px; height: 360px';
    document.body.append(canvas);
    let heard = (_time: number): void => {};
    const scene = await createScene(
      canvas,
      { source: { text: ECHO }, renderer: 'canvas2d' },
      { message: (_name, detail) => heard(detail as number) },
    );
    const times: number[] = [];
    for (let i = 0; i < EVENTS; i++) {
      // At other times of a frame each.
      await new Promise((resolve) => setTimeout(resolve, 30 + ((i * 7) % 17)));
      const seen = new Promise<number>((resolve) => {
        heard = resolve;
      });
      const sent = performance.timeOrigin + performance.now();
      const key = { code: 'KeyA', key: 'a' };
      scene.input({ kind: 'keyDown', ...key });
      times.push((await withDeadline(seen, START_MS, late('the key'))) - sent);
      scene.input({ kind: 'keyUp', ...key });
    }
    scene.destroy();
    canvas.remove();
    return { inputMs: median(times) };
  },
};

declare global {
  interface Window {
    sceneBench: typeof sceneBench;
  }
}

window.sceneBench = sceneBench;
