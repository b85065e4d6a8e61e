/**
 * Every message between an element and its show, in both directions, whichever thread the show is on:
 * on the page's own thread they are plain calls.
 */
import type { ErrorData } from '../../engine/errors.js';
import type { Hello } from '../../engine/hello.js';
import type { LogLevel } from '../../engine/log.js';
import type { WasmSource } from '../../engine/page-defaults.js';
import type { RendererChoice, RendererName } from '../../engine/renderer-names.js';
import type { TextPart } from '../../engine/text-parts.js';
import type { PresetName, QualityName } from '../../generated/meteor-names.js';
import type { MeteorMetrics, MeteorTier, MeteorTierChoice, RefusedMeteorTier, SpawnMeteor } from './kernel.js';
import type { GivenColors, TypeColors } from './palette.js';
import type { MachineHints, QualityChange, QualityChoice } from './quality.js';
import type { MeteorRecording } from './recording.js';

/** Changes with any message's meaning; compared at `hello`, so that two versions never talk. */
export const SHOW_PROTOCOL = 6;
/** Milliseconds between two metrics messages of a running show. */
export const METRICS_INTERVAL_MS = 500;
/** Milliseconds between two questions whether a show's thread is there. */
export const PING_MS = 500;

export type { MeteorTierChoice } from './kernel.js';

/** How a show moves. */
export type Motion = 'play' | 'slow' | 'still';

/** Where a show is in its life; one that stopped has failed for good. */
export type ShowState = 'starting' | 'running' | 'resting' | 'still' | 'replaying' | 'stopped';

/** What happened to a meteor that was asked for. */
export interface FollowedMeteor {
  /** What spawning gave. */
  readonly id: number;
  /** It begins; its glow begins to fade; its trail has ended too, or its shower has. */
  readonly what: 'spawned' | 'dying' | 'gone';
  /** Where its head was. Unit: px. */
  readonly x: number;
  readonly y: number;
}

/** The meteors that were asked for and are still to be seen. */
export interface SpawnedMeteors {
  /** The colours they are in; see `MeteorRenderer.setLooks`. */
  readonly pairs: readonly TypeColors[];
  /** Where each was told of last, by its id. Unit: px. */
  readonly places: readonly (readonly [id: number, place: readonly [x: number, y: number]])[];
}

/** A shower as it stood, and what of its show goes with it. */
export interface ShowBackup {
  /** What the shower was founded with: it is of no use to a show that is another one meanwhile. */
  readonly of: string;
  /** The show's time. Unit: s. */
  readonly seconds: number;
  readonly quality: QualityName;
  readonly saved: ArrayBuffer;
  /** Null where none was asked for. */
  readonly spawned: SpawnedMeteors | null;
}

/** What a show goes on from that another thread has lost. */
export interface ShowResumption {
  readonly backup: ShowBackup;
  /** Seconds of the show that passed from the backup to the last sign of it. */
  readonly since: number;
}

/** Everything of a show that a page decides; each may change while it runs. */
export interface ShowSettings {
  readonly preset: PresetName;
  readonly seed: number;
  readonly density: number;
  /** Times the preset's speed. */
  readonly speed: number;
  /** Times the preset's stars. */
  readonly stars: number;
  /** Not checked yet: what a page wrote. */
  readonly options: unknown;
  readonly quality: QualityChoice;
  readonly tier: MeteorTierChoice;
  readonly motion: Motion;
  /** Seconds that have passed when the first picture is drawn. */
  readonly warmUp: number;
  /** In place of the preset's. */
  readonly colors: GivenColors;
  /** Regions that are drawn anew are outlined. */
  readonly regions: boolean;
}

/** CSS pixels, and device pixels for each. */
export interface ShowSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export type ShowCanvas = HTMLCanvasElement | OffscreenCanvas;

/** What the element can ask and gets one answer to. */
export type ShowRequest =
  | { readonly ask: 'picture' }
  | { readonly ask: 'record' }
  | { readonly ask: 'stopRecording' }
  | { readonly ask: 'replay'; readonly recording: MeteorRecording }
  | { readonly ask: 'spawn'; readonly config: SpawnMeteor };

/** The value of the answer to each request. */
export interface ShowAnswers {
  picture: Blob;
  record: null;
  stopRecording: MeteorRecording;
  /** When the replay has ended: whether it ended as the recording did. */
  replay: { readonly same: boolean; readonly hash: string };
  /** The meteor's id, or 0 when there was no room for it. */
  spawn: number;
}
export type ShowAnswer = ShowAnswers[keyof ShowAnswers];

