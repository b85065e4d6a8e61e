/** A page with worlds that is left for another one, and come back to. */
/// <reference types="vite/client" />
import { createLife, type Life, type TierName } from '../../web/life.js';
import '../../web/elements/meteor-shower.js';

const options = { entities: 2000, seed: 3 };
const WORKERS = 3;
/** Milliseconds for a world to be mended, or to begin. */
const DEADLINE_MS = 20_000;
const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

export interface ReturnAnswer {
  readonly tier: TierName;
  /** Whether the page was kept whole meanwhile. */
  readonly persisted: boolean;
  /** Faults that the world told of between the return and the harm: there were none. */
  readonly alarms: readonly string[];
  /** Ticks that it ran in the second after the return. */
  readonly ticks: number;
  /** What it told of the harm. */
  readonly recoveries: readonly { readonly step: string; readonly cause: string; readonly ms: number }[];
  /** Of the world in the end, and of one of the same age that nothing happened to. */
  readonly hash: string;
  readonly expected: string;
}

/** Leaves for a page that goes back at once. Gives whether this page was kept: one that was not is loaded anew, and answers nothing. */
async function leaveAndReturn(): Promise<boolean> {
  const shown = new Promise<boolean>((done) => addEventListener('pageshow', ({ persisted }) => done(persisted), { once: true }));
  location.href = './away.html';
  return await shown;
}

/** Lets a world run, leaves the page and comes back, and does to a thread of it what a fault would. */
async function leaveWorld({ tier, harm }: { readonly tier: TierName; readonly harm: 'end' | 'hang' | null }): Promise<ReturnAnswer> {
  const life = await createLife({ scene: 'savanna', options, tier, workers: WORKERS });
  const told: { step: string; cause: string; ms: number }[] = [];
  const mended = new Promise<void>((done) => {
    life.on('recovery', ({ step, cause, ms }) => {
      told.push({ step, cause, ms });
      done();
    });
  });
  await wait(1500);
  const persisted = await leaveAndReturn();
  const { tick } = await life.hash();
  await wait(1000);
  const ticks = (await life.hash()).tick - tick;
  const alarms = told.splice(0).map(({ step, cause }) => `${step}: ${cause}`);
  if (harm !== null) {
    await life.harmWorker(1, harm);
    await Promise.race([mended, wait(DEADLINE_MS)]);
    await wait(500);
  }
  return { tier: life.tier, persisted, alarms, ticks, recoveries: told, ...(await hashesOf(life)) };
}

async function hashesOf(life: Life): Promise<{ hash: string; expected: string }> {
  life.paused = true;
  const { tick, hash } = await life.hash();
  life.destroy();
  const other = await createLife({ scene: 'savanna', options, tier: 'wasm', paused: true });
  for (;;) {
    const { tick: at, hash: expected } = await other.hash();
    if (at === tick) {
      other.destroy();
      return { hash, expected };
    }
    for (let left = Math.min(20, tick - at); left > 0; left -= 1) other.step();
  }
}

/** A shower is on the page while it is left. */
async function leaveShower(thread: 'worker' | 'page'): Promise<{ persisted: boolean; recoveries: number; frames: number; state: string }> {
  const shower = document.createElement('meteor-shower');
  Object.assign(shower.style, { display: 'block', width: '600px', height: '400px' });
  shower.thread = thread;
  let recoveries = 0;
  shower.addEventListener('recovery', () => {
    recoveries += 1;
  });
  const frames = (): number => shower.metrics?.frame ?? 0;
  document.body.append(shower);
  for (let waited = 0; frames() <= 20 && waited < DEADLINE_MS; waited += 50) await wait(50);
  const persisted = await leaveAndReturn();
  const before = frames();
  await wait(2000);
  const answer = { persisted, recoveries, frames: frames() - before, state: shower.state };
  shower.remove();
  return answer;
}

const scope = { leaveWorld, leaveShower };
declare global {
  interface Window {
    readonly backForward: typeof scope;
  }
}
Object.assign(globalThis, { backForward: scope });
