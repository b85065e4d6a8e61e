import { describe, expect, it } from 'vitest';
import { ALL_FIELDS, DrawList, DrawOutcome } from '../../../../web/fallback/scene/draw-list.js';
import { HEAP, type Memory } from '../../../../web/fallback/scene/memory.js';
import {
  CameraKind,
  DIRTY_ENTITIES,
  DIRTY_VIEWS,
  DrawGroup,
  DrawInstance,
  DrawPass,
  DrawView,
  ENTITY_ALIVE,
  FIELD_POSITION,
  MeshEntry,
  NONE,
  TextureEntry,
} from '../../../../web/generated/scene-layout.js';
import { Dice, DrawScene, isInside, TestMemory } from './draw-scene.js';

const PASS = DrawPass.size / 4;
const GROUP = DrawGroup.size / 4;
const INSTANCE = DrawInstance.size / 4;

function listOf(scene: DrawScene, memory: Memory = HEAP): DrawList {
  const list = new DrawList(memory);
  expect(list.make(scene.input)).toBe(DrawOutcome.made);
  return list;
}

interface Group {
  readonly mesh: number;
  readonly texture: number;
  readonly transparent: number;
  readonly slots: readonly number[];
}

/** A pass's groups with their slots. */
function groupsOf(list: DrawList, pass: number): readonly Group[] {
  const field = (name: 'firstGroup' | 'groupCount'): number => list.passes[pass * PASS + DrawPass[name] / 4] as number;
  return Array.from({ length: field('groupCount') }, (_, k) => {
    const of = (name: 'mesh' | 'texture' | 'transparent' | 'first' | 'count'): number =>
      list.groups.words[(field('firstGroup') + k) * GROUP + DrawGroup[name] / 4] as number;
    const slots = [...list.instanceSlots.words.subarray(of('first'), of('first') + of('count'))];
    return { mesh: of('mesh'), texture: of('texture'), transparent: of('transparent'), slots };
  });
}

const slotsOf = (list: DrawList, pass: number): readonly number[] => groupsOf(list, pass).flatMap(({ slots }) => slots);

function randomScene(dice: Dice, slots: number): DrawScene {
  const scene = new DrawScene(slots);
  scene.scatter(dice, 25);
  if (dice.below(2) === 0) scene.raiseFamilies(dice);
  scene.setMesh(1, 0.25, [2, 0, -1]);
  scene.input.textures[TextureEntry.state / 4] = 1;
  for (let slot = 0; slot < slots; slot++) {
    scene.columns.looks[slot] = dice.below(4) | (dice.below(3) << 16);
    if (dice.below(4) === 0) scene.columns.colors[slot] = 0x7f00ff00;
    if (dice.below(10) === 0) scene.columns.flags[slot] = ENTITY_ALIVE;
    if (dice.below(8) === 0) scene.columns.cameras[slot] = dice.below(3);
  }
  return scene;
}

/** Whether it and its ancestors are active, and it has a mesh that is there: 3 is none. */
function isDrawable(scene: DrawScene, slot: number): boolean {
  for (let at = slot; at !== NONE; at = scene.columns.parents[at] as number) if (scene.columns.flags[at] === ENTITY_ALIVE) return false;
  return ((scene.columns.looks[slot] as number) & 0xffff) !== 3;
}

/** The middle of an entity's mesh, which need not be where the entity stands. */
function middleOf(scene: DrawScene, slot: number): [number, number, number] {
  const at = ((scene.columns.looks[slot] as number) & 0xffff) * (MeshEntry.size / 4) + MeshEntry.center / 4;
  return [...scene.input.meshFloats.subarray(at, at + 3)] as [number, number, number];
}

