/** The twenty random scripts on threads of their own in a page, in step, whichever browser it is in. */
import { readFileSync } from 'node:fs';
import { parseRandomHashes, RANDOM_SCRIPTS, RANDOM_UPDATES } from '../tests/scenes/random-scripts.js';
import type { SceneFaultsPage } from './pages/scene-faults.js';

const HASHES = parseRandomHashes(readFileSync(new URL('../tests/scenes/random-scripts.txt', import.meta.url), 'utf8'));

interface ScriptRequest {
  readonly seed: number;
  readonly text: string;
  readonly updates: number;
}

/** Runs in the page of scene-faults.html, so it may use nothing that stands outside of it: a hash of each tier and transport. */
async function hashesInPage({ seed, text, updates }: ScriptRequest): Promise<readonly string[]> {
  const { begin } = (globalThis as unknown as { readonly sceneFaults: SceneFaultsPage }).sceneFaults;
  const run = async (tier: 'wasm' | 'js', link: 'rings' | 'batches'): Promise<string> => {
    const scene = await begin({
      ...{ source: { text, name: 'random.js' }, options: { seed, maxEntities: 1000 } },
      ...{ tier, link, paused: true, renderer: 'canvas2d', budget: 60_000 },
    });
    const isThere = (): boolean => scene.link.state === 'paused' && scene.told.some(({ what }) => what === 'shown');
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 5));
    // What the default export does is the first update.
    const last = await scene.link.step(updates - 1);
    const hash = await scene.link.hash(last);
    const { thread } = scene.link;
    scene.link.destroy();
    scene.canvasOf().remove();
    return `${tier} ${link} ${thread} ${last} ${hash}`;
  };
  return await Promise.all([run('wasm', 'rings'), run('wasm', 'batches'), run('js', 'rings'), run('js', 'batches')]);
}

/** Evaluates a function in a page, as Playwright's pages and driven ones do. */
type Evaluate = (work: typeof hashesInPage, request: ScriptRequest) => Promise<readonly string[]>;

/** What a browser makes of the scripts, and what it should. */
export async function compareScriptsInPage(evaluate: Evaluate): Promise<{ readonly reached: string[]; readonly wanted: string[] }> {
  const reached: string[] = [];
  const wanted: string[] = [];
  for (const { seed, text } of RANDOM_SCRIPTS) {
    for (const line of await evaluate(hashesInPage, { seed, text, updates: RANDOM_UPDATES })) reached.push(`${seed} ${line}`);
    for (const way of ['wasm rings', 'wasm batches', 'js rings', 'js batches']) {
      wanted.push(`${seed} ${way} worker ${RANDOM_UPDATES} ${HASHES.get(seed)}`);
    }
  }
  return { reached, wanted };
}
