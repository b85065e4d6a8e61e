// Scenes with their scripts on threads of their own, which are ended, begin anew, are reloaded, recorded and replayed.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SceneSettings } from '../../../../web/scene/page/scene-types.js';
import {
  SceneDestroyedError,
  SceneFaultError,
  SceneLoadError,
  type SceneScriptError,
  SceneStartError,
} from '../../../../web/scene/shared/errors.js';
import { buildScriptThread, endScenes, type RealScene, realScene } from './real-scene.js';

let thread: Awaited<ReturnType<typeof buildScriptThread>>;
beforeAll(async () => {
  thread = await buildScriptThread();
});
afterEach(endScenes);
afterAll(() => thread.remove());

const begin = (text: string, settings: SceneSettings = {}): Promise<RealScene> =>
  realScene(thread.url, { source: { text, name: 'game.js' }, ...settings });

const CUBE = `export default (scene, { events }) => {
  const cube = scene.create('cube');
  events.on('ask', (detail) => events.send('answer', { detail, frame: scene.frame }));
  return { update: () => { cube.position = [scene.math.sin(scene.time), scene.random(), 0]; } };
};`;

describe.each(['rings', 'batches'] as const)('a scene whose script is on a thread, connected by %s', (link) => {
  it('shows what the script moves, and carries messages both ways', async () => {
    const scene = await begin(CUBE, { link });
    await scene.until('thirty updates', () => (scene.told.show?.update ?? 0) > 30);
    expect(scene.told.states).toEqual(['loading', 'running']);
    expect(scene.told.shown).toBe(1);
    expect(scene.told.show?.entities).toBe(1);
    expect(scene.told.errors).toEqual([]);
    scene.link.send('ask', 7);
    await scene.until('an answer', () => scene.told.messages.length > 0);
    expect(scene.told.messages[0]).toMatchObject({ name: 'answer', detail: { detail: 7 } });
  });

  it('runs in step, with a hash that is the same each time', async () => {
    const hashes: string[] = [];
    for (let i = 0; i < 2; i++) {
      const scene = await begin(CUBE, { link, paused: true });
      await scene.until('the beginning', () => scene.link.state === 'paused');
      expect(await scene.link.step(9)).toBe(10);
      hashes.push(await scene.link.hash(10));
    }
    expect(hashes[0]).toBe(hashes[1]);
    // That of a script on the engine's own thread, in tests/web/scene/script/slice.test.ts, but for the colour.
    expect(hashes[0]).toMatch(/^[\da-f]{16}$/);
  });

  it('ends a script that loops, begins it anew in an empty scene, and gives it up after three times; the picture goes on', async () => {
    const text = `export default (scene, { events }) => {
      scene.create('cube', { position: [7, 0, 0] });
      events.send('begins');
      return { update() { if (scene.frame > 5) for (;;); } };
    };`;
    const scene = await begin(text, { link, budget: 150 });
    await scene.until('the first end', () => scene.told.restarts.length === 1);
    const hash = scene.kernel().hash();
    const pictures = scene.pictures();
    expect(scene.told.restarts[0]).toMatchObject({ faults: 1 });
    await scene.until('it begins anew', () => scene.told.messages.length === 2);
    expect(scene.pictures()).toBeGreaterThan(pictures);
    await scene.until('it is given up', () => scene.told.faults.length > 0);
    expect(scene.told.faults[0]).toMatchObject({ of: 'script' });
    expect(scene.told.faults[0]?.reason).toContain('ended 3 times within 60 s');
    expect(scene.told.restarts).toHaveLength(2);
    expect(scene.told.slow.some((slow) => slow !== null && slow.milliseconds > 250 && slow.update === null)).toBe(true);
    expect(scene.link.state).toBe('failed');
    // The last picture stands, with one cube.
    expect(scene.kernel().hash()).toBe(hash);
    await scene.link.reload({ text: CUBE });
    await scene.until('another script runs', () => scene.link.state === 'running' && scene.told.shown === 4);
  });

  it('goes on from what a script saves when another version takes over, and keeps the old one where the new one is wrong', async () => {
    const version = (step: number): string => `export default (scene, { events }) => {
      let count = 0;
      return {
        update() { count += ${step}; if (scene.frame === 3) events.send('count', count); },
        save: () => ({ count }),
        restore(state) { count = state.count; events.send('restored', count); },
      };
    };`;
    const scene = await begin(version(1), { link, paused: true });
    await scene.until('the beginning', () => scene.link.state === 'paused');
    await scene.link.step(10);
    await expect(scene.link.reload({ text: 'export default (', name: 'worse.js' }, { keep: true })).rejects.toThrow('module failed');
    expect(await scene.link.step(1)).toBe(12);
    await scene.link.reload({ text: version(100) }, { keep: true });
    await scene.until('the new version', () => scene.told.messages.some(({ name }) => name === 'restored'));
    expect(scene.told.messages).toEqual([
      { name: 'count', detail: 2 },
      { name: 'restored', detail: 11 },
    ]);
  });
});