describe('the draw list in JavaScript', () => {
  it('has everything that a camera sees once, opaque groups first and in order', () => {
    let seen = 0;
    for (let seed = 0; seed < 25; seed++) {
      const dice = new Dice(seed);
      const scene = randomScene(dice, 200);
      const camera = scene.addCamera(1, CameraKind.perspective, [0, 0, 20]);
      camera.field = dice.between(0.3, 2);
      const list = listOf(scene);
      const groups = groupsOf(list, 0);
      const slots = new Set(slotsOf(list, 0));
      expect(slots.size).toBe(list.instanceCount);
      for (let slot = 0; slot < 200; slot++) {
        const own = scene.columns.cameras[slot] as number;
        const mayBe = isDrawable(scene, slot) && (own === NONE || own === 1);
        if (slots.has(slot)) expect(mayBe).toBe(true);
        else if (mayBe) expect(isInside(list.passFloats, DrawPass.matrix / 4, scene.worldPlace(slot, middleOf(scene, slot)))).toBe(false);
      }
      const opaque = groups.filter(({ transparent }) => transparent === 0);
      expect(groups.slice(0, opaque.length)).toEqual(opaque);
      const keys = opaque.map(({ mesh, texture }) => mesh * 2 ** 32 + texture);
      expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b));
      for (const group of opaque) expect(group.slots).toEqual([...group.slots].sort((a, b) => a - b));
      seen += slots.size;
    }
    expect(seen).toBeGreaterThan(500);
  });

  it('has instances where their entities are', () => {
    const scene = randomScene(new Dice(3), 100);
    const list = listOf(scene);
    for (let i = 0; i < list.instanceCount; i++) {
      const slot = list.instanceSlots.words[i] as number;
      const place = scene.worldPlace(slot, [0, 0, 0]);
      for (let k = 0; k < 3; k++) {
        const found = list.instances.floats[i * INSTANCE + 4 * k + 3] as number;
        expect(Math.abs(found - (place[k] as number))).toBeLessThan(1e-3 * Math.max(1, Math.abs(found)));
      }
      expect(list.instances.words[i * INSTANCE + 12]).toBe(scene.columns.colors[slot]);
    }
  });

  it('has what is transparent from the farthest to the nearest, equals by slot', () => {
    const dice = new Dice(4);
    const scene = new DrawScene(500);
    scene.columns.colors.fill(0x80ffffff);
    for (let slot = 0; slot < 500; slot++) {
      scene.place(slot, 0, 0, dice.below(40) - 20);
      scene.columns.looks[slot] = dice.below(2);
    }
    const camera = scene.addCamera(0, CameraKind.orthographic, [0, 0, 0]);
    camera.near = -1000;
    const list = listOf(scene);
    const slots = slotsOf(list, 0);
    const z = (slot: number): number => scene.columns.position[2][slot] as number;
    expect(slots).toEqual(Array.from({ length: 500 }, (_, slot) => slot).sort((a, b) => z(a) - z(b) || a - b));
    const groups = groupsOf(list, 0);
    for (let k = 1; k < groups.length; k++) expect(groups[k]?.mesh).not.toBe(groups[k - 1]?.mesh);
  });

  it('is the last one when nothing has changed', () => {
    const scene = new DrawScene(10);
    const list = listOf(scene);
    expect(list.make(scene.input)).toBe(DrawOutcome.same);
    list.note(DIRTY_ENTITIES, FIELD_POSITION);
    expect(list.make(scene.input)).toBe(DrawOutcome.made);
    scene.input.view[DrawView.yaw / 4] = 1;
    expect(list.make(scene.input)).toBe(DrawOutcome.made);
    expect(list.make(scene.input)).toBe(DrawOutcome.same);
  });

  it('has screen cameras last, with their own entities in the order of z and then of index', () => {
    const scene = new DrawScene(5);
    scene.addCamera(0, CameraKind.screen, [0, 0, 0]);
    scene.columns.cameras.fill(0, 0, 4);
    [1, 0, 1, 0].forEach((z, slot) => {
      scene.place(slot, 50, 50, z);
    });
    const list = listOf(scene);
    expect(list.passes[DrawPass.camera / 4]).toBe(NONE);
    expect(slotsOf(list, 0)).toEqual([4]);
    expect(slotsOf(list, 1)).toEqual([1, 3, 0, 2]);
  });

  it('is one pass of the default camera where the scene is empty', () => {
    const list = listOf(new DrawScene(0));
    expect([list.passCount, list.groupCount, list.instanceCount]).toEqual([1, 0, 0]);
    expect(list.passFloats.subarray(0, PASS).every((v) => Number.isFinite(v) || Number.isNaN(v))).toBe(true);
  });

  it('stays the last one where memory is refused, and is made by the next call', () => {
    const before = new DrawScene(20);
    const after = randomScene(new Dice(5), 800);
    after.addCamera(0, CameraKind.perspective, [0, 0, 20]);
    after.addCamera(1, CameraKind.orthographic, [0, 0, 20]);
    const whole = listOf(after);
    let refusals = 0;
    for (let left = 0; ; left++) {
      const memory = new TestMemory();
      const list = listOf(before, memory);
      memory.left = left;
      list.note(DIRTY_ENTITIES | DIRTY_VIEWS, ALL_FIELDS);
      const outcome = list.make(after.input);
      if (outcome === DrawOutcome.made) break;
      refusals++;
      expect(outcome).toBe(DrawOutcome.refused);
      expect(slotsOf(list, 0)).toEqual(Array.from({ length: 20 }, (_, slot) => slot));
      memory.left = Number.POSITIVE_INFINITY;
      expect(list.make(after.input)).toBe(DrawOutcome.made);
      expect(groupsOf(list, 1)).toEqual(groupsOf(whole, 1));
    }
    expect(refusals).toBeGreaterThan(5);
  });

  it('takes no memory once there is room', () => {
    const memory = new TestMemory();
    const scene = randomScene(new Dice(6), 500);
    const list = listOf(scene, memory);
    const { epoch } = list;
    memory.left = 0;
    list.note(DIRTY_ENTITIES, ALL_FIELDS);
    expect(list.make(scene.input)).toBe(DrawOutcome.made);
    expect(list.epoch).toBe(epoch);
    expect(list.room()).toBeGreaterThan(500 * 52);
  });
});
