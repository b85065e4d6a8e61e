/** What a RefusalKind says, in sentences: whoever refuses sends numbers, and whoever is told reads what to do. */
import {
  LARGEST_COORDINATE,
  LEAST_ANGLE,
  LEAST_DEPTH,
  LEAST_HEIGHT,
  MAX_CAMERAS,
  MOST_ANGLE,
  MOST_DIVISIONS,
  MOST_HEIGHT,
  MOST_INTENSITY,
  MOST_MORE,
  MOST_PIXELS,
  MOST_SEGMENTS,
  NONE,
  RefusalKind,
  RefusedCallback,
  SceneOp,
  type SceneOptions,
  WIDEST_CONE,
} from '../../generated/scene-layout.js';
import { SceneRefusedError } from './errors.js';
import { entityId } from './ids.js';

type OpName = keyof typeof SceneOp;
type RefusalName = keyof typeof RefusalKind;

const nameOf = <Name extends string>(numbers: Readonly<Record<Name, number>>, number: number): Name | undefined =>
  (Object.keys(numbers) as Name[]).find((name) => numbers[name] === number);

/** What a sentence may be about. */
interface Case {
  readonly op: OpName | undefined;
  /** The detail of the record as what it is: an f32 where its operation has numbers. */
  readonly value: number;
  readonly options: SceneOptions;
}

interface Text {
  /** A clause. */
  readonly reason: (about: Case) => string;
  readonly wayOut: string | ((about: Case) => string);
  /** Whether the record's detail is a value that users know; those of outOfRange alone may be f32. */
  readonly hasValue: boolean;
}

/** What an operation's values may be. */
const CAMERA = `field is ${LEAST_ANGLE} to ${MOST_ANGLE} rad, or a height of ${LEAST_HEIGHT} to ${MOST_HEIGHT} u; near is at least ${LEAST_DEPTH}, and far more than near`;
const LIGHT = `intensity is 0 to ${MOST_INTENSITY}, range more than 0, inner 0 to outer, and outer at most ${WIDEST_CONE} rad`;
const RANGES: { readonly [name in OpName]?: string } = {
  create: 'active is 0 or 1',
  update: 'active is 0 or 1',
  setRun: 'active is 0 or 1, and a row has at least one entity',
  setList: 'active is 0 or 1, and a list has at least one entity',
  destroyList: 'a list has at least one entity',
  makeMesh: `sizes are more than 0, segments 3 to ${MOST_SEGMENTS}, rings 2 to ${MOST_SEGMENTS}, divisions 1 to ${MOST_DIVISIONS}`,
  beginMesh: 'the mode is one of triangles, lines, points',
  meshPart: 'parts come in order, and none goes beyond what the mesh was begun with',
  makeTexture: `width and height are 1 to ${MOST_PIXELS} px`,
  makeCamera: CAMERA,
  updateCamera: CAMERA,
  cameraViewport: 'x and y are at least 0, width and height more than 0, and x + width and y + height at most 1',
  makeLight: LIGHT,
  updateLight: LIGHT,
  environment: 'fog ends behind where it begins, or is off with fogFar = 0',
  pick: 'x and y are 0 to 1',
};

/** What bounds the numbers of an operation. */
function bound({ op, options }: Case): string {
  switch (op) {
    case 'makeMesh':
    case 'beginMesh':
      return `maxMeshes = ${options.maxMeshes} and maxVertices = ${options.maxVertices} allow`;
    case 'makeTexture':
      return `maxTextures = ${options.maxTextures} allows`;
    case 'makeLight':
      return `maxLights = ${options.maxLights} allows`;
    case 'makeCamera':
      return `a scene has cameras (${MAX_CAMERAS})`;
    default:
      return `maxEntities = ${options.maxEntities} allows`;
  }
}

