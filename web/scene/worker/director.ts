/**
 * The show thread of a scene, given a host: an engine, what connects it to the script, and a renderer. It hears messages and
 * sends messages, so that a page need not know where it runs.
 *
 * Once a picture the commands that came are carried out, as many as there is time for; what an update has changed is seen when
 * all of it is there. The picture never waits for the script: where no update came the last state is drawn again, and counted.
 * While nobody looks, commands are carried out all the same, so that nothing piles up.
 */
import type { Timers } from '../../engine/deadline.js';
import { describe } from '../../engine/describe.js';
import { errorToData } from '../../engine/error-to-data.js';
import { setLogLevel } from '../../engine/log.js';
import type { WasmSource } from '../../engine/page-defaults.js';
import { DIRTY_ALL, RECORD_WORDS, type SceneOptions } from '../../generated/scene-layout.js';
import { SceneDestroyedError } from '../shared/errors.js';
import { entityId } from '../shared/ids.js';
import { inputRecords } from '../shared/input-records.js';
import type { RefusedSceneTier, SceneKernel, SceneTierChoice } from '../shared/kernel.js';
import type { LinkPort } from '../shared/link-port.js';
import type { FromShow, LinkToScript, LinkToShow, ScriptLink, ShowAnswer, ShowRequest, ToShow } from '../shared/messages.js';
import { Figures } from './figures.js';
import { Inbox } from './inbox.js';
import { Orbit } from './orbit.js';
import { type MakeSceneRenderer, ScenePicture } from './picture.js';
import { Pointing } from './pointing.js';
import { ScriptEnd } from './script-end.js';

/** Records that a picture has time for at most, and milliseconds: the rest is for the next one. */
export const MOST_RECORDS = 2 ** 18;
export const MOST_DECODE_MS = 6;
/** Milliseconds between two looks for commands while no picture is drawn, or none of a script is expected. */
export const IDLE_LOOK_MS = 100;
/** Pictures in a row without anything new after which a script that isn't expected is looked after by a timer. */
const RESTING_PICTURES = 30;

/** What an engine is made for. */
export interface KernelWish {
  readonly tier: SceneTierChoice;
  readonly options: SceneOptions;
  readonly wasm: WasmSource | null;
}

export interface DirectorHost {
  post(message: FromShow, transfer?: Transferable[]): void;
  /** Calls once, as soon as there may be another picture; one call is waited for at a time. */
  requestFrame(action: () => void): number;
  cancelFrame(handle: number): void;
  now(): number;
  readonly timers: Timers;
  /** @throws SceneStartError when no engine starts */
  createKernel(wish: KernelWish): Promise<{ readonly kernel: SceneKernel; readonly refused: readonly RefusedSceneTier[] }>;
  readonly createRenderer: MakeSceneRenderer;
}

type Start = Extract<ToShow, { readonly type: 'start' }>;

export class SceneDirector {
  readonly #host: DirectorHost;
  readonly #picture: ScenePicture;
  readonly #orbit = new Orbit();
  readonly #figures = new Figures();
  readonly #pointing: Pointing;
  #kernel: SceneKernel | null = null;
  #inbox: Inbox | null = null;
  #end: ScriptEnd | null = null;
  /** A link that came before the engine. */
  #link: ScriptLink | null = null;
  #isShown = false;
  #awake = false;
  #expects = false;
  #idlePictures = 0;
  #updates = 0;
  #hashes: { readonly id: number; readonly update: number }[] = [];
  #frame = 0;
  #timer: unknown = null;
  /** Time of the last picture; NaN after a rest. */
  #last = Number.NaN;
  #destroyed = false;

