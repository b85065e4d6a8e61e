/**
 * One run of a script: its scene, what it hears, and its updates one after the other, whoever says when.
 *
 * An update is: what came since the last one is told (input, answers, messages, in this order), `update` is called, and, once
 * it has come to its end, what it changed goes out as a whole. While it waits, answers are told one in each turn of the thread.
 * A recording has what was told by the number of the update, so that a replay tells the same at the same time.
 */
import {
  CallbackKind,
  InputKind,
  NONE,
  PointerInput,
  PublishedCallback,
  RECORD_WORDS,
  type SceneOptions,
} from '../../generated/scene-layout.js';
import { SceneDestroyedError } from '../shared/errors.js';
import { entityId } from '../shared/ids.js';
import type { RecordedEvent } from '../shared/recording.js';
import { type RefusedCommand, readRefused } from '../shared/refusals.js';
import type { CursorMode } from '../shared/script-types.js';
import type { EntityEventName } from './entity.js';
import { ScriptEvents } from './events.js';
import { Input } from './input.js';
import type { Player, Recorder } from './recorder.js';
import type { Heard, Replies } from './replies.js';
import { readPicked, Scene, type SceneInner, type SceneMeans } from './scene.js';
import type { ScriptKit, ScriptModule, ScriptUpdates } from './script-api.js';

export interface RunHost extends Omit<SceneMeans, 'replies' | 'onPick'> {
  readonly replies: Replies;
  readonly options: SceneOptions;
  /** The next turn of the thread. */
  turn(): Promise<void>;
  onRefused(command: RefusedCommand): void;
  onMessage(name: string, detail: unknown): void;
  onCursor(mode: CursorMode): void;
  /** The script's own code begins to run, or has given the thread back. */
  onTurn(begins: boolean): void;
}

const ENTITY_EVENT: { readonly [kind: number]: EntityEventName } = {
  [InputKind.click]: 'click',
  [InputKind.pointerEnter]: 'enter',
  [InputKind.pointerLeave]: 'leave',
  [InputKind.pointerDown]: 'down',
  [InputKind.pointerUp]: 'up',
};

export class ScriptRun {
  readonly scene: Scene;
  readonly kit: ScriptKit;
  readonly input: Input;
  readonly events: ScriptEvents;
  readonly #inner: SceneInner;
  readonly #host: RunHost;
  readonly #replies: Replies;
  recorder: Recorder | null = null;
  player: Player | null = null;
  #updates: ScriptUpdates | null = null;
  /** Number of the last update that began. */
  #update = 0;
  /** Of the last one that is published. */
  #published = 0;
  #refused = 0;
  #messages: { readonly name: string; readonly detail: unknown }[] = [];
  /** Whether an update has begun and not ended. */
  #isWithin = false;
  #isPumping = false;
  #awaitsPick = false;
  #ended = false;

  constructor(host: RunHost) {
    this.#host = host;
    this.#replies = host.replies;
    this.scene = new Scene({ ...host, onPick: () => void this.#showForPick() });
    this.#inner = Scene.inner(this.scene);
    this.input = new Input(host.onCursor);
    this.events = new ScriptEvents(host.onMessage, host.onFault);
    const { scene, input, events } = this;
    this.kit = { input, events, resources: scene.resources, math: scene.math };
    host.transport.onNudge = () => {
      this.#hearEngine();
      this.sendWaiting();
    };
    this.#replies.onArrival = () => void this.#pump();
  }

  get update(): number {
    return this.#update;
  }

  get published(): number {
    return this.#published;
  }

  get refused(): number {
    return this.#refused;
  }

  get isWithin(): boolean {
    return this.#isWithin;
  }

  get queue(): SceneInner['queue'] {
    return this.#inner.queue;
  }

  get entities(): number {
    return this.#inner.store.count;
  }

  get hasSave(): boolean {
    return typeof this.#updates?.save === 'function';
  }

  /** Calls the default export, and `restore`: update 1. @returns whether it went well */
  async begin(module: ScriptModule, state: { readonly value: unknown } | null): Promise<boolean> {
    return await this.#runUpdate('default export', 0, async () => {
      const updates = await module(this.scene, this.kit);
      if (typeof updates?.update !== 'function') throw new TypeError('the default export returned no object with a function update');
      this.#updates = updates;
      if (state === null) return;
      if (typeof updates.restore !== 'function') return;
      this.recorder?.restore(state.value);
      await updates.restore(state.value);
    });
  }

  /** Runs the next update. @returns whether it went well */
  async step(dt: number): Promise<boolean> {
    this.recorder?.step(dt);
    return await this.#runUpdate('update', dt, () => this.#updates?.update(dt));
  }

