/**
 * What the engine that this scene follows got wrong, one test by the name of each. Scripts run on threads of their own and over
 * the real engine; that claims have tests is what tests/web/scene/fault-table.test.ts is there for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createJsSceneKernel } from '../../../web/fallback/scene/kernel.js';
import {
  EntityCommand,
  FIELD_MESH,
  MakeMesh,
  MeshEntry,
  MeshKind,
  RECORD_WORDS,
  SceneHeader,
  SceneOp,
} from '../../../web/generated/scene-layout.js';
import type { Vector } from '../../../web/scene/script/values.js';
import { localPorts } from '../../../web/scene/shared/link-port.js';
import type { LinkToScript, LinkToShow } from '../../../web/scene/shared/messages.js';
import { ScriptEnd } from '../../../web/scene/worker/script-end.js';
import { type Begin, beginner, drawAs, figure } from './kernels.js';
import { buildScriptThread, endScenes, realScene } from './page/real-scene.js';
import { f32, head, record } from './records.js';
import { makeRings, stage } from './script/stage.js';

let thread: Awaited<ReturnType<typeof buildScriptThread>>;
let wasm: Begin;
beforeAll(async () => {
  [thread, wasm] = await Promise.all([buildScriptThread(), beginner('wasm')]);
});
afterEach(endScenes);
afterAll(() => thread.remove());

const create = (index: number): number[] => record(EntityCommand, { head: head(SceneOp.create), index, generation: 1 });
const destroy = (index: number): number[] => record(EntityCommand, { head: head(SceneOp.destroy), index, generation: 1 });
const end = (update: number): number[] => [SceneOp.endUpdate, 0, update, ...Array(RECORD_WORDS - 3).fill(0)];

describe('"Destroy never removes"', () => {
  it.each(['js', 'wasm'] as const)('in tier %s: what was destroyed is gone, and stays gone however often is published', (tier) => {
    const kernel = (tier === 'js' ? createJsSceneKernel : wasm)({ maxEntities: 8 });
    const send = (...records: number[][]): void => {
      kernel.views.inbox.set(records.flat());
      expect(kernel.decode(records.length)).toBe(records.length);
    };
    send(create(0), create(1), end(1));
    const before = kernel.hash();
    expect(figure(kernel.views, SceneHeader.entities)).toBe(2);
    send(destroy(0), end(2));
    const after = kernel.hash();
    expect(after).not.toBe(before);
    // An erased key of the original came back at the next swap of its two buffers.
    for (let update = 3; update < 9; update++) {
      send(...(update === 4 || update === 6 ? [create(update)] : []), end(update));
      expect(kernel.views.flags[0]).toBe(0);
    }
    expect(figure(kernel.views, SceneHeader.entities)).toBe(3);
  });
});

describe('"the main thread waits for a script lock twice a frame"', () => {
  /** The files of folders whose code runs where pictures are made, and on the page. */
  const pictureSide = ['scene/page', 'scene/worker', 'scene/wasm', 'renderers/scene', 'kernels', 'fallback/scene'].flatMap((folder) => {
    const path = fileURLToPath(new URL(`../../../web/${folder}/`, import.meta.url));
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path + name);
  });

  it('nothing of the picture or of the page can wait: no file of them has a wait in it', () => {
    expect(pictureSide.length).toBeGreaterThan(40);
    for (const file of pictureSide) expect(readFileSync(file, 'utf8'), file).not.toMatch(/Atomics\.wait|atomic-wait|\bwaitFor\w*\(/);
  });

  it('a script that is stuck half way through an update costs the picture nothing', () => {
    const rings = makeRings();
    const [port] = localPorts<LinkToShow, LinkToScript>();
    const show = new ScriptEnd(port, rings, { onTexture: () => {}, onPointing: () => {} });
    const into = new Uint32Array(RECORD_WORDS * 512);
    let longest = 0;
    // Nobody writes to the rings or reads them, as when the script's thread was ended within a command.
    for (let frame = 0; frame < 600; frame++) {
      const begin = performance.now();
      expect(show.read(into, 0, 512)).toBe(0);
      show.addInput(Uint32Array.from(record(EntityCommand, { index: frame })), 0);
      show.flush();
      longest = Math.max(longest, performance.now() - begin);
    }
    expect(longest).toBeLessThan(50);
  });

  it.each(['rings', 'batches'] as const)('pictures go on while a real script loops, over %s', async (link) => {
    const text = `export default (scene, { events }) => {
      scene.create('cube');
      return { update() { if (scene.frame > 3) { events.send('loops'); for (;;); } } };
    };`;
    const scene = await realScene(thread.url, { source: { text }, link, budget: 10_000 });
    await scene.until('it is shown', () => scene.told.shown === 1);
    await scene.until('it is stuck', () => scene.told.slow.some((slow) => slow !== null && slow.update === null));
    const pictures = scene.pictures();
    await scene.until('twenty pictures more', () => scene.pictures() > pictures + 20, 5000);
    expect(scene.told.restarts).toEqual([]);
  });
});

describe('"script can\'t run faster than the picture"', () => {
  it('a script of 1000 updates a second has several between two pictures, each of which is published', async () => {
    const text = 'export default (scene) => { const e = scene.create(null); return { update() { e.position = [scene.frame, 0, 0]; } }; };';
    const scene = await realScene(thread.url, { source: { text }, pace: { rate: 1000, step: 'fixed', catchUp: 60 } });
    await scene.until('it is shown', () => scene.told.shown === 1);
    const update = (): number => figure(scene.kernel().views as never, SceneHeader.update);
    await scene.until('more updates than pictures', () => update() > scene.pictures() + 50);
    expect(scene.told.errors).toEqual([]);
  });
});

