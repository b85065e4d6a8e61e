import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScriptModule } from '../../../web/scene/script/script-api.js';
import { parseRandomHashes, RANDOM_DT, RANDOM_SCRIPTS, RANDOM_UPDATES } from '../../scenes/random-scripts.js';
import { type Begin, beginner } from './kernels.js';
import { stage, type TransportName } from './script/stage.js';

const hashes = parseRandomHashes(readFileSync(new URL('../../scenes/random-scripts.txt', import.meta.url), 'utf8'));

/** The module of a text, as the script's thread loads it. */
async function moduleOf(text: string): Promise<ScriptModule> {
  const { default: begin } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`);
  return begin;
}

describe('the twenty random scripts', () => {
  let begins: Record<'js' | 'wasm', Begin>;
  beforeAll(async () => {
    begins = { js: await beginner('js'), wasm: await beginner('wasm') };
  });

  it('are twenty different programs', () => {
    expect(new Set(RANDOM_SCRIPTS.map(({ text }) => text)).size).toBe(20);
    expect(new Set(hashes.values()).size).toBe(20);
  });

  describe.each(['js', 'wasm'] as const)('in tier %s', (tier) => {
    it.each(['rings', 'batches'] as const satisfies TransportName[])(
      'come to the hashes of the file, by %s',
      { timeout: 120_000 },
      async (transport) => {
        for (const { seed, text } of RANDOM_SCRIPTS) {
          const made = stage(transport, { seed, maxEntities: 1000 }, {}, begins[tier] as never);
          let hash = await made.begin(await moduleOf(text));
          for (let update = 1; update < RANDOM_UPDATES; update++) hash = await made.step(RANDOM_DT);
          expect(made.faults, `the script of seed ${seed}`).toEqual([]);
          expect(made.refused, `the script of seed ${seed}`).toEqual([]);
          expect(`${seed} ${hash}`).toBe(`${seed} ${hashes.get(seed)}`);
          made.engine.close();
        }
      },
    );
  });
});
