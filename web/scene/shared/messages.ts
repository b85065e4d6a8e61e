/**
 * Every message of a scene: between a page and its show thread, a page and its script's thread, and those two threads.
 *
 * The page starts a script's thread, so that it can end it at any instant. It makes what connects that thread to the show
 * thread, a channel and, where memory can be shared, three rings, and gives each an end. Each script has new ones: what an
 * ended script's thread may still write is never read.
 */
import type { ErrorData } from '../../engine/errors.js';
import type { Hello } from '../../engine/hello.js';
import type { LogLevel } from '../../engine/log.js';
import type { WasmSource } from '../../engine/page-defaults.js';
import type { RendererChoice, RendererName } from '../../engine/renderer-names.js';
import type { TextPart } from '../../engine/text-parts.js';
import type { SceneOptions } from '../../generated/scene-layout.js';
import type { RefusedSceneTier, SceneTier, SceneTierChoice } from './kernel.js';
import type { SceneRecording } from './recording.js';
import type { RefusedCommand } from './refusals.js';
import type { CursorMode, ScriptMetrics, ScriptPace, ScriptSource } from './script-types.js';

/** Changes with any message's meaning; compared at `hello`, so that two versions never talk. */
export const SCENE_PROTOCOL = 1;
/** Milliseconds between two tellings of metrics, of a show thread and of a script's. */
export const METRICS_INTERVAL_MS = 500;

// ---- Show thread and script: the link ----

/** Rings over a SharedArrayBuffer each, laid out as web/engine/spsc-ring.ts says, of records of RECORD_WORDS words. */
export interface LinkRings {
  /** Script to engine. */
  readonly commands: SharedArrayBuffer;
  /** Engine to script. */
  readonly callbacks: SharedArrayBuffer;
  /** Page to script; the show thread writes it, since it knows which entity a pointer is over. */
  readonly input: SharedArrayBuffer;
}

/** One end of what connects a script and the show thread. */
export interface ScriptLink {
  readonly port: MessagePort;
  /** Null where memory can't be shared: records travel as messages then, the same ones in the same order. */
  readonly rings: LinkRings | null;
}

/** Records as a message carries them: the buffer is transferred, and comes back by `recycle`. */
export interface RecordBatch {
  readonly records: ArrayBuffer;
  /** How many records of it count. */
  readonly count: number;
}

/** What a script's thread sends the show thread. */
export type LinkToShow =
  | ({ readonly type: 'commands' } & RecordBatch)
  /** A texture's picture, upright; null: it is gone. What makeTexture says of it stands among the commands. */
  | { readonly type: 'texture'; readonly texture: number; readonly picture: ImageBitmap | null }
  /** Whether the script listens for pointers over entities: they are looked for then. */
  | { readonly type: 'pointing'; readonly wanted: boolean };

/** What the show thread sends a script's. */
export type LinkToScript =
  | ({ readonly type: 'callbacks' } & RecordBatch)
  | ({ readonly type: 'input' } & RecordBatch)
  /** The buffer of a batch, to be filled again. */
  | { readonly type: 'recycle'; readonly records: ArrayBuffer }
  /** There is something in the rings. */
  | { readonly type: 'nudge' };

// ---- Page and script ----

/** Words of a SharedArrayBuffer by which a page sees a script at work. The script's thread alone writes them. */
export const STAMP_BEGUN = 0;
/** Turns of the script that have ended. It works on one while the two differ. */
export const STAMP_ENDED = 1;
export const STAMP_BYTES = 64;

export interface ScriptStart {
  readonly source: ScriptSource;
  readonly pace: ScriptPace;
  readonly options: SceneOptions;
  readonly link: ScriptLink;
  /** A SharedArrayBuffer of STAMP_BYTES, or null. */
  readonly stamp: SharedArrayBuffer | null;
  /** What happens is taken down from the start. */
  readonly record: boolean;
  /** What happens comes from a recording. */
  readonly replay: SceneRecording | null;
  readonly paused: boolean;
  /** What addresses that the script gives are relative to, where its own has none: the page's. */
  readonly base: string | null;
  readonly log?: LogLevel;
}

/** What a page can ask of a script's thread and gets one answer to. */
export type ScriptRequest =
  /** What the script's `save` gives; undefined where it has none. */
  | { readonly ask: 'save' }
  /** So many updates of a paused script; answered when they have ended, with the number of the last. */
  | { readonly ask: 'step'; readonly updates: number }
  /** How many faults of the script there were in all. */
  | { readonly ask: 'faults' }
  /** The recording, but for its hash; the script is paused. */
  | { readonly ask: 'stopRecording' };