describe('a recording', () => {
  const GAME = `export default (scene, { input, events }) => {
    const cubes = [];
    events.on('more', (count) => { for (let i = 0; i < count; i++) cubes.push(scene.create('cube', { scale: scene.random() + 0.1 })); });
    return {
      update(dt) {
        if (input.justPressed('Space')) cubes.push(scene.create({ kind: 'sphere', radius: 1 + scene.random() }));
        cubes.forEach((cube, i) => { cube.position = [scene.math.cos(scene.time + i), input.pointer.x / 100, dt]; });
      },
    };
  };`;

  it('plays again to the bit, over rings and over batches, with a measured dt', async () => {
    const scene = await begin(GAME, { link: 'rings', pace: { step: 'measured', rate: 120 } });
    await scene.link.record();
    await scene.until('it runs', () => scene.link.state === 'running');
    scene.link.send('more', 5);
    scene.link.input({ kind: 'keyDown', code: 'Space', key: ' ' }, { kind: 'pointerMove', x: 120, y: 30, dx: 5 });
    await scene.until('some updates', () => (scene.told.show?.update ?? 0) > 40 && scene.told.show?.entities === 6);
    const recording = await scene.link.stopRecording();
    expect(recording.steps.length).toBeGreaterThan(40);
    expect(recording.events.length).toBeGreaterThanOrEqual(2);
    const carried = JSON.parse(JSON.stringify(recording));
    expect(await scene.link.replay(carried)).toEqual({ same: true, hash: recording.hash });
    const other = await begin(CUBE, { link: 'batches' });
    expect(await other.link.replay(carried)).toEqual({ same: true, hash: recording.hash });
    // What differs is seen.
    const changed = { ...carried, steps: carried.steps.map((step: number) => step * 1.01) };
    expect((await other.link.replay(changed)).same).toBe(false);
  });

  it('of a scene with other options is refused, as is what is no recording', async () => {
    const scene = await begin(CUBE, { paused: true });
    await scene.link.record();
    await scene.until('it begins', () => scene.link.state === 'paused');
    const recording = await scene.link.stopRecording();
    const other = await begin(CUBE, { options: { maxEntities: 10 } });
    await expect(other.link.replay(recording)).rejects.toThrow('recording.options.maxEntities = 100000 is refused: this scene has 10');
    await expect(other.link.replay({ ...recording, layout: 1 })).rejects.toThrow('recording.layout = 1 is refused');
    await expect(other.link.stopRecording()).rejects.toThrow('nothing is recorded');
  });
});