export type ToShow =
  | {
      readonly type: 'start';
      readonly canvas: ShowCanvas;
      readonly renderer: RendererChoice;
      readonly settings: ShowSettings;
      readonly size: ShowSize;
      readonly awake: boolean;
      readonly machine: Omit<MachineHints, 'gpu'>;
      /** Where the .wasm comes from, or null for the one built with the script. */
      readonly wasm: WasmSource | null;
      readonly resume: ShowResumption | null;
      /** How loud the page wants its console to be; as usual where it says nothing. */
      readonly log?: LogLevel;
    }
  /** The page is about to be printed: the picture is drawn before anything else. */
  | { readonly type: 'print' }
  /** Are you there? */
  | { readonly type: 'ping' }
  /** Another canvas, since one keeps its kind of context for good. */
  | { readonly type: 'canvas'; readonly canvas: ShowCanvas; readonly renderer: RendererChoice }
  | { readonly type: 'settings'; readonly settings: ShowSettings }
  | { readonly type: 'size'; readonly size: ShowSize }
  /** Whether time passes: not while the page is hidden, the element off the screen, or the show paused. */
  | { readonly type: 'awake'; readonly awake: boolean }
  | { readonly type: 'pointer'; readonly what: 'moved' | 'pressed' }
  | { readonly type: 'request'; readonly id: number; readonly request: ShowRequest }
  /** Greet again: somebody listens now who did not. */
  | { readonly type: 'greet' }
  /** The page is idle: what the show may need later is to be loaded, unless nothing is to be downloaded. */
  | { readonly type: 'keep'; readonly sparing: boolean }
  /** The bytes of a part that was wanted; null where there are none. */
  | { readonly type: 'part'; readonly part: TextPart; readonly bytes: ArrayBuffer | null }
  | { readonly type: 'destroy' };

/** What a show tells twice a second. */
export interface ShowMetrics extends MeteorMetrics {
  readonly framesPerSecond: number;
  /** Longest time that a picture took to come, but for half a second and more, which is sleep. Unit: ms. */
  readonly frameHighWater: number;
  /** How long each of the last pictures took to come, at most 60, the oldest first. Unit: ms. */
  readonly frameLog: readonly number[];
  readonly quality: QualityName;
  /** The quality that the frame times ask for. */
  readonly recommendation: QualityName;
  readonly renderer: RendererName;
  /** Share of the canvas that the last picture drew anew. */
  readonly drawnShare: number;
}

export type FromShow =
  | Hello
  | {
      readonly type: 'ready';
      readonly tier: MeteorTier;
      readonly refused: readonly RefusedMeteorTier[];
      readonly quality: QualityName;
    }
  /** The answer to a ping. */
  | {
      readonly type: 'beat';
      /** Number of the newest frame, and the show's time in seconds. */
      readonly frame: number;
      readonly seconds: number;
      /** The shower as it stands; null where the one before will do, or where a replay has to begin anew anyway. */
      readonly backup: ShowBackup | null;
    }
  /** What comes now may take longer than a beat. */
  | { readonly type: 'busy' }
  /** Its thread ended, or failed where nobody caught it. */
  | { readonly type: 'lost'; readonly reason: string }
  /** A file is missing where it should be: its bytes are wanted. */
  | { readonly type: 'wantpart'; readonly part: TextPart }
  /** What was to be kept is, as far as it could be had; the engine's module, for another show. */
  | { readonly type: 'kept'; readonly module: WebAssembly.Module | null }
  /** Something draws: at the start and with every other canvas. */
  | { readonly type: 'renderer'; readonly renderer: RendererName; readonly reason: string }
  /** The first picture on a canvas is there. */
  | { readonly type: 'drawn' }
  /** This canvas can't be drawn on: another is needed, for this renderer. */
  | { readonly type: 'wantcanvas'; readonly renderer: RendererChoice; readonly reason: string }
  | { readonly type: 'tierchange'; readonly tier: MeteorTier; readonly reason: string }
  | { readonly type: 'qualitychange'; readonly change: QualityChange }
  | { readonly type: 'statechange'; readonly state: ShowState }
  | { readonly type: 'metrics'; readonly metrics: ShowMetrics }
  | { readonly type: 'meteor'; readonly meteor: FollowedMeteor }
  | { readonly type: 'error'; readonly error: ErrorData }
  /** Nothing goes on. */
  | { readonly type: 'fault'; readonly reason: string }
  | { readonly type: 'answer'; readonly id: number; readonly value: ShowAnswer }
  | { readonly type: 'failure'; readonly id: number; readonly error: ErrorData };
