import { beforeAll, describe, expect, it } from 'vitest';
import {
  BeginMesh,
  CAMERA_DEPTH,
  CAMERA_FIELD,
  CAMERA_ORIENTATION,
  CallbackKind,
  CameraCommand,
  CameraViewport,
  EndMesh,
  EndUpdate,
  EntityCommand,
  EnvironmentCommand,
  FIELD_ACTIVE,
  FIELD_CAMERA,
  FIELD_MESH,
  FIELD_ORIENTATION,
  FIELD_POSITION,
  FIELD_TEXTURE,
  LIGHT_CONE,
  LightCommand,
  MakeMesh,
  MeshKind,
  MeshPart,
  PickCommand,
  RECORD_WORDS,
  RefusalKind,
  SceneHeader,
  SceneOp,
  SetList,
  SetParent,
  SetRun,
  TextureCommand,
} from '../../web/generated/scene-layout.js';
import { entityId } from '../../web/scene/shared/ids.js';
import { type RefusedCommand, readRefused } from '../../web/scene/shared/refusals.js';
import { Feed } from '../scenes/scene.js';
import { type Begin, beginner, callbacksOf, decoderOf, figure, stateOf } from '../web/scene/kernels.js';
import { f32, head, part, record, wordOf } from '../web/scene/records.js';

const NAN = f32(Number.NaN);
const OPTIONS = { maxEntities: 20, maxMeshes: 4, maxTextures: 3, maxLights: 2, maxVertices: 1024 };

const entity = (op: number, index: number, generation: number, fields = 0, more: object = {}): number[] =>
  record(EntityCommand, { head: head(op, fields), index, generation, ...more });
const create = (index: number, generation = 1): number[] => entity(SceneOp.create, index, generation);

/** Two entities, the second of which follows the first, a mesh, a mesh that is not whole, a texture, a camera, a light. */
const WORLD = [
  ...create(0),
  ...create(1),
  ...record(SetParent, { head: head(SceneOp.setParent), index: 1, generation: 1, parentIndex: 0, parentGeneration: 1 }),
  ...record(MakeMesh, { head: head(SceneOp.makeMesh, 0, MeshKind.cube), mesh: 0 }),
  ...record(BeginMesh, { head: head(SceneOp.beginMesh), mesh: 1, vertices: 3, indices: 3 }),
  ...record(TextureCommand, { head: head(SceneOp.makeTexture), texture: 0, width: 4, height: 4 }),
  ...record(CameraCommand, { head: head(SceneOp.makeCamera), camera: 0 }),
  ...record(LightCommand, { head: head(SceneOp.makeLight), light: 0 }),
];
const end = (update: number): number[] => record(EndUpdate, { head: head(SceneOp.endUpdate), update });

type Case = readonly [
  what: string,
  words: readonly number[],
  op: keyof typeof SceneOp | number,
  refusal: keyof typeof RefusalKind,
  told?: Partial<RefusedCommand>,
];

const of = (index: number, generation: number): Partial<RefusedCommand> => ({ id: entityId(index, generation) });
const detail = (value: Parameters<typeof wordOf>[0]): Partial<RefusedCommand> => ({ detail: wordOf(value) });

