/** A page whose worlds lose threads. */
/// <reference types="vite/client" />
import { createLife, type Life, type TierName } from '../../web/life.js';
import '../../web/elements/meteor-shower.js';
import type { MeteorShowerDetails } from '../../web/elements/meteor-shower.js';
import { HARM_CHANNEL, type Harm, type SnapshotCost } from './harm.js';
import harmedUrl from './harmed.worker.ts?worker&url';
import harmedShowerUrl from './harmed-shower.worker.ts?worker&url';

export interface HarmRequest {
  readonly tier: TierName;
  readonly harm: Harm;
  /** The coordinator, or one of the threads that a tick runs on. */
  readonly thread: 'coordinator' | 'worker';
  readonly entities: number;
}

export interface HarmAnswer {
  readonly tier: TierName;
  readonly recoveries: readonly { readonly step: string; readonly cause: string; readonly ms: number }[];
  /** Milliseconds between two frames that were new to the page, the longest. */
  readonly longestGap: number;
  /** Whether a frame came that was older than the one before. */
  readonly wentBack: boolean;
  /** Of the world in the end, and of one of the same age that nothing happened to. */
  readonly hash: string;
  readonly expected: string;
}

const scene = 'savanna';
const WORKERS = 3;
const channel = new BroadcastChannel(HARM_CHANNEL);
const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Lets a world run, harms a thread of it, and lets it run on until it is mended. */
async function harmThread({ tier, harm, thread, entities }: HarmRequest): Promise<HarmAnswer> {
  const options = { entities, seed: 3 };
  const life = await createLife({ scene, options, tier, workers: WORKERS, urls: { worker: harmedUrl } });
  const recoveries: HarmAnswer['recoveries'][number][] = [];
  life.on('recovery', ({ step, cause, ms }) => recoveries.push({ step, cause, ms }));
  const mended = new Promise<void>((done, fail) => {
    life.on('recovery', () => done());
    life.on('fault', ({ error }) => fail(error));
  });
  const picture = watchPicture(life);
  await wait(2300);
  if (thread === 'coordinator') channel.postMessage(harm);
  else await life.harmWorker(1, harm === 'hangs' ? 'hang' : 'end');
  await Promise.race([mended, wait(20_000)]);
  await wait(700);
  life.paused = true;
  const { tick, hash } = await life.hash();
  const answer = { tier: life.tier, recoveries, hash, ...picture };
  life.destroy();
  return { ...answer, expected: await hashOf(options, tick) };
}

/** What a shower told of a thread that was harmed, and how many frames it has drawn since, of those before. */
export interface ShowerAnswer {
  readonly recoveries: readonly MeteorShowerDetails['recovery'][];
  readonly framesBefore: number;
  readonly framesAfter: number;
  readonly state: string;
}

/** Harms the thread of a shower that runs, and lets it run on. */
async function harmShower(harm: Harm): Promise<ShowerAnswer> {
  const shower = document.createElement('meteor-shower');
  Object.assign(shower.style, { display: 'block', width: '600px', height: '400px' });
  shower.urls = { worker: harmedShowerUrl };
  shower.thread = 'worker';
  const recoveries: MeteorShowerDetails['recovery'][] = [];
  const mended = new Promise<void>((done) => {
    shower.addEventListener('recovery', ({ detail }) => {
      recoveries.push(detail);
      done();
    });
  });
  const frames = (): number => shower.metrics?.frame ?? 0;
  document.body.append(shower);
  for (let waited = 0; frames() <= 20 && waited < 20_000; waited += 50) await wait(50);
  // A copy of it is on the page then.
  await wait(1300);
  const framesBefore = frames();
  channel.postMessage(harm);
  await Promise.race([mended, wait(20_000)]);
  await wait(1500);
  const answer = { recoveries, framesBefore, framesAfter: frames(), state: shower.state };
  shower.remove();
  return answer;
}

function watchPicture(life: Life): { longestGap: number; wentBack: boolean } {
  const seen = { longestGap: 0, wentBack: false };
  let last = { tick: -1, at: 0 };
  life.onFrame(({ tick }) => {
    const at = performance.now();
    if (tick < last.tick) seen.wentBack = true;
    if (tick <= last.tick) return;
    if (last.tick >= 0) seen.longestGap = Math.max(seen.longestGap, at - last.at);
    last = { tick, at };
  });
  return seen;
}

/** The hash of a world that nothing happens to. */
async function hashOf(options: { readonly entities: number; readonly seed: number }, until: number): Promise<string> {
  const life = await createLife({ scene, options, tier: 'wasm', paused: true });
  for (;;) {
    const { tick, hash } = await life.hash();
    if (tick === until) {
      life.destroy();
      return hash;
    }
    for (let left = Math.min(20, until - tick); left > 0; left -= 1) life.step();
  }
}

/** Milliseconds of each second that a world's snapshots take its thread, over so many seconds. */
async function costOfSnapshots(request: { readonly tier: TierName; readonly entities: number; readonly seconds: number }): Promise<number> {
  const { tier, entities, seconds } = request;
  const life = await createLife({ scene, options: { entities, seed: 3 }, tier, urls: { worker: harmedUrl } });
  // The first ones take memory; the others find it there.
  await wait(2000);
  await askCost();
  const before = performance.now();
  await wait(seconds * 1000);
  const { snapshots, milliseconds } = await askCost();
  const passed = (performance.now() - before) / 1000;
  if (life.tier !== tier) throw new Error(`the world runs in tier ${life.tier}`);
  life.destroy();
  if (snapshots < seconds / 4) throw new Error(`there were ${snapshots} snapshots in ${passed.toFixed(1)} s`);
  return milliseconds / passed;
}

async function askCost(): Promise<SnapshotCost> {
  const answer = new Promise<SnapshotCost>((done) => {
    channel.onmessage = ({ data }: MessageEvent<SnapshotCost>) => done(data);
  });
  channel.postMessage('cost');
  return await answer;
}

/** What a world tells of faults while nothing is done to it, for so many seconds; and how many ticks it ran. */
async function leaveAlone({ tier, seconds }: { readonly tier: TierName; readonly seconds: number }): Promise<AloneAnswer> {
  const life = await createLife({ scene, options: { entities: 10_000, seed: 3 }, tier, workers: WORKERS });
  const alarms: string[] = [];
  const { tick } = await life.hash();
  life.on('recovery', ({ cause, step, ms }) => alarms.push(`${step} in ${Math.round(ms)} ms: ${cause}`));
  life.on('tierchange', (change) => alarms.push(`it goes on in the tier ${change.tier}: ${change.reason}`));
  life.on('fault', ({ error }) => alarms.push(String(error)));
  await wait(seconds * 1000);
  const answer = { tier: life.tier, alarms, ticks: (await life.hash()).tick - tick };
  life.destroy();
  return answer;
}

export interface AloneAnswer {
  readonly tier: TierName;
  /** Faults that it told of. */
  readonly alarms: readonly string[];
  readonly ticks: number;
}

declare global {
  interface Window {
    recovery: {
      harmThread: typeof harmThread;
      costOfSnapshots: typeof costOfSnapshots;
      leaveAlone: typeof leaveAlone;
      harmShower: typeof harmShower;
    };
  }
}
window.recovery = { harmThread, costOfSnapshots, leaveAlone, harmShower };
