/** The world of a `<life-sim>`: founded by the element's settings, shown by its other parts, and changed when the settings are. */

import { log } from '../../engine/log.js';
import { nodeModule } from '../../engine/runtime.js';
import { isPooledTier } from '../../engine/tier.js';
import { LifeDestroyedError } from '../../life/shared/errors.js';
import type { CreateLifeOptions, Life, LifeProgress } from '../../life.js';
import type { DebugOverlay } from '../base/debug-overlay.js';
import { rejoin } from '../base/home.js';
import type { Part } from '../base/part.js';
import { Sight, type SightHost } from '../base/sight.js';
import { FOUNDING_SETTINGS, type SettingName } from './attributes.js';
import { emit } from './events.js';
import { foundingOf, type LifeHost } from './host.js';
import type { Picture } from './picture.js';
import { report, reportUnknown } from './report.js';
import type { Selection } from './selection.js';
import type { Status } from './status.js';
import { WorldHolder, type WorldHost } from './world-holder.js';
import type { WorldOverlays } from './world-overlays.js';

/** The parts that show it. */
interface ShownBy {
  /** Holds the picture. */
  readonly stage: HTMLElement;
  readonly debug: DebugOverlay;
  readonly picture: Picture;
  readonly overlays: WorldOverlays;
  readonly selection: Selection;
  readonly status: Status;
}

export class HostedWorld implements Part, WorldHost, SightHost {
  readonly #host: LifeHost;
  readonly #shown: ShownBy;
  readonly #holder = new WorldHolder(this);
  readonly #sight: Sight;
  /** The element is on a page. */
  #isOn = false;
  #restarts = false;

  constructor(host: LifeHost, shownBy: ShownBy) {
    this.#host = host;
    this.#shown = shownBy;
    this.#sight = new Sight(this, shownBy.stage);
  }

  get life(): Life | null {
    return this.#holder.life;
  }

  /** @throws LifeDestroyedError while there is no world */
  get living(): Life {
    if (this.life === null) throw new LifeDestroyedError();
    return this.life;
  }

  connected(): void {
    this.#isOn = true;
    this.#sight.connected();
    this.#found();
  }

