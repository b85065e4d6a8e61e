// What a show thread makes of records that are none, and of a GPU that is gone: the engine and the clock are those of the other tests.
import { describe, expect, it } from 'vitest';
import { CallbackKind, RECORD_WORDS, SceneHeader, SceneOp } from '../../../../web/generated/scene-layout.js';
import { localPorts } from '../../../../web/scene/shared/link-port.js';
import type { FromShow, LinkToScript, LinkToShow } from '../../../../web/scene/shared/messages.js';
import type { SceneRenderer } from '../../../../web/scene/shared/renderer.js';
import { resolveOptions } from '../../../../web/scene/shared/settings.js';
import { SceneDirector } from '../../../../web/scene/worker/director.js';
import { RESTORE_DEADLINE_MS } from '../../../../web/scene/worker/picture.js';
import { FakeClock } from '../fake-clock.js';
import { jsKernel, type TestKernel } from '../js-kernel.js';

const record = (op: number, ...words: number[]): number[] => [op, ...words, ...new Array(RECORD_WORDS - 1 - words.length).fill(0)];

async function show() {
  const clock = new FakeClock();
  const posted: FromShow[] = [];
  let kernel: TestKernel | null = null;
  let pictures = 0;
  const gpu = { lost: false, onLost: () => {}, onRestored: () => {} };
  const director = new SceneDirector({
    post: (message) => posted.push(message),
    requestFrame: (action) => clock.set(action, 16),
    cancelFrame: (handle) => clock.clear(handle),
    now: () => clock.now(),
    timers: clock,
    async createKernel({ options }) {
      const made = jsKernel(options);
      kernel = made;
      return { kernel: made, refused: [] };
    },
    async createRenderer(_, { onLost, onRestored }): Promise<SceneRenderer> {
      Object.assign(gpu, { onLost, onRestored });
      return {
        ...{ name: 'webgl2', reason: 'a test', resize: () => {}, destroy: () => {}, setTexture: () => {}, toBlob: async () => new Blob() },
        get lost() {
          return gpu.lost;
        },
        draw: () => {
          pictures += 1;
        },
      };
    },
  });
  const size = { width: 200, height: 100, ratio: 1 };
  const options = resolveOptions({ maxEntities: 64, maxVertices: 4096 });
  director.receive({ type: 'start', canvas: {} as OffscreenCanvas, renderer: 'auto', tier: 'js', options, size, awake: true, wasm: null });
  await new Promise((resolve) => setTimeout(resolve));
  const [port, script] = localPorts<LinkToShow, LinkToScript>();
  const refusals = { count: 0 };
  script.onmessage = ({ data }) => {
    if (data.type !== 'callbacks') return;
    const words = new Uint32Array(data.records);
    for (let i = 0; i < data.count; i++) if (((words[i * RECORD_WORDS] as number) & 255) === CallbackKind.refused) refusals.count += 1;
  };
  director.receive({ type: 'script', link: { port: port as never as MessagePort, rings: null } });
  director.receive({ type: 'expect', updates: true });
  const commands = (words: Uint32Array<ArrayBuffer>): void =>
    script.postMessage({ type: 'commands', records: words.buffer, count: words.length / RECORD_WORDS }, []);
  const of = (type: FromShow['type']): number => posted.filter((message) => message.type === type).length;
  return { clock, posted, of, commands, refusals, gpu, pictures: () => pictures, kernel: () => kernel as TestKernel };
}

describe('records of a hostile script', () => {
  it('that are no commands are refused one by one: what is right beside them is done, and pictures go on', async () => {
    const { clock, of, commands, refusals, pictures, kernel } = await show();
    let state = 7;
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state;
    };
    commands(Uint32Array.from([...record(SceneOp.reset), ...record(SceneOp.create, 0, 0, 1), ...record(SceneOp.endUpdate, 0, 1)]));
    clock.pass(50);
    for (let batch = 0; batch < 40; batch++) {
      const words = Uint32Array.from({ length: 500 * RECORD_WORDS }, random);
      // Half of them with an operation that there is and no more records behind, so that more than heads are read.
      for (let i = 0; i < words.length; i += 2 * RECORD_WORDS) {
        words[i] = ((words[i] as number) & ~255) | (random() % 24);
        words[i + 1] = 0;
      }
      for (let i = RECORD_WORDS; i < words.length; i += 2 * RECORD_WORDS) words[i + 1] = (words[i + 1] as number) % 5;
      commands(words);
      clock.pass(50);
    }
    expect(refusals.count).toBeGreaterThan(100);
    expect(of('fault') + of('error')).toBe(0);
    const before = pictures();
    // Whatever command is still waited for has room for no more than it.
    for (let i = 0; i < 40; i++) commands(new Uint32Array(500 * RECORD_WORDS));
    commands(Uint32Array.from([...record(SceneOp.reset), ...record(SceneOp.create, 0, 3, 1), ...record(SceneOp.endUpdate, 0, 9)]));
    clock.pass(2000);
    expect(pictures()).toBeGreaterThan(before + 50);
    expect(kernel().views.header[SceneHeader.entities / 4]).toBe(1);
    expect(kernel().scene.header.every(Number.isFinite)).toBe(true);
  });
});

describe('a GPU context', () => {
  it('that is lost and comes back draws again; one that does not asks for another canvas, once its time is over', async () => {
    const { clock, posted, of, gpu, pictures } = await show();
    clock.pass(100);
    gpu.lost = true;
    gpu.onLost();
    const standing = pictures();
    clock.pass(RESTORE_DEADLINE_MS - 100);
    expect(pictures()).toBe(standing);
    expect(of('wantcanvas')).toBe(0);
    gpu.lost = false;
    gpu.onRestored();
    clock.pass(1000);
    expect(pictures()).toBeGreaterThan(standing);
    gpu.lost = true;
    gpu.onLost();
    clock.pass(RESTORE_DEADLINE_MS + 100);
    expect(posted.filter(({ type }) => type === 'wantcanvas')).toEqual([
      { type: 'wantcanvas', renderer: 'canvas2d', reason: 'the GPU context was lost and not restored within 4000 ms' },
    ]);
    expect(of('fault')).toBe(0);
  });
});
