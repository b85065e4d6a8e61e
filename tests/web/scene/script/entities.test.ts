// What a script sets, against what the engine has then.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MeshState, NONE } from '../../../../web/generated/scene-layout.js';
import type { Entity } from '../../../../web/scene/script/entity.js';
import { SceneDestroyedError, SceneOptionError } from '../../../../web/scene/shared/errors.js';
import { type Stage, stage } from './stage.js';

/** An entity of the published state, as the engine has it. */
function published({ kernel }: Stage, { index }: Entity) {
  const { published: state } = kernel.scene.entities.memory;
  const list = (columns: readonly Float32Array[]): number[] => columns.map((column) => column[index] as number);
  const looks = state.looks[index] as number;
  return {
    alive: ((state.flags[index] as number) & 1) === 1,
    active: ((state.flags[index] as number) & 2) === 2,
    generation: state.generations[index],
    position: list(state.position),
    orientation: list(state.orientation),
    scale: list(state.scale),
    color: state.colors[index],
    mesh: looks & 0xffff,
    camera: state.cameras[index],
    parent: state.parents[index],
  };
}

describe.each(['rings', 'batches'] as const)('an entity over %s', (transport) => {
  it('is in the engine what was set, field by field, and reads as it was set', async () => {
    const one = stage(transport);
    const { scene } = one;
    await one.begin();
    const entity = scene.create('cube');
    const parent = scene.create(null);
    const camera = scene.camera({ active: false });
    await one.step();
    expect(published(one, entity)).toMatchObject({
      alive: true,
      active: true,
      generation: 1,
      scale: [1, 1, 1],
      color: 0xffffffff,
      parent: NONE,
    });
    entity.position = [1, 2.5, -3];
    entity.orientation = [0, 0, 2, 0];
    entity.scale = 2;
    entity.color = '#10203080';
    entity.mesh = { kind: 'sphere', radius: 2 };
    entity.camera = camera;
    entity.active = false;
    entity.parent = parent;
    await one.step();
    expect(published(one, entity)).toEqual({
      ...{ alive: true, active: false, generation: 1 },
      ...{ position: [1, 2.5, -3], orientation: [0, 0, 1, 0], scale: [2, 2, 2], color: 0x80302010 },
      ...{ mesh: entity.mesh?.number, camera: camera.number, parent: parent.index },
    });
    expect(entity.position).toEqual([1, 2.5, -3]);
    expect(entity.orientation).toEqual([0, 0, 2, 0]);
    expect(entity.scale).toEqual([2, 2, 2]);
    expect(entity.color).toBe('#10203080');
    expect(entity.mesh?.kind).toBe('sphere');
    expect([entity.camera, entity.active, entity.parent]).toEqual([camera, false, parent]);
    entity.set({ position: [9, 9, 9], scale: [1, 2, 3], color: [1, 0, 0], parent: null, active: true, camera: null, mesh: null });
    await one.step();
    expect(published(one, entity)).toMatchObject({
      ...{ position: [9, 9, 9], scale: [1, 2, 3], color: 0xff0000ff, parent: NONE, active: true, camera: NONE, mesh: 0xffff },
    });
    expect(one.refused).toEqual([]);
  });

  it('and its like do what they are told at random, and nothing is refused', async () => {
    const action = fc.record({
      what: fc.constantFrom('create', 'destroy', 'destroyMany', 'position', 'scale', 'mesh', 'parent', 'active', 'bulk', 'colors', 'step'),
      at: fc.nat(),
      to: fc.nat(),
      value: fc.double({ min: -100, max: 100, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 80 }), async (actions) => {
        const one = stage(transport, { maxEntities: 30, maxMeshes: 8 });
        const { scene } = one;
        await one.begin();
        for (const { what, at, to, value } of actions) {
          const all = scene.entities();
          const entity = all[at % Math.max(1, all.length)];
          const other = all[to % Math.max(1, all.length)];
          if (what === 'create' && all.length < 30)
            scene.create(to % 2 === 0 ? 'cube' : { kind: 'sphere', segments: 3 + (to % 5) }, { parent: other ?? null });
          else if (entity === undefined || other === undefined) continue;
          else if (what === 'destroy') entity.destroy();
          else if (what === 'destroyMany') scene.destroy([entity, other].filter((each, i, both) => both.indexOf(each) === i));
          else if (what === 'position') entity.position = [value, at % 7, 0];
          else if (what === 'scale') entity.scale = value;
          else if (what === 'mesh') entity.mesh = to % 3 === 0 ? null : { kind: 'plane', segments: 1 + (to % 4) };
          else if (what === 'active') entity.active = to % 2 === 0;
          else if (what === 'colors') scene.colors(all, new Uint8Array(all.length * 4).fill(to % 256));
          else if (what === 'bulk') {
            const some = all.filter((_, i) => (i + to) % 3 !== 0 || all.length > 20);
            scene.positions(
              some,
              some.flatMap((_, i) => [i, value, to % 5]),
            );
          } else if (what === 'parent') {
            try {
              entity.parent = to % 4 === 0 ? null : other;
            } catch (error) {
              expect(error).toBeInstanceOf(SceneOptionError);
            }
          } else if (what === 'step') await one.step();
        }
        await one.step();
        expect(one.refused).toEqual([]);
        const { memory } = one.kernel.scene.entities;
        const alive = [...memory.published.flags.subarray(0, 30)].filter((flags) => (flags & 1) === 1).length;
        expect(alive).toBe(scene.entities().length);
        const used = new Set<number>();
        for (const entity of scene.entities()) {
          const state = published(one, entity);
          expect(state.generation).toBe(entity.generation);
          expect(state.position).toEqual(entity.position);
          expect(state.scale).toEqual(entity.scale);
          expect(state.parent).toBe(entity.parent?.index ?? NONE);
          expect(state.active).toBe(entity.active);
          expect(state.mesh).toBe(entity.mesh?.number ?? 0xffff);
          if (entity.mesh !== null) used.add(entity.mesh.number);
        }
        // Meshes that nobody has are gone.
        expect(one.kernel.scene.meshes.meshCount).toBe(used.size);
      }),
      { numRuns: 60 },
    );
  });
});

