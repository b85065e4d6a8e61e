// A scene in Node with all of its parts: the script on a thread of its own, the show thread on this one, the engine in JavaScript.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { realTimers } from '../../../../web/engine/deadline.js';
import { SceneLink } from '../../../../web/scene/page/scene.js';
import type { SceneCallbacks, SceneSettings } from '../../../../web/scene/page/scene-types.js';
import type { ScriptState } from '../../../../web/scene/page/script-runs.js';
import type { SceneRecovery } from '../../../../web/scene/page/show-thread.js';
import type { FromShow, ShowMetrics } from '../../../../web/scene/shared/messages.js';
import type { SceneRenderer } from '../../../../web/scene/shared/renderer.js';
import type { ScriptMetrics } from '../../../../web/scene/shared/script-types.js';
import { SceneDirector } from '../../../../web/scene/worker/director.js';
import { jsKernel, type TestKernel } from '../js-kernel.js';

/** Builds the thread of a script once, as a file that Node can run. */
export async function buildScriptThread(): Promise<{ readonly url: URL; remove(): void }> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL('../../../../workers/script-thread.ts', import.meta.url)), formats: ['es'] },
      rollupOptions: { external: [/^node:/], output: { codeSplitting: false } },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('the thread gave no code');
  const folder = mkdtempSync(join(tmpdir(), 'skyflock-script-'));
  const file = join(folder, 'script-thread.mjs');
  writeFileSync(file, output.output[0].code);
  return { url: pathToFileURL(file), remove: () => rmSync(folder, { recursive: true }) };
}

/** What was told of a scene. */
export interface Told {
  readonly states: ScriptState[];
  readonly errors: { readonly error: Error; readonly times: number }[];
  readonly faults: { readonly of: string; readonly reason: string }[];
  readonly restarts: { readonly cause: string; readonly faults: number }[];
  readonly slow: ({ readonly milliseconds: number; readonly update: number | null } | null)[];
  readonly messages: { readonly name: string; readonly detail: unknown }[];
  readonly quits: number[];
  readonly recoveries: SceneRecovery[];
  shown: number;
  show: ShowMetrics | null;
  script: ScriptMetrics | null;
}

export interface RealScene {
  readonly link: SceneLink;
  readonly told: Told;
  readonly kernel: () => TestKernel;
  readonly pictures: () => number;
  /** Waits until it holds. */
  until(what: string, holds: () => boolean, milliseconds?: number): Promise<void>;
}

const scenes: SceneLink[] = [];

/** Ends all scenes that a test has begun. */
export function endScenes(): void {
  for (const scene of scenes.splice(0)) scene.destroy();
}

export async function until(what: string, holds: () => boolean, milliseconds = 20_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`it did not come to this within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function realScene(thread: URL, settings: SceneSettings = {}): Promise<RealScene> {
  const told: Told = {
    ...{ states: [], errors: [], faults: [], restarts: [], slow: [], messages: [], quits: [], recoveries: [] },
    ...{ shown: 0, show: null, script: null },
  };
  let kernel: TestKernel | null = null;
  let pictures = 0;
  const callbacks: SceneCallbacks = {
    state: (state) => told.states.push(state),
    error: (error, times) => told.errors.push({ error, times }),
    fault: (fault) => told.faults.push(fault),
    restart: (restart) => told.restarts.push(restart),
    slow: (slow) => told.slow.push(slow),
    message: (name, detail) => told.messages.push({ name, detail }),
    quit: (code) => told.quits.push(code),
    recovery: (recovery) => told.recoveries.push(recovery),
    wantCanvas: (renderer) => link.takeCanvas(canvas, renderer),
    shown: () => {
      told.shown += 1;
    },
    stats: ({ show, script }) => {
      told.show = show;
      told.script = script;
    },
  };
  const renderer: SceneRenderer = {
    name: 'canvas2d',
    reason: 'there are no pictures here',
    lost: false,
    resize: () => {},
    setTexture: () => {},
    draw: () => {
      pictures += 1;
    },
    toBlob: async () => new Blob(['a picture']),
    destroy: () => {},
  };
  const canvas = { width: 300, height: 150 } as OffscreenCanvas;
  const link: SceneLink = new SceneLink(
    {
      startShow: () => {
        throw new Error('there are no workers that draw here');
      },
      startScript: () => new Worker(thread),
      page: async () => ({
        makeDirector: (post: (message: FromShow) => void) =>
          new SceneDirector({
            post,
            requestFrame: (action) => Number(setTimeout(action, 4)),
            cancelFrame: (handle) => clearTimeout(handle),
            now: () => performance.now(),
            timers: realTimers,
            async createKernel({ options }) {
              const made = jsKernel(options);
              kernel = made;
              return { kernel: made, refused: [] };
            },
            createRenderer: async () => renderer,
          }),
      }),
      base: 'https://example.org/',
      hidden: () => false,
    },
    callbacks,
  );
  scenes.push(link);
  await link.start(canvas, { thread: 'page', ...settings });
  return { link, told, kernel: () => kernel as TestKernel, pictures: () => pictures, until };
}
