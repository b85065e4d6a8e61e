/** The meteors that a page asked a show for: their colours, and what happens to each, as long as it is to be seen. */
import { MeteorEvent, MeteorEventKind, MeteorHeader } from '../../generated/meteor-layout.js';
import type { MeteorRenderData, SpawnMeteor } from '../shared/kernel.js';
import { LookSheets } from '../shared/look-sheets.js';
import { Looks, type SpawnPlace } from '../shared/looks.js';
import type { FollowedMeteor, FromShow, SpawnedMeteors } from '../shared/messages.js';

const WORDS = MeteorEvent.size / 4;
const WHAT: Readonly<Record<number, FollowedMeteor['what']>> = {
  [MeteorEventKind.spawned]: 'spawned',
  [MeteorEventKind.dying]: 'dying',
  [MeteorEventKind.gone]: 'gone',
};

/** A word of an event, and the number that its bits are. */
const bits = new Uint32Array(1);
const number = new Float32Array(bits.buffer);
function floatOf(word: number): number {
  bits[0] = word;
  return number[0] as number;
}

/** What it needs of the show. */
export interface SpawnedHost {
  readonly post: (message: FromShow) => void;
}

export class Spawned {
  readonly #host: SpawnedHost;
  /** What its colours are drawn from. */
  readonly sheets = new LookSheets();
  #looks = new Looks();
  /** Where each was told of last, by its id. */
  #places = new Map<number, readonly [x: number, y: number]>();
  #frame = 0;

  constructor(host: SpawnedHost) {
    this.#host = host;
  }

  /** What another thread goes on from. */
  get kept(): SpawnedMeteors {
    return { pairs: this.#looks.pairs, places: [...this.#places] };
  }

  /** A shower begins, in place of the one before; or goes on, with what another thread has kept. */
  begin(kept: SpawnedMeteors | null): void {
    this.#endAll();
    this.#frame = 0;
    this.#looks = new Looks(kept?.pairs);
    this.#places = new Map(kept?.places);
    this.sheets.pairs = this.#looks.pairs;
  }

  /** See `Looks.spawn`. */
  spawn(shower: SpawnPlace, asked: SpawnMeteor): ReturnType<Looks['spawn']> {
    const spawned = this.#looks.spawn(shower, asked);
    const { x = 0, y = 0 } = asked;
    if (spawned.id !== 0) this.#places.set(spawned.id, [x, y]);
    this.sheets.pairs = this.#looks.pairs;
    return spawned;
  }

  /** Tells what the last step did to them. */
  tell({ header, events, eventCount }: MeteorRenderData): void {
    const frame = header[MeteorHeader.frame / 4] as number;
    // An engine that failed has begun anew, without them.
    if (frame < this.#frame) this.#endAll();
    this.#frame = frame;
    if (this.#places.size === 0) return;
    for (let at = 0; at < eventCount * WORDS; at += WORDS) {
      const id = events[at + MeteorEvent.id / 4] as number;
      if (!this.#places.has(id)) continue;
      const x = floatOf(events[at + MeteorEvent.x / 4] as number);
      const y = floatOf(events[at + MeteorEvent.y / 4] as number);
      this.#tell(id, WHAT[events[at + MeteorEvent.kind / 4] as number] ?? 'gone', x, y);
    }
  }

  /** None of them is there any more. */
  #endAll(): void {
    for (const [id, [x, y]] of [...this.#places]) this.#tell(id, 'gone', x, y);
  }

  #tell(id: number, what: FollowedMeteor['what'], x: number, y: number): void {
    if (what === 'gone') this.#places.delete(id);
    else this.#places.set(id, [x, y]);
    this.#host.post({ type: 'meteor', meteor: { id, what, x, y } });
  }
}