describe('slots of a scene', () => {
  it('are given out from the lowest on, and again once all that followed a destroyed parent has ended', async () => {
    const { scene, begin, step, refused } = stage();
    await begin();
    const parent = scene.create(null);
    const child = scene.create('cube', { parent });
    const grandchild = scene.create('cube', { parent: child });
    const other = scene.create('cube');
    parent.destroy();
    expect([parent.alive, child.alive, grandchild.alive, other.alive]).toEqual([false, false, false, true]);
    const next = [scene.create('cube'), scene.create('cube'), scene.create('cube'), scene.create('cube')];
    expect(next.map(({ index, generation }) => [index, generation])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
      [4, 1],
    ]);
    expect(scene.entity(child.id)).toBeNull();
    expect(scene.entity(other.id)).toBe(other);
    await step();
    expect(refused).toEqual([]);
  });

  it('are as many as the options say', () => {
    const { scene } = stage('rings', { maxEntities: 2 });
    scene.create('cube');
    scene.create('cube');
    expect(() => scene.create('cube')).toThrow('entities = 3 is refused: there may be 2 (maxEntities)');
  });
});

describe('meshes', () => {
  it('are shared by kind and parameters, and released when nobody has them', async () => {
    const { scene, begin, step, kernel } = stage();
    await begin();
    const [first, second] = [scene.create('cube'), scene.create({ kind: 'cube', width: 1 })];
    const third = scene.create({ kind: 'cube', width: 2 });
    expect(first.mesh).toBe(second.mesh);
    expect(third.mesh).not.toBe(first.mesh);
    await step();
    expect(kernel.scene.meshes.meshCount).toBe(2);
    third.destroy();
    first.destroy();
    await step();
    expect(kernel.scene.meshes.meshCount).toBe(1);
    second.mesh = 'sphere';
    await step();
    expect(kernel.scene.meshes.meshCount).toBe(1);
    const held = scene.mesh('cone');
    await step();
    expect(kernel.scene.meshes.meshCount).toBe(2);
    held.release();
    await step();
    expect(kernel.scene.meshes.meshCount).toBe(1);
    expect(() => scene.create(held)).toThrow('it was released');
  });

  it("of the script's own come whole, however long they are", async () => {
    const { scene, begin, step, kernel, refused } = stage();
    await begin();
    const positions = Float32Array.from({ length: 3 * 60_000 }, (_, i) => i % 97);
    const mesh = await scene.resources.mesh({ positions, mode: 'points' });
    scene.create(mesh);
    await step();
    expect(refused).toEqual([]);
    expect(kernel.scene.meshes.vertexCount).toBe(60_000);
    expect(MeshState.ready).toBe(2);
    expect(() => scene.mesh({ positions: [1, 2] })).toThrow('positions has a length of 2');
  });
});