describe('what goes wrong in a script', () => {
  it('is told with file, line and column of its own text, once, and then by number; the updates go on', async () => {
    const text = `export default () => ({
  update() {
    const nothing = undefined;
    nothing.property;
  },
});`;
    const scene = await begin(text);
    await scene.until('it was told again', () => scene.told.errors.length > 1);
    const { error, times } = scene.told.errors[0] as { error: SceneScriptError; times: number };
    expect(times).toBe(1);
    expect(error).toMatchObject({ name: 'SceneScriptError', during: 'update', file: 'game.js', line: 4, column: 13 });
    expect(error.message).toMatch(/^the script's update failed at game\.js:4:13: .*undefined/);
    expect(error.trace).toMatch(/game\.js:4:13/);
    expect(scene.told.errors[1]?.times).toBeGreaterThan(10);
    expect(scene.told.errors.length).toBeLessThan(4);
    expect(scene.link.state).toBe('running');
  });

  it.each([
    ['throws at once', "throw new RangeError('at once')", /module failed at game\.js:1:7: RangeError: at once/],
    ['has no default export', 'export const update = 1', /it has no default export; write: export default/],
    ['has a default export that is no function', 'export default 7', /its default export is of type number/],
    ['does not parse', 'export default () => {', /module failed.*: SyntaxError/],
  ])('and keeps it from being loaded, is why the start fails: it %s', async (_, text, message) => {
    await expect(begin(text)).rejects.toThrow(message);
  });

  it.each([
    [
      'throws in the default export',
      "export default () => { throw new Error('no game'); }",
      /default export failed at game\.js:1:30: no game/,
    ],
    ['rejects in it', "export default async () => { throw new Error('no game'); }", /default export failed at game\.js:1:36: no game/],
    ['returns no update', 'export default () => 5', /returned no object with a function update/],
  ])('and leaves nothing to run, is told: it %s', async (_, text, message) => {
    const scene = await begin(text);
    await scene.until('an error', () => scene.told.errors.length > 0);
    expect(scene.told.errors[0]?.error.message).toMatch(message);
    expect(scene.link.state).toBe('failed');
  });

  it('may be a stack overflow, a promise that nobody catches, a timer, or a value that is no error', async () => {
    const text = `export default () => {
  let n = 0;
  const deep = () => deep() + 1;
  setTimeout(() => { throw new Error('late'); }, 1);
  Promise.reject(new Error('lost'));
  return { update() {
    n += 1;
    if (n === 2) deep();
    if (n === 3) throw 'a text';
    if (n === 4) return Promise.reject(new Error('rejected'));
  } };
};`;
    const scene = await begin(text);
    await scene.until('five errors', () => scene.told.errors.length >= 5);
    const messages = scene.told.errors.map(({ error }) => error.message).join('\n');
    for (const part of [
      /update failed at game\.js:3:\d+: RangeError: Maximum call stack/,
      /callback failed at game\.js:4:\d+: late/,
      /promise that nobody caught failed at game\.js:5:\d+: lost/,
      /update failed: a text/,
      /update failed at game\.js:10:\d+: rejected/,
    ])
      expect(messages).toMatch(part);
    await scene.until('it goes on', () => (scene.told.show?.update ?? 0) > 20);
  });

  it.each([33, 250])(
    'may be updates of %d ms: the page is told of each that is longer than 33 ms, and the updates go on',
    async (milliseconds) => {
      const spin = `const end = performance.now() + ${milliseconds + 2}; while (performance.now() < end);`;
      const scene = await begin(`export default () => ({ update() { ${spin} } })`, { budget: 60_000 });
      const updates = () => scene.told.slow.flatMap((slow) => (slow === null || slow.update === null ? [] : [slow]));
      await scene.until('three slow updates', () => updates().length >= 3);
      for (const { milliseconds: took } of updates()) expect(took).toBeGreaterThan(milliseconds);
      expect(scene.told.restarts).toEqual([]);
      expect(scene.link.state).toBe('running');
    },
  );

  it('is ended by the budget that was set last, each time that it begins', async () => {
    const scene = await begin('export default () => ({ update() { for (;;); } })', { budget: 60_000 });
    scene.link.setBudget(120);
    await scene.until('it is given up', () => scene.told.faults.length > 0);
    expect(scene.told.restarts).toHaveLength(2);
  });

  it('may be slow now and then, up to its budget: it stays the same thread', async () => {
    const text = `export default (scene, { events }) => {
      events.send('begins');
      return { update() {
        if (scene.frame % 4 !== 0) return;
        const end = performance.now() + 700;
        while (performance.now() < end);
        events.send('slow');
      } };
    };`;
    const scene = await begin(text, { budget: 1200 });
    await scene.until('it was slow three times', () => scene.told.messages.filter(({ name }) => name === 'slow').length === 3);
    expect(scene.told.messages.filter(({ name }) => name === 'begins')).toHaveLength(1);
    expect(scene.told.restarts).toEqual([]);
    expect(scene.told.slow.some((slow) => slow !== null && slow.update === null && slow.milliseconds > 500)).toBe(true);
  });

  it('may be a flood of errors that all differ: some are told, and the others by their number', async () => {
    const text = `export default (scene) => ({ update() {
      for (let i = 0; i < 200; i++) queueMicrotask(() => { throw 'error ' + scene.frame + ' ' + i; });
    } })`;
    const scene = await begin(text);
    await scene.until('a thousand', () => scene.told.errors.reduce((sum, { times }) => sum + times, 0) > 1000);
    expect(scene.told.errors.length).toBeLessThan(60);
    await scene.until('it goes on', () => (scene.told.show?.update ?? 0) > 20);
  });

  it('may be a thread that ends by itself: it begins anew', async () => {
    const text = `export default (scene, { events }) => {
      events.send('begins');
      return { update() { if (scene.frame === 5) process.exit(0); } };
    };`;
    const scene = await begin(text, { budget: 300 });
    await scene.until('it begins anew', () => scene.told.messages.length === 2);
    expect(scene.told.restarts[0]).toMatchObject({ faults: 1 });
  });

  it('may be a message that nothing can carry: who sends it is told', async () => {
    const text = `export default (scene, { events }) => ({ update() {
      if (scene.frame === 3) events.send('no', () => {});
    } })`;
    const scene = await begin(text);
    await scene.until('an error', () => scene.told.errors.length > 0);
    expect(scene.told.errors[0]?.error.message).toMatch(/update failed at game\.js:2:\d+: .*could not be cloned/);
    expect(() => scene.link.send('no', () => {})).toThrow(/could not be cloned/);
    await scene.until('it goes on', () => (scene.told.show?.update ?? 0) > 10);
    expect(scene.link.state).toBe('running');
  });

  it('may be a texture, a model or a mesh that fails or is too large: its promise is rejected, or the page is told', async () => {
    const text = `export default async (scene, { resources, events }) => {
      const told = [];
      const wanted = [
        () => resources.texture('no-such-picture.png'),
        () => resources.texture(new Blob(['no picture'])),
        () => resources.obj('no-such-model.obj'),
        () => resources.mesh({ positions: [0, 1] }),
        () => resources.mesh({ positions: [0, 0, 0], indices: [7] }),
      ];
      for (const want of wanted) await want().then(() => told.push('none'), (error) => told.push(error.code));
      events.send('told', told);
      const positions = new Float32Array(3 * 3000);
      scene.create(await resources.mesh({ positions, mode: 'points' }));
      return { update() {} };
    };`;
    const scene = await begin(text, { options: { maxVertices: 1024 } });
    await scene.until('it begins', () => scene.link.state === 'running');
    expect(scene.told.messages[0]?.detail).toEqual(['scene/load', 'scene/load', 'scene/load', 'scene/mesh', 'scene/mesh']);
    await scene.until('the engine refuses the large one', () => scene.told.errors.length > 0);
    expect(scene.told.errors[0]?.error).toMatchObject({ code: 'scene/refused' });
    expect(scene.told.errors[0]?.error.message).toContain('maxVertices');
    await scene.until('it goes on', () => (scene.told.show?.update ?? 0) > 10);
  });

  it('may be a thread that does not start: the start fails, and says why', async () => {
    await expect(realScene(new URL('no-such-thread.mjs', thread.url), { source: { text: CUBE } })).rejects.toThrow(SceneStartError);
  });

  it('may be an address that is not there', async () => {
    const missing = { source: { url: new URL('no-such-script.mjs', thread.url).href } };
    await expect(realScene(thread.url, missing)).rejects.toThrow(SceneLoadError);
  });

  it('may be a first line that never returns: it is ended as well', async () => {
    const started = begin('for (;;);', { budget: 120 });
    await expect(started).rejects.toThrow(/the script was ended/);
  });
});

describe('a scene whose engine fails', () => {
  const trap = (scene: RealScene): void => {
    const decode = (): never => {
      throw new Error('unreachable');
    };
    Object.assign(scene.kernel(), { decode });
  };

  it('goes on in a new engine, where its script begins anew; after a third time it says so, and that is where it stands', async () => {
    const scene = await begin(CUBE);
    for (const times of [1, 2]) {
      await scene.until('thirty updates', () => (scene.told.show?.update ?? 0) > 30 && scene.told.show?.entities === 1);
      const engine = scene.kernel();
      const asked = scene.link.hash(1_000_000);
      trap(scene);
      await expect(asked).rejects.toThrow('the show thread was lost: unreachable; ask again');
      await scene.until('it goes on', () => scene.told.recoveries.length === times);
      expect(scene.kernel()).not.toBe(engine);
      expect(scene.told.recoveries.at(-1)).toMatchObject({ cause: 'unreachable', thread: 'page' });
      expect(scene.told.restarts.at(-1)).toEqual({ cause: 'unreachable', faults: 0 });
      expect(scene.link.state).toBe('running');
      expect(scene.told.shown).toBe(times + 1);
    }
    trap(scene);
    await scene.until('it is given up', () => scene.told.faults.length > 0);
    expect(scene.told.faults).toEqual([{ of: 'scene', reason: 'the scene failed 3 times within 60 s, the last time since unreachable' }]);
    expect(scene.link.state).toBe('failed');
    await expect(scene.link.reload({ text: CUBE })).rejects.toThrow(SceneFaultError);
    await expect(scene.link.toPng()).rejects.toThrow('the scene has ended: the scene failed 3 times');
  });

  it('does not give a script that was given up another try', async () => {
    const scene = await begin('export default () => ({ update() { for (;;); } })', { budget: 100 });
    await scene.until('it is given up', () => scene.told.faults.length > 0);
    const restarts = scene.told.restarts.length;
    trap(scene);
    // The engine is asked for something as soon as there is a script again.
    await scene.link.reload({ text: CUBE });
    await scene.until('another script runs in another engine', () => scene.told.recoveries.length === 1 && scene.link.state === 'running');
    expect(scene.told.restarts.length).toBeLessThanOrEqual(restarts + 1);
    expect(scene.told.errors).toEqual([]);
  });
});

describe('a scene that is destroyed', () => {
  it('rejects what was asked for, and ends the threads', async () => {
    const scene = await begin(`export default () => ({ update: () => new Promise(() => {}) })`, { paused: true });
    await scene.until('the beginning', () => scene.link.state === 'paused');
    const step = scene.link.step();
    scene.link.destroy();
    await expect(step).rejects.toThrow(SceneDestroyedError);
    await expect(scene.link.toPng()).rejects.toThrow();
    expect(() => scene.link.pause()).toThrow(SceneDestroyedError);
  });
});
