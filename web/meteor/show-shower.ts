/** The shower of a show. */
import { MeteorStartError } from './errors.js';
import type { MeteorPipeline, PipelineWish } from './pipeline.js';

export type CreatePipeline = (wish: PipelineWish) => Promise<MeteorPipeline>;

/**
 * Creates it. WebAssembly that was asked for and does not start is told of, and JavaScript takes its place: a page would
 * rather have a shower than none.
 */
export async function createShower(create: CreatePipeline, wish: PipelineWish, tell: (error: Error) => void): Promise<MeteorPipeline> {
  try {
    return await create(wish);
  } catch (error) {
    if (!(error instanceof MeteorStartError) || wish.tier !== 'wasm') throw error;
    tell(error);
    return await create({ ...wish, tier: 'js' });
  }
}
