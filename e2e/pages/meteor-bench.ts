/** Measures the meteor kernels, and beside them, in the same page, what @tsparticles/slim takes for as many particles. */
import { type Container, tsParticles } from '@tsparticles/engine';
import { loadSlim } from '@tsparticles/slim';
import type { MeteorOptions } from '../../web/generated/meteor-layout.js';
import type { PresetName } from '../../web/generated/meteor-names.js';
import { MeteorPipeline } from '../../web/kernels/meteor-pipeline.js';
import type { MeteorTier } from '../../web/meteor/shared/kernel.js';

/** A shower to measure, and for how long it runs before. */
export interface MeteorCase {
  readonly key: string;
  readonly preset: PresetName;
  readonly tier: MeteorTier;
  readonly options?: Partial<MeteorOptions>;
  readonly warmUpFrames: number;
}

/** What a round of frames took. */
export interface MeteorRound {
  /** Of each frame. */
  readonly milliseconds: readonly number[];
  readonly meteors: number;
  readonly particles: number;
}

const FRAME_SECONDS = 1 / 60;
const FRAME_MS = 1000 / 60;

const showers = new Map<string, MeteorPipeline>();
let container: Container | undefined;

function timed(frames: number, step: () => void): number[] {
  return Array.from({ length: frames }, () => {
    const begin = performance.now();
    step();
    return performance.now() - begin;
  });
}

const meteorBench = {
  /** Begins a shower and lets it fill the sky. */
  async begin({ key, preset, tier, options = {}, warmUpFrames }: MeteorCase): Promise<void> {
    const shower = await MeteorPipeline.create({ preset, tier, options });
    for (let frame = 0; frame < warmUpFrames; frame += 1) shower.updateAll(FRAME_SECONDS);
    showers.set(key, shower);
  },

  round(key: string, frames: number): MeteorRound {
    const shower = showers.get(key);
    if (shower === undefined) throw new Error(`there is no shower '${key}'`);
    const milliseconds = timed(frames, () => shower.updateAll(FRAME_SECONDS));
    const { meteorCount, particleCount } = shower.getRenderData();
    return { milliseconds, meteors: meteorCount, particles: particleCount };
  },

  drop(key: string): void {
    showers.get(key)?.destroy();
    showers.delete(key);
  },

  /** Makes so many particles of tsParticles, that fly and do nothing else; gives how many there are. */
  async beginTsParticles(count: number): Promise<number> {
    await loadSlim(tsParticles);
    container = await tsParticles.load({
      id: 'tsparticles',
      options: {
        autoPlay: false,
        detectRetina: false,
        fullScreen: { enable: false },
        particles: {
          number: { value: count, density: { enable: false } },
          move: { enable: true, speed: 2, outModes: { default: 'out' } },
          size: { value: { min: 1, max: 3 } },
          opacity: { value: { min: 0.3, max: 0.8 } },
        },
      },
    });
    return container?.particles.count ?? 0;
  },

  /** What its update takes, without drawing. */
  tsParticlesRound(frames: number): MeteorRound {
    const { particles } = container as Container;
    return { milliseconds: timed(frames, () => particles.update({ value: FRAME_MS, factor: 1 })), meteors: 0, particles: particles.count };
  },

  dropTsParticles(): void {
    container?.destroy();
    container = undefined;
  },
};

declare global {
  interface Window {
    meteorBench: typeof meteorBench;
  }
}

window.meteorBench = meteorBench;