describe('"no watchdog"', () => {
  it('an endless loop is ended after its budget, and the script begins anew', async () => {
    const text = 'export default (scene) => ({ update() { if (scene.frame > 2) for (;;); } });';
    const scene = await realScene(thread.url, { source: { text }, budget: 150 });
    await scene.until('it is ended', () => scene.told.restarts.length > 0);
    expect(scene.told.restarts[0]?.faults).toBe(1);
  });
});

describe('"mesh sharing ignores radius"', () => {
  it('spheres share a mesh when all their parameters are the same, and never otherwise', async () => {
    const one = stage();
    await one.begin();
    const sphere = (radius: number) => one.scene.create({ kind: 'sphere', radius });
    const [small, alike, large] = [sphere(0.5), sphere(0.5), sphere(2)];
    await one.step();
    expect(one.refused).toEqual([]);
    expect(small.mesh?.number).toBe(alike.mesh?.number);
    expect(small.mesh?.number).not.toBe(large.mesh?.number);
  });

  it.each(['js', 'wasm'] as const)('in the engine, tier %s, each has bounds of its own and is drawn in a group of its own', (tier) => {
    const kernel = (tier === 'js' ? createJsSceneKernel : wasm)({ maxEntities: 4 });
    const radii = [0.5, 2];
    const records = radii.flatMap((radius, mesh) => [
      record(MakeMesh, { head: head(SceneOp.makeMesh, 0, MeshKind.sphere), mesh, parameters: [f32(radius), f32(24), f32(16)] }),
      record(EntityCommand, { head: head(SceneOp.create, FIELD_MESH), index: mesh, generation: 1, looks: mesh }),
    ]);
    kernel.views.inbox.set([...records, end(1)].flat());
    expect(kernel.decode(5)).toBe(5);
    const floats = new Float32Array(kernel.views.meshes.buffer, kernel.views.meshes.byteOffset, kernel.views.meshes.length);
    radii.forEach((radius, mesh) => {
      expect(floats[(mesh * MeshEntry.size + MeshEntry.radius) / 4]).toBeCloseTo(radius, 4);
    });
    drawAs(kernel, { width: 300, height: 200, zoom: 1 });
    expect(figure(kernel.views, SceneHeader.groupCount)).toBe(2);
    expect(figure(kernel.views, SceneHeader.instanceCount)).toBe(2);
  });
});

describe('"the double buffer\'s lock protects nothing"', () => {
  it.each(['js', 'wasm'] as const)('in tier %s, an update is published whole or not at all, wherever its commands are cut', (tier) => {
    const kernel = (tier === 'js' ? createJsSceneKernel : wasm)({ maxEntities: 64 });
    const before = kernel.hash();
    for (let index = 0; index < 40; index++) {
      kernel.views.inbox.set(create(index));
      kernel.decode(1);
      // What is half done is to be seen by nobody: there is no lock that could be forgotten.
      expect(kernel.hash()).toBe(before);
      expect(figure(kernel.views, SceneHeader.entities)).toBe(0);
    }
    kernel.views.inbox.set(end(1));
    kernel.decode(1);
    expect(figure(kernel.views, SceneHeader.entities)).toBe(40);
    expect(kernel.hash()).not.toBe(before);
  });
});

describe('"lookAt is a stub that reports success"', () => {
  it('the camera in the engine really looks there, and a place without a direction is refused', async () => {
    const one = stage();
    await one.begin();
    const camera = one.scene.camera({ position: [1, 2, 3] });
    const target: Vector = [4, 6, -9];
    camera.lookAt(target);
    await one.step();
    const [x, y, z, w] = [...(one.kernel.scene.views.cameras[0]?.orientation ?? [])] as [number, number, number, number];
    // -z turned by the quaternion.
    const forward = [-(2 * (x * z + w * y)), -(2 * (y * z - w * x)), -(1 - 2 * (x * x + y * y))];
    const length = Math.hypot(3, 4, -12);
    [3, 4, -12].forEach((part, axis) => {
      expect(forward[axis]).toBeCloseTo(part / length, 5);
    });
    expect(() => camera.lookAt([1, 2, 3])).toThrow('it must be another place');
  });
});

describe('"lights unreachable from script"', () => {
  it.each(['directional', 'point', 'spot'] as const)('a %s light is made, changed and destroyed by a script', async (kind) => {
    const one = stage();
    await one.begin();
    const empty = await one.step();
    const light = one.scene.light({ kind, color: '#ff8000', intensity: 3 });
    const made = await one.step();
    light.intensity = 5;
    const changed = await one.step();
    expect(one.kernel.scene.views.lights[0]).toMatchObject({ exists: true, intensity: 5 });
    light.destroy();
    await one.step();
    expect(one.kernel.scene.views.lights[0]).toMatchObject({ exists: false });
    expect(new Set([empty, made, changed]).size).toBe(3);
    expect(one.refused).toEqual([]);
  });
});

describe('"state restore on hot reload commented out"', () => {
  it('a new version goes on from what the old one saved', async () => {
    const version = (name: string): string => `export default (scene, { events }) => {
      let count = 0;
      return { update() { count += 1; }, save: () => count, restore(saved) { count = saved; events.send('${name}', count); } };
    };`;
    const scene = await realScene(thread.url, { source: { text: version('first') }, paused: true });
    await scene.until('the beginning', () => scene.link.state === 'paused');
    await scene.link.step(7);
    await scene.link.reload({ text: version('second') }, { keep: true });
    await scene.until('it is restored', () => scene.told.messages.length > 0);
    expect(scene.told.messages).toEqual([{ name: 'second', detail: 7 }]);
  });
});