const TEXTS: { readonly [name in RefusalName]: Text } = {
  unknownOp: {
    reason: ({ value }) => `there is no operation ${value}`,
    wayOut: "Serve all files of one build, and let nothing else write into the script's commands",
    hasValue: true,
  },
  malformed: {
    reason: ({ value }) => `its record does not say what it should, or has too much or too little behind it (${value})`,
    wayOut: `Serve all files of one build; a command has at most ${MOST_MORE} records behind it`,
    hasValue: true,
  },
  notFinite: {
    reason: () => `one of its numbers is NaN, infinite or larger than ${LARGEST_COORDINATE}, or a quaternion or direction is 0`,
    wayOut: 'Check what the script computes before it is given',
    hasValue: false,
  },
  outOfRange: {
    reason: ({ value }) => `${value} is out of range`,
    wayOut: ({ op }) => `Give what is in range: ${(op && RANGES[op]) ?? 'see its documentation'}`,
    hasValue: true,
  },
  tooMany: {
    reason: (about) => `${about.value} is more than ${bound(about)}`,
    wayOut: ({ op }) => (op === 'makeCamera' ? 'Destroy one first' : 'Give the scene a larger option, or destroy something first'),
    hasValue: true,
  },
  staleEntity: {
    reason: () => 'it has ended, or never was',
    wayOut: 'Forget the ids of entities that were destroyed, and of children of those',
    hasValue: false,
  },
  takenEntity: {
    reason: () => 'another entity lives there, or one of its generation did',
    wayOut: 'Let scene.create give ids out',
    hasValue: false,
  },
  unknownMesh: {
    reason: ({ value }) => `there is no mesh ${value}, or it is not whole`,
    wayOut: 'Use a mesh from when it is made until it is released',
    hasValue: true,
  },
  takenMesh: {
    reason: ({ value }) => `there is a mesh ${value} already`,
    wayOut: 'Let the scene give numbers of meshes out',
    hasValue: true,
  },
  badMesh: {
    reason: ({ value }) =>
      `mesh ${value} has no vertices, no indices, no whole number of triangles or lines, an index beyond its vertices, or a part that is missing`,
    wayOut: 'Give triangles three indices each and lines two, each below the number of vertices',
    hasValue: true,
  },
  unknownTexture: {
    reason: ({ value }) => `there is no texture ${value}`,
    wayOut: 'Use a texture from when it is loaded until it is released',
    hasValue: true,
  },
  takenTexture: {
    reason: ({ value }) => `there is a texture ${value} already`,
    wayOut: 'Let the scene give numbers of textures out',
    hasValue: true,
  },
  unknownCamera: {
    reason: ({ op, value }) => (op === 'makeCamera' ? `there is a camera ${value} already` : `there is no camera ${value}`),
    wayOut: 'Use a camera from when it is made until it is destroyed',
    hasValue: true,
  },
  unknownLight: {
    reason: ({ op, value }) => (op === 'makeLight' ? `there is a light ${value} already` : `there is no light ${value}`),
    wayOut: 'Use a light from when it is made until it is destroyed',
    hasValue: true,
  },
  parentCircle: {
    reason: ({ value }) => `entity ${value} follows it already, by one parent or several`,
    wayOut: 'Give it a parent that does not follow it',
    hasValue: true,
  },
  memory: {
    reason: ({ value }) => `the memory for it was refused (${value} bytes)`,
    wayOut: 'Make less, release meshes that nothing needs, or close other pages',
    hasValue: true,
  },
  publishFailed: {
    reason: ({ value }) => `the update can not be shown (${nameOf(RefusalKind, value) ?? value}): the picture stays as it was`,
    wayOut: 'The next update shows all of it, once what is wrong is mended or the memory is there',
    hasValue: true,
  },
};

/** Operations whose refused values are f32, but for kinds, which are small whole numbers. */
const WITH_NUMBERS: ReadonlySet<OpName | undefined> = new Set([
  ...(['makeMesh', 'makeCamera', 'updateCamera', 'cameraViewport'] as const),
  ...(['makeLight', 'updateLight', 'environment', 'pick'] as const),
]);
/** Bits of the smallest f32 that is written with all its digits; nothing that scripts give is nearer to 0, but 0. */
const LEAST_NORMAL_BITS = 0x00800000;

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

function refusedValue(op: OpName | undefined, refusal: RefusalName | undefined, detail: number): number {
  if (refusal !== 'outOfRange' || !WITH_NUMBERS.has(op) || detail < LEAST_NORMAL_BITS) return detail;
  word[0] = detail;
  return Number((float[0] as number).toPrecision(7));
}

/** What a RefusedCallback tells, as threads pass it on. */
export interface RefusedCommand {
  /** A SceneOp. */
  readonly op: number;
  /** A RefusalKind. */
  readonly refusal: number;
  /** The entity, or null. */
  readonly id: number | null;
  readonly detail: number;
  readonly times: number;
}

/** Reads a RefusedCallback. @param at number of its first word */
export function readRefused(words: Uint32Array, at: number): RefusedCommand {
  const field = (offset: number): number => words[at + offset / 4] as number;
  const head = field(RefusedCallback.head);
  const index = field(RefusedCallback.index);
  return {
    op: (head >>> 8) & 0xff,
    refusal: (head >>> 16) & 0xff,
    id: index === NONE ? null : entityId(index, field(RefusedCallback.generation)),
    detail: field(RefusedCallback.detail),
    times: field(RefusedCallback.times),
  };
}

/** The error that tells of it. */
export function refusedError(command: RefusedCommand, options: SceneOptions): SceneRefusedError {
  const op = nameOf(SceneOp, command.op);
  const refusal = nameOf(RefusalKind, command.refusal);
  const value = refusedValue(op, refusal, command.detail);
  const text = TEXTS[refusal ?? 'malformed'];
  const about: Case = { op, value, options };
  return new SceneRefusedError({
    op: op ?? `operation ${command.op}`,
    refusal: refusal ?? `refusal ${command.refusal}`,
    id: command.id,
    value: text.hasValue ? value : null,
    times: command.times,
    reason: text.reason(about),
    wayOut: typeof text.wayOut === 'string' ? text.wayOut : text.wayOut(about),
  });
}
