/** `skyflock meteor`: a shower without a picture, as fast as it goes. */

import type { PresetName } from '../generated/meteor-names.js';
import { hashFrame } from '../meteor/shared/frame-hash.js';
import type { MeteorKernel, MeteorTier } from '../meteor/shared/kernel.js';
import { timeAt } from './times.js';

/** What a run says in the end. */
export interface ShowerResult {
  readonly preset: PresetName;
  readonly seed: number;
  readonly frames: number;
  readonly tier: MeteorTier;
  /** Of everything the last frame shows. */
  readonly hash: string;
  readonly meteors: number;
  readonly particles: number;
  /** Median. */
  readonly msPerFrame: number;
}

/** Runs a shower for some frames and sums it up. The kernel stays the caller's. */
export function runShower(
  kernel: MeteorKernel,
  { preset, seed, frames }: { readonly preset: PresetName; readonly seed: number; readonly frames: number },
  onFrame: (done: number) => void = () => {},
): ShowerResult {
  const durations = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    const before = performance.now();
    kernel.step(1 / 60, 1);
    durations[frame] = performance.now() - before;
    onFrame(frame + 1);
  }
  const data = kernel.renderData;
  return {
    preset,
    seed,
    frames,
    tier: kernel.tier,
    hash: hashFrame(data),
    meteors: data.meteorCount,
    particles: data.particleCount,
    msPerFrame: timeAt(0.5, durations),
  };
}

/** The result for people. */
export function showerSummary(result: ShowerResult): string {
  return [
    `${result.preset}, seed ${result.seed}, ${result.frames} frames on '${result.tier}'`,
    `hash        ${result.hash}`,
    `shown       ${result.meteors} meteors, ${result.particles} particles`,
    `ms a frame  ${result.msPerFrame} median`,
    '',
  ].join('\n');
}
