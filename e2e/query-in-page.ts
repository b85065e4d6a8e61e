/** What a page asks of a `<life-sim>`: for the tests of each browser. */
import type { LifeSimElement } from '../web/elements/life-sim.js';
import type { NearbyAnimal, TierName } from '../web/life.js';

export const QUERY_TIERS: readonly TierName[] = ['threads', 'wasm', 'js-workers', 'js'];

export interface QueryAnswers {
  readonly tier: TierName | undefined;
  readonly answers: readonly (readonly NearbyAnimal[])[];
  readonly hash: string | undefined;
}

/** Asks an element of its own, after twelve ticks, at places within the world and at its corner. */
export async function queryInPage(tier: TierName): Promise<QueryAnswers> {
  const sim = document.createElement('life-sim') as LifeSimElement;
  const attributes = { scene: 'savanna', entities: '1500', seed: '5', tier, workers: '3', 'partition-strategy': 'strips', paused: '' };
  for (const [name, value] of Object.entries(attributes)) sim.setAttribute(name, value);
  const ready = new Promise((resolve, reject) => {
    sim.addEventListener('ready', resolve, { once: true });
    sim.addEventListener('error', ({ detail }) => reject(detail.error), { once: true });
  });
  document.body.append(sim);
  await ready;
  for (let tick = 0; tick < 12; tick += 1) sim.step();
  const { worldWidth = 0, worldHeight = 0 } = sim.life?.founding ?? {};
  const answers: NearbyAnimal[][] = [];
  for (const most of [100, 7, 1]) {
    answers.push(await sim.query({ x: 400, y: 300, radius: 200, most }));
    answers.push(await sim.query({ x: worldWidth, y: 0, radius: 150, most }));
    answers.push(await sim.query({ x: worldWidth / 2, y: worldHeight, radius: 4096, most }));
  }
  // The first two are of one place.
  const [crowd, corner, all, few, ...rest] = answers as [NearbyAnimal[], NearbyAnimal[], NearbyAnimal[], NearbyAnimal[]];
  const asked = { tier: sim.life?.tier, answers: [crowd, few, corner, all, ...rest], hash: (await sim.life?.hash())?.hash };
  sim.remove();
  return asked;
}