export interface ScriptAnswers {
  save: unknown;
  step: number;
  faults: number;
  stopRecording: { readonly recording: Omit<SceneRecording, 'hash'>; readonly update: number };
}
export type ScriptAnswer = ScriptAnswers[keyof ScriptAnswers];

export type ToScript =
  /** Loads the module; nothing of it is called yet. */
  | ({ readonly type: 'start' } & ScriptStart)
  /** Calls its default export, and `restore` where there is a state. */
  | { readonly type: 'begin'; readonly state: { readonly value: unknown } | null }
  | { readonly type: 'pace'; readonly pace: ScriptPace }
  | { readonly type: 'paused'; readonly paused: boolean }
  /** A message of the page's own. The detail is whatever structuredClone takes. */
  | { readonly type: 'message'; readonly name: string; readonly detail: unknown }
  | { readonly type: 'request'; readonly id: number; readonly request: ScriptRequest }
  /** Are you there? */
  | { readonly type: 'ping' };

export type FromScript =
  | Hello
  /** The module is there, with a default export. */
  | { readonly type: 'loaded' }
  /** The default export is through; updates begin. */
  | { readonly type: 'begun'; readonly milliseconds: number }
  /** The answer to a ping. */
  | { readonly type: 'pong' }
  /** An update took so long. */
  | { readonly type: 'slow'; readonly update: number; readonly milliseconds: number }
  /** What the script did wrong; `times` counts those of the same kind since the last telling. `fatal`: it can't run at all. */
  | { readonly type: 'error'; readonly error: ErrorData; readonly times: number; readonly fatal: boolean }
  | { readonly type: 'refused'; readonly command: RefusedCommand }
  /** A message of the script's for the page. */
  | { readonly type: 'message'; readonly name: string; readonly detail: unknown }
  | { readonly type: 'cursor'; readonly mode: CursorMode }
  /** It asked to end: no more updates come. */
  | { readonly type: 'quit'; readonly code: number }
  /** A replay has come to its end: the number of its last update. */
  | { readonly type: 'replayed'; readonly update: number }
  | { readonly type: 'metrics'; readonly metrics: ScriptMetrics }
  | { readonly type: 'answer'; readonly id: number; readonly value: ScriptAnswer }
  | { readonly type: 'failure'; readonly id: number; readonly error: ErrorData };

// ---- Page and show thread ----

/** CSS pixels, and device pixels for each. */
export interface SceneSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export type SceneCanvas = HTMLCanvasElement | OffscreenCanvas;

/** How the default camera is moved: angles in rad, `zoom` a factor, `panX` and `panY` in pictures' heights. */
export interface OrbitMove {
  readonly yaw?: number;
  readonly pitch?: number;
  readonly zoom?: number;
  readonly panX?: number;
  readonly panY?: number;
}

/** An entity that was met by a ray. */
export interface PickAnswer {
  /** generation * 2^20 + index. */
  readonly id: number;
  /** From the camera to the entity's bounds. Unit: u. */
  readonly distance: number;
  /** Where the ray meets them. Unit: u. */
  readonly point: readonly [x: number, y: number, z: number];
}

/** What a page can ask of a show thread and gets one answer to. */
export type ShowRequest =
  /** What is seen at a place, in shares of the picture's width and height from its upper left corner. */
  | { readonly ask: 'pick'; readonly x: number; readonly y: number }
  /** The picture as a PNG. */
  | { readonly ask: 'png' }
  /** The hash of the published state, once the script's update of this number is published. */
  | { readonly ask: 'hash'; readonly update: number };

export interface ShowAnswers {
  pick: PickAnswer | null;
  png: Blob;
  hash: string;
}
export type ShowAnswer = ShowAnswers[keyof ShowAnswers];

