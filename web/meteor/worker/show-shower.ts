/** The shower of a show. */
import { MeteorStartError } from '../shared/errors.js';
import type { PipelineWish, ShowerPipeline } from './pipeline.js';

export type CreatePipeline = (wish: PipelineWish, saved?: ArrayBuffer | null) => Promise<ShowerPipeline>;

/**
 * Creates it. WebAssembly that was asked for and does not start is told of, and JavaScript takes its place: a page would
 * rather have a shower than none.
 * @param saved a shower to go on with; one that can't be gone on with is begun anew
 */
export async function createShower(
  create: CreatePipeline,
  wish: PipelineWish,
  saved: ArrayBuffer | null,
  tell: (error: Error) => void,
): Promise<ShowerPipeline> {
  try {
    return await create(wish, saved);
  } catch (error) {
    if (saved !== null && error instanceof MeteorStartError) return await createShower(create, wish, null, tell);
    if (!(error instanceof MeteorStartError) || wish.tier !== 'wasm') throw error;
    tell(error);
    return await create({ ...wish, tier: 'js' });
  }
}