describe('a wrong value', () => {
  const { scene } = stage();
  const entity = scene.create('cube');
  it.each([
    [
      'position',
      () => (entity.position = [0, Number.NaN, 0]),
      'position[1] = NaN is refused: it must be finite, from -1000000000 to 1000000000',
    ],
    ['position', () => entity.setPosition(0, 2e9, 0), 'y = 2000000000 is refused'],
    ['position', () => (entity.position = [1, 2] as never), 'position = an array is refused: it must be a list of 3 numbers'],
    ['orientation', () => (entity.orientation = [0, 0, 0, 0]), 'its length must not be 0'],
    ['scale', () => (entity.scale = 'big' as never), 'scale = big is refused'],
    ['color', () => (entity.color = 'red'), "color = red is refused: it must be '#rgb'"],
    ['color', () => (entity.color = [1, 2, 0]), 'color[1] = 2 is refused: it must be from 0 to 1'],
    [
      'mesh',
      () => (entity.mesh = 'cuboid' as never),
      'mesh = cuboid is refused: it must be one of cube, sphere, grid, plane, cylinder, cone',
    ],
    [
      'mesh',
      () => (entity.mesh = { kind: 'sphere', segments: 2 }),
      'mesh.segments = 2 is refused: it must be a whole number from 3 to 256',
    ],
    ['mesh', () => (entity.mesh = { kind: 'cube', radius: 2 } as never), 'mesh.radius = 2 is refused: its fields are'],
    ['texture', () => (entity.texture = 'a.png' as never), 'it must be a texture that resources.texture gave'],
    ['camera', () => (entity.camera = 3 as never), 'it must be a camera that scene.camera gave, or null'],
    ['active', () => (entity.active = 1 as never), 'active = 1 is refused: it must be true or false'],
    ['parent', () => (entity.parent = entity), 'it must not be the entity itself, or one that follows it'],
    ['options', () => scene.create('cube', { colour: 'x' } as never), 'options.colour = x is refused: its fields are'],
    ['ids', () => scene.positions([entity, 5 as never], [0, 0, 0, 0, 0, 0]), 'ids[1] = 5 is refused'],
    ['positions', () => scene.positions([entity], [0, 0]), 'positions.length = 2 is refused: 1 entities with 3 values each make 3'],
    ['positions', () => scene.positions([entity], [0, Number.POSITIVE_INFINITY, 0]), 'positions[1] = Infinity is refused'],
    ['orientations', () => scene.orientations([entity], [0, 0, 0, 0]), 'the length of a quaternion must not be 0'],
    ['listener', () => entity.on('click', 5 as never), 'it must be a function'],
    ['type', () => entity.on('tap' as never, () => {}), 'it must be one of click, enter, leave, down, up'],
  ])('of %s is refused where it is set, with what it may be', (_, act, message) => {
    const before = [entity.position, entity.orientation, entity.scale, entity.color, entity.mesh, entity.active, scene.entities().length];
    expect(act).toThrow(SceneOptionError);
    expect(act).toThrow(message);
    expect([entity.position, entity.orientation, entity.scale, entity.color, entity.mesh, entity.active, scene.entities().length]).toEqual(
      before,
    );
  });

  it('of an entity that has ended says so', () => {
    const ended = scene.create('cube');
    ended.destroy();
    expect(() => ended.setPosition(0, 0, 0)).toThrow(SceneDestroyedError);
    expect(() => ended.destroy()).toThrow('has ended');
    expect(() => scene.positions(Float64Array.of(ended.id), [0, 0, 0])).toThrow(`ids[0] = ${ended.id} is refused`);
  });
});

describe('values for many entities', () => {
  it.each(['rings', 'batches'] as const)(
    'reach all of them over %s, in a row, mixed, and in more than a command holds',
    async (transport) => {
      const one = stage(transport, { maxEntities: 100_000, commandCapacity: 65_536 });
      const { scene } = one;
      await one.begin();
      const all = Array.from({ length: 60_000 }, () => scene.create(null));
      await one.step();
      const ids = Float64Array.from(all, ({ id }) => id);
      scene.positions(
        ids,
        Float32Array.from({ length: 180_000 }, (_, i) => i),
      );
      scene.scales(ids, new Float32Array(60_000).fill(3));
      const mixed = all.filter((_, i) => i % 2 === 0).reverse();
      scene.orientations(
        mixed,
        mixed.flatMap(() => [0, 1, 0, 0]),
      );
      scene.actives(
        mixed,
        mixed.map(() => false),
      );
      scene.colors(
        all,
        Uint32Array.from(all, (_, i) => i),
      );
      await one.step();
      expect(one.refused).toEqual([]);
      for (const i of [0, 1, 43_684, 43_685, 59_998, 59_999]) {
        const entity = all[i] as Entity;
        const isEven = i % 2 === 0;
        expect(published(one, entity)).toMatchObject({
          ...{ position: [3 * i, 3 * i + 1, 3 * i + 2], scale: [3, 3, 3], color: i },
          ...{ orientation: isEven ? [0, 1, 0, 0] : [0, 0, 0, 1], active: !isEven },
        });
        expect(entity.position).toEqual([3 * i, 3 * i + 1, 3 * i + 2]);
        expect(entity.active).toBe(!isEven);
      }
      scene.destroy(all.slice(10));
      expect(scene.entities()).toHaveLength(10);
      await one.step();
      expect(one.refused).toEqual([]);
    },
  );
});
