/** The errors of the scene system. */
import { type ErrorData, errorFromData, OptionError, SkyflockError, StartError, TimeoutError } from '../../engine/errors.js';

/** Where a start can fail. */
export type SceneStage = 'tier' | 'worker' | 'wasm' | 'layout' | 'memory';

/** A setting outside its range, or one that does not exist. */
export class SceneOptionError extends OptionError {
  override get name(): string {
    return 'SceneOptionError';
  }
  override get code(): 'scene/option' {
    return 'scene/option';
  }
}

/** A part that did not start: which, why, and what to do about it. Another part takes its place where there is one. */
export class SceneStartError extends StartError {
  override get name(): string {
    return 'SceneStartError';
  }
  override get code(): `scene/start-${SceneStage}` {
    return `scene/start-${this.stage}`;
  }
  readonly stage: SceneStage;

  constructor(stage: SceneStage, reason: string, wayOut: string, passes = false) {
    super(`scene did not start (${stage})`, reason, wayOut, passes);
    this.stage = stage;
  }
}

/** A thread of the scene did not answer within its deadline. */
export class SceneTimeoutError extends TimeoutError {
  override get name(): string {
    return 'SceneTimeoutError';
  }
  override get code(): 'scene/timeout' {
    return 'scene/timeout';
  }

  /** @param who did not answer */
  constructor(what: string, milliseconds: number, who = "the scene's thread") {
    super(what, milliseconds, who);
  }
}

/** The scene was destroyed, or its script was ended, before this could be answered. */
export class SceneDestroyedError extends SkyflockError {
  override get name(): string {
    return 'SceneDestroyedError';
  }
  override get code(): 'scene/destroyed' {
    return 'scene/destroyed';
  }
  readonly reason: string;

  /** @param reason what happened, as a clause */
  constructor(reason = 'the scene was destroyed; create another') {
    super(reason);
    this.reason = reason;
  }
}

/** The engine, its renderer or its thread failed in a scene that ran, and there is nothing that goes on in its place. */
export class SceneFaultError extends SkyflockError {
  override get name(): string {
    return 'SceneFaultError';
  }
  override get code(): 'scene/fault' {
    return 'scene/fault';
  }
  readonly reason: string;

  /** @param what that failed, as the beginning of a clause */
  constructor(what: string, reason: string, wayOut: string) {
    super(`${what}: ${reason}. ${wayOut}`);
    this.reason = reason;
  }
}

/** A script gave more commands than wait for the engine at a time: those of this update are lost. */
export class SceneOverflowError extends SkyflockError {
  override get name(): string {
    return 'SceneOverflowError';
  }
  override get code(): 'scene/overflow' {
    return 'scene/overflow';
  }
  /** Records that would wait. */
  readonly waiting: number;
  /** Records that may. */
  readonly most: number;

  constructor(waiting: number, most: number) {
    super(
      `${waiting} records of commands would wait for the engine, and ${most} may: give fewer commands in an update, or let the engine catch up`,
    );
    this.waiting = waiting;
    this.most = most;
  }
}

/** Where in a user's script something went wrong. */
export interface ScriptPlace {
  /** As the browser names it; empty where it doesn't. */
  readonly file: string;
  /** From 1 on; 0: unknown. */
  readonly line: number;
  readonly column: number;
  /** The script's stack as text, a call a line; empty where there is none. */
  readonly trace: string;
}

/** The user's script threw, or could not be loaded. */
export class SceneScriptError extends SkyflockError {
  override get name(): string {
    return 'SceneScriptError';
  }
  override get code(): 'scene/script' {
    return 'scene/script';
  }
  /** What the script was doing: a noun, as `update`. */
  readonly during: string;
  /** What was thrown, in words. */
  readonly reason: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly trace: string;

  constructor(during: string, reason: string, place: ScriptPlace) {
    const { file, line, column, trace } = place;
    super(`the script's ${during} failed${placeText(place)}: ${reason}`);
    this.during = during;
    this.reason = reason;
    this.file = file;
    this.line = line;
    this.column = column;
    this.trace = trace;
  }
}

function placeText({ file, line, column }: ScriptPlace): string {
  const numbers = line > 0 ? [line, ...(column > 0 ? [column] : [])] : [];
  const place = [...(file === '' ? [] : [file]), ...numbers].join(':');
  return place === '' ? '' : ` at ${place}`;
}

/** The data of a mesh is not what a mesh can be made of. */
export class SceneMeshError extends SkyflockError {
  override get name(): string {
    return 'SceneMeshError';
  }
  override get code(): 'scene/mesh' {
    return 'scene/mesh';
  }
  /** What is wrong, as a clause. */
  readonly reason: string;
  /** Line of the text that the mesh was read from, from 1 on; 0: none. */
  readonly line: number;

  /**
   * @param what the mesh, or the file that it comes from
   * @param wayOut empty where the reason says it already
   */
  constructor(what: string, reason: string, wayOut: string, line = 0) {
    super(`${what}${line > 0 ? `, line ${line}` : ''}: ${reason}${wayOut === '' ? '' : `. ${wayOut}`}`);
    this.reason = reason;
    this.line = line;
  }
}

/** A command that the engine did not carry out; `web/scene/shared/refusals.ts` has the sentences. */
export class SceneRefusedError extends SkyflockError {
  override get name(): string {
    return 'SceneRefusedError';
  }
  override get code(): 'scene/refused' {
    return 'scene/refused';
  }
  /** What was asked for: a name of SceneOp. */
  readonly op: string;
  /** Why it was refused: a name of RefusalKind. */
  readonly refusal: string;
  /** Which entity it was about; null: none. */
  readonly id: number | null;
  /** The number or index that was refused; null: none. */
  readonly value: number | null;
  /** How often in a row. */
  readonly times: number;
  readonly reason: string;
  readonly wayOut: string;

  constructor(refused: Pick<SceneRefusedError, 'op' | 'refusal' | 'id' | 'value' | 'times' | 'reason' | 'wayOut'>) {
    const { op, refusal, id, value, times, reason, wayOut } = refused;
    const whose = id === null ? '' : ` of entity ${id}`;
    super(`${op}${whose} is refused${times > 1 ? `, ${times} times in a row` : ''}: ${reason}. ${wayOut}`);
    this.op = op;
    this.refusal = refusal;
    this.id = id;
    this.value = value;
    this.times = times;
    this.reason = reason;
    this.wayOut = wayOut;
  }
}

/** A file of the scene, as a texture, a model or a module, that could not be loaded. */
export class SceneLoadError extends SkyflockError {
  override get name(): string {
    return 'SceneLoadError';
  }
  override get code(): 'scene/load' {
    return 'scene/load';
  }
  readonly url: string;
  readonly reason: string;

  constructor(url: string, reason: string, wayOut = 'Check the address, and that its server lets this page have the file') {
    super(`${url} could not be loaded: ${reason}. ${wayOut}`);
    this.url = url;
    this.reason = reason;
  }
}

const CLASSES = [
  SceneOptionError,
  SceneStartError,
  SceneTimeoutError,
  SceneDestroyedError,
  SceneFaultError,
  SceneOverflowError,
  SceneScriptError,
  SceneMeshError,
  SceneRefusedError,
  SceneLoadError,
];

/** The error again on the other side of a thread. */
export function sceneErrorFromData(data: ErrorData): Error {
  return errorFromData(data, CLASSES);
}
