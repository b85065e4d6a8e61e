// The show thread by a clock that the test turns, over the engine in JavaScript.
import { describe, expect, it } from 'vitest';
import { CallbackKind, InputKind, NONE, PointerInput, RECORD_WORDS, SceneOp } from '../../../../web/generated/scene-layout.js';
import { inputRecords, type SceneInput } from '../../../../web/scene/shared/input-records.js';
import type { Picked } from '../../../../web/scene/shared/kernel.js';
import { localPorts } from '../../../../web/scene/shared/link-port.js';
import type { FromShow, LinkToScript, LinkToShow, ToShow } from '../../../../web/scene/shared/messages.js';
import type { SceneRenderer } from '../../../../web/scene/shared/renderer.js';
import { resolveOptions } from '../../../../web/scene/shared/settings.js';
import { MOST_RECORDS, SceneDirector } from '../../../../web/scene/worker/director.js';
import { Orbit } from '../../../../web/scene/worker/orbit.js';
import { Pointing } from '../../../../web/scene/worker/pointing.js';
import { ScriptEnd } from '../../../../web/scene/worker/script-end.js';
import { FakeClock } from '../fake-clock.js';
import { jsKernel, type TestKernel } from '../js-kernel.js';
import { makeRings } from '../script/stage.js';

/** A record of an operation, and of an update's end. */
const record = (op: number, ...words: number[]): number[] => [op, ...words, ...new Array(RECORD_WORDS - 1 - words.length).fill(0)];
const create = (index: number, generation = 1): number[] => record(SceneOp.create, 0, index, generation);
const end = (update: number): number[] => record(SceneOp.endUpdate, 0, update);

async function show() {
  const clock = new FakeClock();
  const posted: FromShow[] = [];
  const textures: [number, string | null][] = [];
  let kernel: TestKernel | null = null;
  let pictures = 0;
  const renderer: SceneRenderer = {
    ...{ name: 'canvas2d', reason: 'a test', lost: false, resize: () => {}, destroy: () => {}, toBlob: async () => new Blob() },
    setTexture: (number, picture) => textures.push([number, picture === null ? null : (picture as never as { name: string }).name]),
    draw: () => {
      pictures += 1;
    },
  };
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
    createRenderer: async () => renderer,
  });
  const send = (message: ToShow): void => director.receive(message);
  const size = { width: 200, height: 100, ratio: 1 };
  send({
    type: 'start',
    canvas: {} as OffscreenCanvas,
    renderer: 'auto',
    tier: 'js',
    options: resolveOptions(),
    size,
    awake: true,
    wasm: null,
  });
  await new Promise((resolve) => setTimeout(resolve));
  /** A script's end of a link: what it hears, and a way to send. */
  const link = () => {
    const [port, script] = localPorts<LinkToShow, LinkToScript>();
    const heard: LinkToScript[] = [];
    script.onmessage = ({ data }) => heard.push(data);
    send({ type: 'script', link: { port: port as never as MessagePort, rings: null } });
    return {
      heard,
      send: (message: LinkToShow) => script.postMessage(message, []),
      commands: (...records: number[][]) => {
        const words = Uint32Array.from(records.flat());
        script.postMessage({ type: 'commands', records: words.buffer, count: records.length }, []);
      },
    };
  };
  const of = <Type extends FromShow['type']>(type: Type) =>
    posted.filter((message): message is Extract<FromShow, { type: Type }> => message.type === type);
  return { clock, posted, of, send, link, textures, pictures: () => pictures, kernel: () => kernel as TestKernel };
}

const callbacksOf = (heard: readonly LinkToScript[]): number[][] =>
  heard.flatMap((message) => {
    if (message.type !== 'callbacks') return [];
    const words = new Uint32Array(message.records);
    return Array.from({ length: message.count }, (_, i) => [...words.subarray(i * RECORD_WORDS, (i + 1) * RECORD_WORDS)]);
  });