const CASES: readonly Case[] = [
  ['an operation that there is not', record(EndUpdate, { head: 99 }), 99, 'unknownOp', detail(99)],
  ['an operation 0', record(EndUpdate, { head: 0 }), 0, 'unknownOp', detail(0)],
  ['continuation records without end', record(SetRun, { head: head(SceneOp.setRun), more: 8192 }), 'setRun', 'malformed', detail(8192)],
  [
    'continuation records of what has none',
    [...record(EndMesh, { head: head(SceneOp.endMesh), more: 1, mesh: 0 }), ...part([7])],
    'endMesh',
    'malformed',
    detail(1),
  ],
  ['a field that is none', entity(SceneOp.update, 0, 1, 512), 'update', 'malformed', { ...of(0, 1), ...detail(512) }],
  ['an end with fields', entity(SceneOp.destroy, 0, 1, FIELD_POSITION), 'destroy', 'malformed', { ...of(0, 1), ...detail(1) }],
  [
    'a run of two fields',
    record(SetRun, { head: head(SceneOp.setRun, 3), first: 0, generation: 1, count: 1 }),
    'setRun',
    'malformed',
    { ...of(0, 1), ...detail(3) },
  ],
  [
    'a run of too few words',
    record(SetRun, { head: head(SceneOp.setRun, FIELD_POSITION), first: 0, generation: 1, count: 1 }),
    'setRun',
    'malformed',
    { ...of(0, 1), ...detail(0) },
  ],
  ['a list of ends with a field', record(SetList, { head: head(SceneOp.destroyList, 1) }), 'destroyList', 'malformed', detail(1)],
  [
    'a part of a mesh with a record too many',
    [...record(MeshPart, { head: head(SceneOp.meshPart, 0, 1), more: 2, mesh: 1, count: 3 }), ...part([0, 1, 2]), ...part([0])],
    'meshPart',
    'malformed',
    detail(2),
  ],
  ['a place of NaN', entity(SceneOp.update, 1, 1, FIELD_POSITION, { position: [f32(0), NAN, f32(0)] }), 'update', 'notFinite', of(1, 1)],
  ['a place too far away', entity(SceneOp.update, 1, 1, FIELD_POSITION, { position: [f32(2e9)] }), 'update', 'notFinite', of(1, 1)],
  ['an orientation of 0', entity(SceneOp.create, 2, 1, FIELD_ORIENTATION), 'create', 'notFinite', of(2, 1)],
  [
    'one bad place of a run',
    [
      ...record(SetRun, { head: head(SceneOp.setRun, FIELD_POSITION), more: 1, first: 0, generation: 1, count: 2 }),
      ...part([f32(1), f32(2), f32(3), f32(4), NAN, f32(6)]),
    ],
    'setRun',
    'notFinite',
    of(1, 1),
  ],
  [
    'a camera that looks nowhere',
    record(CameraCommand, { head: head(SceneOp.updateCamera, CAMERA_ORIENTATION), camera: 0 }),
    'updateCamera',
    'notFinite',
  ],
  ['a pick at NaN', record(PickCommand, { head: head(SceneOp.pick), request: 5, x: NAN }), 'pick', 'notFinite'],
  [
    'a field of view too wide',
    record(CameraCommand, { head: head(SceneOp.updateCamera, CAMERA_FIELD), camera: 0, field: f32(3.2) }),
    'updateCamera',
    'outOfRange',
    detail(f32(3.2)),
  ],
  [
    'a camera that sees nothing',
    record(CameraCommand, { head: head(SceneOp.makeCamera, CAMERA_DEPTH), camera: 1, near: f32(5), far: f32(5) }),
    'makeCamera',
    'outOfRange',
    detail(f32(5)),
  ],
  [
    'a viewport beyond the picture',
    record(CameraViewport, { head: head(SceneOp.cameraViewport), camera: 0, x: f32(0.5), width: f32(0.75), height: f32(1) }),
    'cameraViewport',
    'outOfRange',
    detail(f32(0.75)),
  ],
  [
    'a cone that is wider within',
    record(LightCommand, { head: head(SceneOp.makeLight, LIGHT_CONE), light: 1, inner: f32(0.5), outer: f32(0.25) }),
    'makeLight',
    'outOfRange',
    detail(f32(0.5)),
  ],
  [
    'fog that begins behind its end',
    record(EnvironmentCommand, { head: head(SceneOp.environment), fogNear: f32(9), fogFar: f32(3) }),
    'environment',
    'outOfRange',
    detail(f32(9)),
  ],
  [
    'a texture without width',
    record(TextureCommand, { head: head(SceneOp.makeTexture), texture: 1, height: 4 }),
    'makeTexture',
    'outOfRange',
    detail(0),
  ],
  ['a mesh of no kind', record(MakeMesh, { head: head(SceneOp.makeMesh, 0, 7), mesh: 2 }), 'makeMesh', 'outOfRange', detail(7)],
  [
    'an entity that is half active',
    [...record(SetRun, { head: head(SceneOp.setRun, FIELD_ACTIVE), more: 1, first: 0, generation: 1, count: 1 }), ...part([2])],
    'setRun',
    'outOfRange',
    { ...of(0, 1), ...detail(2) },
  ],
  ['an entity too many', create(20), 'create', 'tooMany', { ...of(20, 1), ...detail(20) }],
  ['a camera too many', record(CameraCommand, { head: head(SceneOp.makeCamera), camera: 16 }), 'makeCamera', 'tooMany', detail(16)],
  ['a light too many', record(LightCommand, { head: head(SceneOp.makeLight), light: 2 }), 'makeLight', 'tooMany', detail(2)],
  ['a mesh too many', record(MakeMesh, { head: head(SceneOp.makeMesh, 0, MeshKind.cube), mesh: 4 }), 'makeMesh', 'tooMany', detail(4)],
  [
    'vertices too many',
    record(BeginMesh, { head: head(SceneOp.beginMesh), mesh: 2, vertices: 1025, indices: 3 }),
    'beginMesh',
    'tooMany',
    detail(1025),
  ],
  [
    'a texture too many',
    record(TextureCommand, { head: head(SceneOp.makeTexture), texture: 3, width: 1, height: 1 }),
    'makeTexture',
    'tooMany',
    detail(3),
  ],
  [
    "an entity's camera that there can't be",
    entity(SceneOp.update, 0, 1, FIELD_CAMERA, { camera: 16 }),
    'update',
    'tooMany',
    { ...of(0, 1), ...detail(16) },
  ],
  ['an entity that never was', entity(SceneOp.update, 7, 1), 'update', 'staleEntity', of(7, 1)],
  ['an entity of another generation', entity(SceneOp.destroy, 0, 2), 'destroy', 'staleEntity', of(0, 2)],
  [
    'a parent that never was',
    record(SetParent, { head: head(SceneOp.setParent), index: 0, generation: 1, parentIndex: 9, parentGeneration: 4 }),
    'setParent',
    'staleEntity',
    of(9, 4),
  ],
  [
    'one stale entity of a list',
    [
      ...record(SetList, { head: head(SceneOp.setList, FIELD_ACTIVE), more: 3, count: 2 }),
      ...[part([0, 1]), part([1, 5]), part([1, 1])].flat(),
    ],
    'setList',
    'staleEntity',
    of(1, 5),
  ],
  [
    'stale entities of a run',
    [
      ...record(SetRun, { head: head(SceneOp.setRun, FIELD_ACTIVE), more: 1, first: 1, generation: 1, count: 9 }),
      ...part(Array(9).fill(1)),
    ],
    'setRun',
    'staleEntity',
    { ...of(2, 1), times: 8 },
  ],
  ['an entity where another lives', create(0, 2), 'create', 'takenEntity', of(0, 2)],
  ['an entity of generation 0', create(5, 0), 'create', 'takenEntity', of(5, 0)],
  [
    'a mesh that is not whole',
    entity(SceneOp.update, 0, 1, FIELD_MESH, { looks: 1 }),
    'update',
    'unknownMesh',
    { ...of(0, 1), ...detail(1) },
  ],
  ['the release of no mesh', record(EndMesh, { head: head(SceneOp.releaseMesh), mesh: 3 }), 'releaseMesh', 'unknownMesh', detail(3)],
  [
    'a mesh where another is',
    record(MakeMesh, { head: head(SceneOp.makeMesh, 0, MeshKind.cone), mesh: 0 }),
    'makeMesh',
    'takenMesh',
    detail(0),
  ],
  ['a mesh whose parts are missing', record(EndMesh, { head: head(SceneOp.endMesh), mesh: 1 }), 'endMesh', 'badMesh', detail(1)],
  [
    'a mesh of half a triangle',
    record(BeginMesh, { head: head(SceneOp.beginMesh), mesh: 2, vertices: 3, indices: 4 }),
    'beginMesh',
    'badMesh',
    detail(2),
  ],
  [
    'a texture that there is not',
    entity(SceneOp.update, 0, 1, FIELD_TEXTURE, { looks: 3 << 16 }),
    'update',
    'unknownTexture',
    { ...of(0, 1), ...detail(2) },
  ],
  [
    'a texture where another is',
    record(TextureCommand, { head: head(SceneOp.makeTexture), texture: 0, width: 1, height: 1 }),
    'makeTexture',
    'takenTexture',
    detail(0),
  ],
  [
    'a camera where another is',
    record(CameraCommand, { head: head(SceneOp.makeCamera), camera: 0 }),
    'makeCamera',
    'unknownCamera',
    detail(0),
  ],
  [
    'a camera that there is not',
    record(CameraCommand, { head: head(SceneOp.destroyCamera), camera: 3 }),
    'destroyCamera',
    'unknownCamera',
    detail(3),
  ],
  ['a light where another is', record(LightCommand, { head: head(SceneOp.makeLight), light: 0 }), 'makeLight', 'unknownLight', detail(0)],
  [
    'a light that there is not',
    record(LightCommand, { head: head(SceneOp.updateLight), light: 1 }),
    'updateLight',
    'unknownLight',
    detail(1),
  ],
  [
    'an entity that would follow itself',
    record(SetParent, { head: head(SceneOp.setParent), index: 0, generation: 1, parentIndex: 1, parentGeneration: 1 }),
    'setParent',
    'parentCircle',
    { ...of(0, 1), ...detail(1) },
  ],
];