  /** Sends what waits for the engine, as far as there is room. @returns whether something waits still */
  sendWaiting(): boolean {
    const { queue } = this.#inner;
    // While an update runs, what it gives goes out with its end.
    if (queue.waiting > 0 && !this.#isWithin) queue.publish();
    return queue.waiting > 0;
  }

  /** What another version of the script goes on from. */
  save(): unknown {
    return this.#updates?.save?.();
  }

  /** A message of the page's, for the next update. */
  message(name: string, detail: unknown): void {
    if (this.player === null) this.#messages.push({ name, detail });
  }

  /** Nothing that the script waits for comes any more. */
  end(reason: string): void {
    this.#ended = true;
    this.#replies.rejectAll(new SceneDestroyedError(reason));
    this.#host.transport.close();
  }

  async #runUpdate(during: string, dt: number, act: () => unknown): Promise<boolean> {
    const number = this.#update + 1;
    const events = this.player?.before(number) ?? null;
    for (const event of events ?? []) if ('reply' in event) await this.#replies.await(event);
    this.#hearEngine();
    let failure: { readonly error: unknown } | null = null;
    let pending: unknown;
    this.#host.onTurn(true);
    this.#update = number;
    this.#isWithin = true;
    try {
      this.#inner.begin(number, dt);
      this.input.beginUpdate();
      if (events === null) this.#tellAll(number);
      else this.#playAll(events);
      pending = act();
    } catch (error) {
      failure = { error };
    }
    this.#host.onTurn(false);
    if (isThenable(pending)) failure = await this.#settled(number, pending);
    // What it changed until it failed is shown.
    this.#inner.queue.endUpdate(number);
    this.#isWithin = false;
    if (failure === null) return true;
    if (!this.#ended) this.#host.onFault(failure.error, during);
    return false;
  }

  /** Waits for an update, and tells it what it waits for meanwhile. */
  async #settled(number: number, pending: PromiseLike<unknown>): Promise<{ readonly error: unknown } | null> {
    let isSettled = false;
    let failure: { readonly error: unknown } | null = null;
    const end = Promise.resolve(pending).then(
      () => {
        isSettled = true;
      },
      (error: unknown) => {
        isSettled = true;
        failure = { error };
      },
    );
    if (this.player === null) {
      void this.#pump();
      await end;
      return failure;
    }
    for (;;) {
      await this.#host.turn();
      if (isSettled) return failure;
      const event = this.player?.within(number) ?? null;
      if (event === null) break;
      await this.#replies.await(event as RecordedEvent & Heard);
      this.#replies.play(event as RecordedEvent & Heard);
    }
    await end;
    return failure;
  }

  /** Tells an update that waits of each answer that came, one a turn. */
  async #pump(): Promise<void> {
    if (this.#isPumping || !this.#isWithin || this.player !== null) return;
    this.#isPumping = true;
    await this.#host.turn();
    while (this.#isWithin && this.player === null) {
      const heard = this.#replies.hear();
      if (heard === null) break;
      this.recorder?.note(this.#update, true, heard);
      await this.#host.turn();
    }
    this.#isPumping = false;
  }

  /**
   * A pick is answered once what was given before it is published: where the update waits for it, its end would never come. So it
   * is published as far as it is, as a part of the update before.
   */
  async #showForPick(): Promise<void> {
    if (!this.#isWithin || this.#awaitsPick) return;
    this.#awaitsPick = true;
    const number = this.#update;
    await this.#host.turn();
    this.#awaitsPick = false;
    if (this.#isWithin && this.#update === number && !this.#ended) this.#inner.queue.endUpdate(number - 1);
  }

  #tellAll(number: number): void {
    const records: number[] = [];
    const { recorder } = this;
    this.#host.transport.readInput((words, floats, at) => {
      if (recorder !== null) for (let i = 0; i < RECORD_WORDS; i++) records.push(words[at + i] as number);
      this.#takeInput(words, floats, at);
    });
    if (records.length > 0) recorder?.note(number, false, { input: records });
    for (let heard = this.#replies.hear(); heard !== null; heard = this.#replies.hear()) recorder?.note(number, false, heard);
    // Nobody listens before the default export has run.
    if (number === 1) return;
    const messages = this.#messages;
    this.#messages = [];
    for (const { name, detail } of messages) {
      recorder?.note(number, false, { message: name, detail });
      this.events.emit(name, detail);
    }
  }

  #playAll(events: readonly RecordedEvent[]): void {
    // Those who play along are not heard.
    this.#host.transport.readInput(() => {});
    for (const event of events) {
      if ('input' in event) {
        const words = Uint32Array.from(event.input);
        const floats = new Float32Array(words.buffer);
        for (let at = 0; at < words.length; at += RECORD_WORDS) this.#takeInput(words, floats, at);
      } else if ('reply' in event) this.#replies.play(event);
      else this.events.emit(event.message, event.detail);
    }
  }

  #takeInput(words: Uint32Array, floats: Float32Array, at: number): void {
    this.input.take(words, floats, at);
    const type = ENTITY_EVENT[(words[at] as number) & 255];
    const index = words[at + PointerInput.index / 4] as number;
    if (type === undefined || index === NONE) return;
    const entity = this.scene.entity(entityId(index, words[at + PointerInput.generation / 4] as number));
    if (entity === null) return;
    const button = words[at + PointerInput.button / 4] as number;
    this.#inner.store.emit({
      type,
      entity,
      pointer: words[at + PointerInput.pointer / 4] as number,
      button: button === NONE ? -1 : button,
      x: floats[at + PointerInput.x / 4] as number,
      y: floats[at + PointerInput.y / 4] as number,
    });
  }

  /** Reads what the engine has said; the script hears of it at its time. */
  #hearEngine(): void {
    this.#host.transport.readCallbacks((words, floats, at) => {
      const kind = (words[at] as number) & 255;
      if (kind === CallbackKind.picked) {
        const [request, value] = readPicked(words, floats, at);
        this.#replies.arrive(request, { value });
      } else if (kind === CallbackKind.published) this.#published = words[at + PublishedCallback.update / 4] as number;
      else if (kind === CallbackKind.refused) {
        const command = readRefused(words, at);
        this.#refused += command.times;
        this.#inner.refused(command);
        this.#host.onRefused(command);
      }
    });
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