describe('a show thread', () => {
  it('draws every frame, publishes updates whole, and answers them', async () => {
    const { clock, of, link, send, pictures, kernel } = await show();
    const script = link();
    send({ type: 'expect', updates: true });
    clock.pass(100);
    expect(pictures()).toBeGreaterThan(4);
    script.commands(record(SceneOp.reset), create(0));
    clock.pass(100);
    expect(of('shown')).toEqual([]);
    script.commands(create(1), end(1));
    clock.pass(100);
    expect(of('shown')).toHaveLength(1);
    expect(kernel().views.header[4]).toBe(2);
    const published = callbacksOf(script.heard);
    expect(published.map(([head, , update]) => [head, update])).toEqual([[CallbackKind.published, 1]]);
    expect(script.heard.filter(({ type }) => type === 'recycle')).toHaveLength(2);
  });

  it('counts pictures without a new update, while there should be one', async () => {
    const { clock, of, link, send } = await show();
    const script = link();
    script.commands(record(SceneOp.reset), end(1));
    send({ type: 'expect', updates: true });
    clock.pass(3200);
    const skips = of('metrics').at(-1)?.metrics.frameSkips ?? 0;
    expect(skips).toBeGreaterThan(150);
    send({ type: 'expect', updates: false });
    clock.pass(3000);
    expect(of('metrics').at(-1)?.metrics.frameSkips).toBeLessThan(skips + 60);
  });

  it('takes what a flood brings over several pictures, none of which waits for it', async () => {
    const { clock, of, link, kernel } = await show();
    const script = link();
    const many = MOST_RECORDS + 40_000;
    const words = new Uint32Array((many + 2) * RECORD_WORDS);
    words.set(create(0), 0);
    for (let i = 1; i <= many; i++) words.set([SceneOp.update | (128 << 16) | 256, 0, 0, 1], i * RECORD_WORDS);
    words.set(end(1), (many + 1) * RECORD_WORDS);
    script.send({ type: 'commands', records: words.buffer, count: many + 2 });
    clock.pass(20);
    // Half of it is done, and nothing of that is seen.
    expect(kernel().views.header[7]).toBeGreaterThan(0);
    expect(of('shown')).toEqual([]);
    clock.pass(1000);
    expect(of('shown')).toHaveLength(1);
    expect(of('metrics').at(-1)?.metrics).toMatchObject({ entities: 1, floods: 1, commands: many + 2 });
  });

  it('keeps the last picture, and its textures, until the first update of another script comes, and drops what is left of the last', async () => {
    const { clock, link, textures, kernel, of } = await show();
    const first = link();
    const picture = (name: string) => ({ name, close: () => {} }) as never as ImageBitmap;
    first.send({ type: 'texture', texture: 0, picture: picture('old') });
    first.commands(record(SceneOp.reset), create(0), end(1));
    clock.pass(50);
    const hash = kernel().hash();
    expect(textures).toEqual([[0, 'old']]);
    first.commands(create(1));
    clock.pass(50);
    const second = link();
    // What the ended script's thread may still send.
    first.commands(create(2), end(2));
    second.send({ type: 'texture', texture: 0, picture: picture('new') });
    second.commands(record(SceneOp.reset), create(0), create(1));
    clock.pass(50);
    expect(kernel().hash()).toBe(hash);
    expect(textures).toEqual([[0, 'old']]);
    second.commands(end(1));
    clock.pass(50);
    expect(textures).toEqual([
      [0, 'old'],
      [0, 'new'],
    ]);
    expect(kernel().views.header[4]).toBe(2);
    expect(of('shown')).toHaveLength(2);
  });

  it('carries commands out while nobody looks, and draws nothing', async () => {
    const { clock, link, send, pictures, of } = await show();
    const script = link();
    send({ type: 'awake', awake: false });
    clock.pass(200);
    const before = pictures();
    script.commands(record(SceneOp.reset), create(0), end(1));
    clock.pass(300);
    expect(of('shown')).toHaveLength(1);
    expect(pictures()).toBe(before);
  });

  it('gives the hash of an update once it is published, and refuses one that is past', async () => {
    const { clock, link, send, of, kernel } = await show();
    const script = link();
    send({ type: 'request', id: 1, request: { ask: 'hash', update: 2 } });
    script.commands(record(SceneOp.reset), end(1));
    clock.pass(50);
    expect(of('answer')).toEqual([]);
    script.commands(create(0), end(2));
    clock.pass(50);
    expect(of('answer')).toEqual([{ type: 'answer', id: 1, value: kernel().hash() }]);
    send({ type: 'request', id: 2, request: { ask: 'hash', update: 1 } });
    expect(of('failure')[0]).toMatchObject({ id: 2, error: { message: 'update 1 is past: 2 is published' } });
  });

  it('tells a script the size of the picture before anything else', async () => {
    const { clock, link, send } = await show();
    const script = link();
    send({ type: 'size', size: { width: 640, height: 480, ratio: 2 } });
    clock.pass(20);
    const kinds = script.heard.map((message) =>
      message.type === 'input' ? (new Uint32Array(message.records)[0] as number) : message.type,
    );
    expect(kinds).toEqual([InputKind.resize, InputKind.resize]);
  });
});