  constructor(host: DirectorHost) {
    this.#host = host;
    this.#picture = new ScenePicture({
      createRenderer: host.createRenderer,
      post: (message) => host.post(message),
      onStale: () => this.#wake(),
      timers: host.timers,
    });
    this.#pointing = new Pointing({
      pick: (x, y) => this.#kernel?.pick(x, y) ?? null,
      addInput: (words, at) => {
        this.#figures.inputs += 1;
        this.#end?.addInput(words, at);
      },
    });
  }

  receive(message: ToShow): void {
    if (this.#destroyed) return;
    switch (message.type) {
      case 'start':
        void this.#start(message);
        break;
      case 'canvas':
        void this.#picture.takeCanvas(message.canvas, message.renderer);
        break;
      case 'size':
        this.#picture.size = message.size;
        this.#tellSize();
        this.#wake();
        break;
      case 'awake':
        this.#awake = message.awake;
        this.#last = Number.NaN;
        this.#wake();
        break;
      case 'orbit':
        this.#orbit.move(message.move);
        this.#wake();
        break;
      case 'script':
        this.#takeLink(message.link);
        break;
      case 'expect':
        this.#expects = message.updates;
        this.#wake();
        break;
      case 'input':
        for (let at = 0; at < message.records.length; at += RECORD_WORDS) this.#pointing.take(message.records, at, this.#picture.size);
        this.#end?.flush();
        break;
      case 'request':
        void this.#answer(message.id, message.request);
        break;
      case 'print':
        if (this.#kernel !== null) this.#drawWhole(this.#kernel);
        break;
      case 'ping':
        this.#host.post({ type: 'pong' });
        break;
      case 'destroy':
        this.#destroy();
    }
  }

  async #start({ canvas, renderer, tier, options, size, awake, wasm, log }: Start): Promise<void> {
    if (log !== undefined) setLogLevel(log);
    this.#awake = awake;
    this.#picture.size = size;
    void this.#picture.takeCanvas(canvas, renderer);
    try {
      const { kernel, refused } = await this.#host.createKernel({ tier, options, wasm });
      if (this.#destroyed) {
        kernel.destroy();
        return;
      }
      this.#kernel = kernel;
      this.#inbox = new Inbox(kernel);
      this.#host.post({ type: 'ready', tier: kernel.tier, refused });
      this.#takeLink(this.#link);
    } catch (error) {
      this.#host.post({ type: 'error', error: errorToData(error) });
      this.#host.post({ type: 'fault', reason: describe(error), starting: true });
    }
  }

  /** Another script's end. What is left in the last one's is dropped; its picture stands until the first update comes. */
  #takeLink(link: ScriptLink | null): void {
    if (this.#inbox === null) {
      this.#link = link;
      return;
    }
    this.#link = null;
    this.#end?.close();
    this.#end = null;
    this.#inbox.clear();
    this.#pointing.begin();
    this.#isShown = false;
    for (const { id, update } of this.#hashes) this.#refuseHash(id, `update ${update} does not come: another script runs`);
    this.#hashes = [];
    if (link !== null) {
      this.#picture.beginScene();
      this.#end = new ScriptEnd(link.port as LinkPort<LinkToShow, LinkToScript>, link.rings, {
        onTexture: (texture, picture) => this.#picture.setTexture(texture, picture),
        onPointing: (wanted) => {
          this.#pointing.wanted = wanted;
        },
      });
      this.#tellSize();
    }
    this.#wake();
  }

  /** The script knows the picture's size before its first update. */
  #tellSize(): void {
    const { width, height, ratio } = this.#picture.size;
    this.#end?.addInput(inputRecords([{ kind: 'resize', width, height, ratio }]), 0);
    this.#end?.flush();
  }

  /** Has the next look come as soon as it should. */
  #wake(): void {
    if (this.#kernel === null || this.#destroyed) return;
    this.#idlePictures = 0;
    this.#await();
  }

  #await(): void {
    if (this.#destroyed) return;
    const rests = !this.#awake || (!this.#expects && this.#idlePictures > RESTING_PICTURES);
    if (rests && this.#frame === 0) {
      this.#timer ??= this.#host.timers.set(this.#look, IDLE_LOOK_MS);
    } else if (this.#frame === 0) {
      this.#host.timers.clear(this.#timer);
      this.#timer = null;
      this.#frame = this.#host.requestFrame(this.#look);
    }
  }

  readonly #look = (): void => {
    this.#frame = 0;
    this.#timer = null;
    const kernel = this.#kernel;
    if (kernel === null || this.#destroyed) return;
    try {
      this.#makePicture(kernel);
    } catch (error) {
      this.#host.post({ type: 'fault', reason: describe(error) });
      this.#destroy();
      return;
    }
    this.#await();
  };

  #makePicture(kernel: SceneKernel): void {
    const begin = this.#host.now();
    this.#carryOut(begin);
    const decoded = this.#host.now();
    let listed = decoded;
    if (this.#awake) {
      this.#orbit.write(kernel.views.view, this.#picture.size);
      const dirty = kernel.draw();
      this.#picture.note(dirty);
      this.#idlePictures = dirty === 0 ? this.#idlePictures + 1 : 0;
      listed = this.#host.now();
      this.#picture.draw(kernel.views);
      this.#pointing.look(this.#picture.size);
      const interval = Number.isNaN(this.#last) ? 0 : begin - this.#last;
      this.#figures.picture(interval, decoded - begin, listed - decoded, this.#host.now() - listed);
      this.#last = begin;
    }
    this.#end?.flush();
    const metrics = this.#figures.due(this.#host.now(), kernel.views, this.#picture.renderer, this.#inbox?.update ?? 0, this.#end);
    if (metrics !== null) this.#host.post({ type: 'metrics', metrics });
  }

  /** Draws what stands, whoever looks. */
  #drawWhole(kernel: SceneKernel): void {
    this.#orbit.write(kernel.views.view, this.#picture.size);
    kernel.draw();
    this.#picture.note(DIRTY_ALL);
    this.#picture.draw(kernel.views);
  }

  /** Carries out what came. */
  #carryOut(begin: number): void {
    const inbox = this.#inbox;
    if (inbox === null || this.#end === null) return;
    const isEnough = (records: number): boolean => records >= MOST_RECORDS || this.#host.now() - begin > MOST_DECODE_MS;
    const isFlood = inbox.pump(this.#end, isEnough);
    if (isFlood) this.#figures.floods += 1;
    const isNew = inbox.updates !== this.#updates;
    this.#updates = inbox.updates;
    if (isNew) this.#idlePictures = 0;
    if (!isNew && this.#awake && this.#expects && this.#isShown) this.#figures.frameSkips += 1;
    if (inbox.update === 0) return;
    if (!this.#isShown) {
      this.#isShown = true;
      this.#picture.showScene();
      this.#host.post({ type: 'shown' });
    }
    if (this.#hashes.length > 0) this.#answerHashes(inbox.update);
  }

  #answerHashes(update: number): void {
    const due = this.#hashes.filter((one) => one.update <= update);
    this.#hashes = this.#hashes.filter((one) => one.update > update);
    for (const one of due) {
      if (one.update === update) this.#host.post({ type: 'answer', id: one.id, value: this.#kernel?.hash() ?? '' });
      else this.#refuseHash(one.id, `update ${one.update} is past: ${update} is published`);
    }
  }

  #refuseHash(id: number, reason: string): void {
    this.#host.post({ type: 'failure', id, error: errorToData(new SceneDestroyedError(reason)) });
  }

  async #answer(id: number, request: ShowRequest): Promise<void> {
    const kernel = this.#kernel;
    const answer = (value: ShowAnswer): void => this.#host.post({ type: 'answer', id, value });
    try {
      if (kernel === null) throw new SceneDestroyedError('there is no scene yet: wait for the ready event');
      if (request.ask === 'png') answer(await this.#picture.toPng());
      else if (request.ask === 'hash') {
        this.#hashes.push({ id, update: request.update });
        this.#answerHashes(this.#inbox?.update ?? 0);
        this.#wake();
      } else {
        const picked = kernel.pick(request.x, request.y);
        answer(picked === null ? null : { id: entityId(picked.index, picked.generation), distance: picked.distance, point: picked.point });
      }
    } catch (error) {
      this.#host.post({ type: 'failure', id, error: errorToData(error) });
    }
  }

  #destroy(): void {
    this.#destroyed = true;
    this.#host.cancelFrame(this.#frame);
    this.#host.timers.clear(this.#timer);
    this.#end?.close();
    this.#picture.destroy();
    this.#kernel?.destroy();
    this.#kernel = null;
  }
}