export type ToShow =
  | {
      readonly type: 'start';
      readonly canvas: SceneCanvas;
      readonly renderer: RendererChoice;
      readonly tier: SceneTierChoice;
      readonly options: SceneOptions;
      readonly size: SceneSize;
      readonly awake: boolean;
      /** Where the .wasm comes from, or null for the one built with the script. */
      readonly wasm: WasmSource | null;
      readonly log?: LogLevel;
    }
  /** Another canvas, since one keeps its kind of context for good. */
  | { readonly type: 'canvas'; readonly canvas: SceneCanvas; readonly renderer: RendererChoice }
  | { readonly type: 'size'; readonly size: SceneSize }
  /** Whether anybody looks: commands are carried out all the same, but no picture is drawn. */
  | { readonly type: 'awake'; readonly awake: boolean }
  /** The default camera moves; null: it goes back to where it began. */
  | { readonly type: 'orbit'; readonly move: OrbitMove | null }
  /** Another script's end takes the place of the last one's; null: there is none any more. */
  | { readonly type: 'script'; readonly link: ScriptLink | null }
  /** Whether updates are to be expected: pictures without one are counted then. */
  | { readonly type: 'expect'; readonly updates: boolean }
  /** Input records, 16 words each, for the script. */
  | { readonly type: 'input'; readonly records: Uint32Array }
  | { readonly type: 'request'; readonly id: number; readonly request: ShowRequest }
  /** The page is about to be printed: draws the picture again at once. */
  | { readonly type: 'print' }
  /** Greet again: somebody listens now who did not. */
  | { readonly type: 'greet' }
  /** Are you there? */
  | { readonly type: 'ping' }
  /** The bytes of a part that was wanted; null where there are none. */
  | { readonly type: 'part'; readonly part: TextPart; readonly bytes: ArrayBuffer | null }
  | { readonly type: 'destroy' };

/** What a show thread tells twice a second. */
export interface ShowMetrics {
  readonly framesPerSecond: number;
  /** How long each of the last pictures took to come, at most 60, the oldest first. Unit: ms. */
  readonly frameLog: readonly number[];
  /** How long commands, the draw list and the picture took, on average of the pictures since the last telling. Unit: ms. */
  readonly decodeMs: number;
  readonly listMs: number;
  readonly drawMs: number;
  readonly renderer: RendererName | null;
  /** Number of the last update that is published. */
  readonly update: number;
  /** Pictures for which no new update was there. */
  readonly frameSkips: number;
  /** Pictures whose time was not enough for all commands. */
  readonly floods: number;
  readonly entities: number;
  readonly capacity: number;
  readonly memory: number;
  readonly commands: number;
  readonly publishes: number;
  readonly skips: number;
  readonly copies: number;
  readonly failures: number;
  readonly dirtyRatio: number;
  readonly callbacks: number;
  /** Callbacks that neither the engine nor the script had room for. */
  readonly callbacksDropped: number;
  readonly inputDropped: number;
  /** Input records written for the script. */
  readonly inputs: number;
  readonly meshes: number;
  readonly vertices: number;
  readonly textures: number;
  readonly groups: number;
  readonly instances: number;
  readonly culled: number;
}

export type FromShow =
  | Hello
  | { readonly type: 'ready'; readonly tier: SceneTier; readonly refused: readonly RefusedSceneTier[] }
  | { readonly type: 'pong' }
  /** What comes now may take longer than a pong: until `renderer`, `drawn`, `wantcanvas`, `error` or `fault`. */
  | { readonly type: 'busy' }
  /** Its thread ended, or failed where nobody caught it. */
  | { readonly type: 'lost'; readonly reason: string }
  /** A file is missing where it should be: its bytes are wanted. */
  | { readonly type: 'wantpart'; readonly part: TextPart }
  /** Something draws: at the start and with every other canvas. */
  | { readonly type: 'renderer'; readonly renderer: RendererName; readonly reason: string }
  /** The first picture on a canvas is there. */
  | { readonly type: 'drawn' }
  /** The first update of the script that came last is published. */
  | { readonly type: 'shown' }
  /** This canvas can't be drawn on: another is needed, for this renderer. */
  | { readonly type: 'wantcanvas'; readonly renderer: RendererChoice; readonly reason: string }
  | { readonly type: 'context'; readonly lost: boolean }
  | { readonly type: 'metrics'; readonly metrics: ShowMetrics }
  /** `times` counts those of the same kind since the last telling; 1 where it is left out. */
  | { readonly type: 'error'; readonly error: ErrorData; readonly times?: number }
  /** Nothing goes on in this thread. `starting`: nothing ever did, and another thread could do no better. */
  | { readonly type: 'fault'; readonly reason: string; readonly starting?: boolean }
  | { readonly type: 'answer'; readonly id: number; readonly value: ShowAnswer }
  | { readonly type: 'failure'; readonly id: number; readonly error: ErrorData };