describe("a script's end", () => {
  it('puts moves of a pointer together where the script reads none, and keeps the newest of what it has no room for', () => {
    const [port] = localPorts<LinkToShow, LinkToScript>();
    const rings = makeRings(resolveOptions({ inputCapacity: 64 }));
    const scriptEnd = new ScriptEnd(port, rings, { onTexture: () => {}, onPointing: () => {} });
    const inputs: SceneInput[] = Array.from({ length: 50 }, (_, i) => ({ kind: 'pointerMove', x: i, y: 0, dx: 1 }));
    const moves = inputRecords(inputs);
    for (let i = 0; i < 50; i++) scriptEnd.addInput(moves, i * RECORD_WORDS);
    scriptEnd.flush();
    const words = new Uint32Array(rings.input, 192);
    const floats = new Float32Array(rings.input, 192);
    expect(words[0]).toBe(moves[0]);
    expect([floats[PointerInput.x / 4], floats[PointerInput.dx / 4]]).toEqual([49, 50]);
    expect(words[RECORD_WORDS]).toBe(0);
    const keys = inputRecords([{ kind: 'keyDown', code: 'KeyA' }]);
    for (let i = 0; i < 10_000; i++) scriptEnd.addInput(keys, 0);
    expect(scriptEnd.inputDropped).toBe(10_000 - 4096);
  });
});

describe('pointing', () => {
  function pointing(picks: (x: number, y: number) => Picked | null) {
    const told: [kind: number, index: number][] = [];
    const one = new Pointing({
      pick: picks,
      addInput: (words, at) => told.push([(words[at] as number) & 255, words[at + PointerInput.index / 4] as number]),
    });
    const size = { width: 100, height: 100, ratio: 1 };
    const take = (...inputs: SceneInput[]): void => {
      const records = inputRecords(inputs);
      for (let at = 0; at < records.length; at += RECORD_WORDS) one.take(records, at, size);
    };
    return { told, one, take, look: () => one.look(size) };
  }
  const hit = (index: number): Picked => ({ index, generation: 1, distance: 1, point: [0, 0, 0] });

  it('tells which entity a pointer presses, enters and leaves, by the picture and not by the event', () => {
    const { told, one, take, look } = pointing((x) => (x < 0.5 ? hit(3) : null));
    one.wanted = true;
    take({ kind: 'pointerMove', x: 20, y: 10 });
    look();
    look();
    take(
      { kind: 'pointerDown', x: 20, y: 10, button: 0 },
      { kind: 'pointerUp', x: 20, y: 10, button: 0 },
      { kind: 'click', x: 20, y: 10, button: 0 },
    );
    take({ kind: 'pointerMove', x: 80, y: 10 });
    look();
    take({ kind: 'click', x: 80, y: 10 });
    take({ kind: 'pointerMove', x: 10, y: 10 });
    look();
    take({ kind: 'pointerLeave', x: -5, y: 10 });
    expect(told).toEqual([
      [InputKind.pointerMove, NONE],
      [InputKind.pointerEnter, 3],
      [InputKind.pointerDown, 3],
      [InputKind.pointerUp, 3],
      [InputKind.click, 3],
      [InputKind.pointerMove, NONE],
      [InputKind.pointerLeave, 3],
      [InputKind.click, NONE],
      [InputKind.pointerMove, NONE],
      [InputKind.pointerEnter, 3],
      [InputKind.pointerLeave, 3],
      [InputKind.pointerLeave, NONE],
    ]);
  });

  it('looks for nothing while the script does not listen', () => {
    const { told, take, look } = pointing(() => {
      throw new Error('nobody asked');
    });
    take({ kind: 'pointerMove', x: 20, y: 10 }, { kind: 'click', x: 20, y: 10 }, { kind: 'keyDown', code: 'KeyA' });
    look();
    expect(told.map(([kind]) => kind)).toEqual([InputKind.pointerMove, InputKind.click, InputKind.keyDown]);
  });
});

describe('the default camera', () => {
  it('is moved within bounds, whatever it is told, and goes back to where it began', () => {
    const orbit = new Orbit();
    const view = new Float32Array(16);
    const size = { width: 10, height: 20, ratio: 1 };
    orbit.write(view, size);
    const first = [...view];
    orbit.move({ yaw: 1, pitch: 90, zoom: 1e9, panX: Number.NaN, panY: -1e9 });
    orbit.write(view, size);
    expect([...view].every(Number.isFinite)).toBe(true);
    expect(view[3]).toBe(1.5);
    expect(view[4]).toBe(100);
    orbit.move(null);
    orbit.write(view, size);
    expect([...view]).toEqual(first);
  });
});