/** Kinds that take a memory that is refused, which no stream can bring about. */
const OTHERS: readonly (keyof typeof RefusalKind)[] = ['memory', 'publishFailed'];

/** What a refused command of a run or a list leaves done: the other entities are set. */
const SETS_OTHERS: readonly (keyof typeof SceneOp | number)[] = ['setRun', 'setList'];

describe.each(['js', 'wasm'] as const)('tier %s of the scene system', (tier) => {
  let begin: Begin;
  beforeAll(async () => {
    begin = await beginner(tier);
  });

  it.each(CASES)('refuses %s, tells of it once, and goes on', (_, words, op, refusal, told = {}) => {
    const kernel = begin(OPTIONS);
    const plain = begin(OPTIONS);
    const feed = (to: typeof kernel, records: readonly number[]): void => {
      new Feed().send(decoderOf(to), Uint32Array.from(records), () => 16_384);
    };
    feed(kernel, [...WORLD, ...end(1)]);
    feed(plain, [...WORLD, ...end(1)]);
    expect(figure(kernel.views, SceneHeader.publishes)).toBe(1);
    kernel.clearCallbacks();
    feed(kernel, [...words, ...create(10), ...end(2)]);
    feed(plain, [...create(10), ...end(2)]);
    const callbacks = callbacksOf(kernel);
    const records = Array.from({ length: callbacks.length / RECORD_WORDS }, (_, at) => at * RECORD_WORDS);
    const refused = records
      .filter((at) => ((callbacks[at] as number) & 0xff) === CallbackKind.refused)
      .map((at) => readRefused(callbacks, at));
    const expected = {
      op: typeof op === 'number' ? op : SceneOp[op],
      refusal: RefusalKind[refusal],
      id: null,
      detail: 0,
      times: 1,
      ...told,
    };
    expect(refused).toEqual([expected]);
    expect(figure(kernel.views, SceneHeader.refusals + 4 * RefusalKind[refusal])).toBe(expected.times);
    expect(figure(kernel.views, SceneHeader.entities)).toBe(3);
    if (!SETS_OTHERS.includes(op)) expect(stateOf(kernel).hash).toBe(stateOf(plain).hash);
    for (const one of [kernel, plain]) one.destroy();
  });
});

describe('the cases of refusals', () => {
  it('have every kind among them that commands can bring about', () => {
    const kinds = new Set<string>([...CASES.map(([, , , refusal]) => refusal), ...OTHERS]);
    expect(Object.keys(RefusalKind).filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});