  moved(element: HTMLElement): void {
    rejoin([this.#sight], element);
  }

  disconnected(): void {
    this.#isOn = false;
    this.#sight.disconnected();
    this.#holder.end();
    this.#shown.debug.show();
  }

  /** Founds another world, once for all calls at a time. */
  restart(): void {
    if (!this.#isOn || this.#restarts) return;
    this.#restarts = true;
    queueMicrotask(() => {
      this.#restarts = false;
      if (this.#isOn) this.#found();
    });
  }

  /** Tries again what failed for a reason that passes: false where nothing did. */
  async retry(): Promise<boolean> {
    const { life } = this;
    this.#shown.status.hideNotice();
    if (life === null) {
      this.restart();
      return this.#isOn;
    }
    if (!life.refused.some(({ passes }) => passes)) return false;
    const snapshot = await life.save();
    if (life !== this.life) return false;
    const { scene, options, tribes, commands, ...how } = foundingOf(this.#host);
    this.#found({ ...how, snapshot });
    return true;
  }

  /** The element has another setting. */
  change(name: SettingName): void {
    const { life } = this;
    const { renderer, speed, colorBy } = this.#host;
    if (FOUNDING_SETTINGS.includes(name)) this.restart();
    else if (name === 'renderer' && this.#isOn) this.#shown.picture.start(renderer);
    else if (name === 'speed' && life !== null) life.speed = speed;
    else if (name === 'tier') void this.#changeTier(life);
    else if ((name === 'workers' || name === 'partitionStrategy') && life !== null) void this.#changeWorkers(life);
    else if (name === 'colorBy' && life !== null) life.colorBy = colorBy;
  }

  onResize(width: number, height: number, ratio: number): void {
    this.#shown.picture.resize(width, height, ratio);
  }

  onSight(isSeen: boolean): void {
    this.#shown.picture.setVisible(isSeen);
    if (this.life !== null && this.life.hidden === isSeen) this.life.hidden = !isSeen;
  }

  onEnd(): void {
    const { picture, selection, status } = this.#shown;
    selection.clear();
    picture.clearFrame();
    status.starts();
  }

  onRefused(error: Error): void {
    if (this.life !== null && this.life.fault === null) report(this.#host, error, '; the world before goes on');
    else this.#shown.status.refused(error);
  }

  onProgress(progress: LifeProgress): void {
    this.#shown.status.progressed(progress);
    emit(this.#host, 'progress', progress);
  }

  onWorld(life: Life): void {
    const { debug, picture, overlays, selection, status } = this.#shown;
    const host = this.#host;
    status.runs(() => {
      selection.clear();
      picture.clearFrame();
    });
    this.#showWorld(life);
    // Settings may have changed while the world started.
    life.speed = host.speed;
    life.colorBy = host.colorBy;
    life.paused = host.paused;
    if (life.partitionStrategy !== host.partitionStrategy) void this.#changeWorkers(life);
    overlays.apply();
    this.onSight(this.#sight.isSeen === true);
    life.onFrame((frame) => picture.setFrame(frame));
    life.on('stats', (stats) => {
      status.describe(life.founding, stats);
      overlays.setWorkers(stats.workers);
      void selection.refresh();
      debug.show();
      emit(host, 'stats', stats);
    });
    if (life.workersNote !== null) log('warn', `<life-sim>: ${life.workersNote}`);
    life.on('progress', (progress) => this.onProgress(progress));
    life.on('tierchange', (change) => emit(host, 'tierchange', change));
    life.on('memorypressure', (pressure) => emit(host, 'memorypressure', pressure));
    life.on('recovery', (recovery) => emit(host, 'recovery', recovery));
    life.on('extinction', (extinction) => {
      status.announce(extinction.tribe === null ? 'Nobody is alive any more.' : `${extinction.name} died out.`);
      emit(host, 'extinction', extinction);
    });
    life.on('loaded', () => {
      selection.clear();
      picture.clearFrame();
      this.#showWorld(life);
      this.#tellReady(life);
    });
    life.on('error', (error) => report(host, error));
    life.on('fault', (fault) => {
      status.stopped(fault.reason);
      report(host, fault.error);
      emit(host, 'fault', fault);
    });
    if (life.refused.some(({ passes }) => passes))
      status.offer(() => void this.retry().catch((error: unknown) => reportUnknown(host, error)));
    this.#tellReady(life);
  }

  #found(options: CreateLifeOptions = foundingOf(this.#host)): void {
    const { picture, status } = this.#shown;
    status.clear();
    if (picture.renderer === null) picture.start(this.#host.renderer);
    // In a page of Node's, as in tests, nobody will ever see it, and its threads would keep the process alive.
    if (picture.renderer === null && nodeModule('node:worker_threads') !== undefined) {
      status.stays();
      return;
    }
    this.#holder.found(options);
    // One that runs goes on until this one stands.
    if (this.life === null) this.onEnd();
  }

  /** A running world goes on in another tier; one that did not start gets another try. */
  async #changeTier(life: Life | null): Promise<void> {
    if (life === null || this.#holder.isStarting) {
      this.restart();
      return;
    }
    try {
      await life.setTier(this.#host.tier);
      // Where one thread ran it, nothing was cut.
      if (life.partitionStrategy !== this.#host.partitionStrategy) await this.#changeWorkers(life);
    } catch (error) {
      reportUnknown(this.#host, error);
    }
  }

  async #changeWorkers(life: Life): Promise<void> {
    const { workers, partitionStrategy } = this.#host;
    const wish = workers ?? life.workers;
    if (!isPooledTier(life.tier) || (wish === life.workers && partitionStrategy === life.partitionStrategy)) return;
    try {
      await life.setWorkers(wish, partitionStrategy);
    } catch (error) {
      reportUnknown(this.#host, error);
    }
  }

  #showWorld({ founding: { worldWidth, worldHeight, tribes } }: Life): void {
    this.#shown.picture.setWorld(
      { width: worldWidth, height: worldHeight },
      tribes.map(({ hue }) => hue),
    );
  }

  #tellReady(life: Life): void {
    emit(this.#host, 'ready', { life, tier: life.tier, refused: life.refused });
  }
}
