// The scripts of the scenes' page, in step over the real engine: what users copy runs as it stands.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ResourceHost } from '../../../../web/scene/script/resource-host.js';
import type { ScriptModule } from '../../../../web/scene/script/script-api.js';
import { type Stage, stage } from '../../scene/script/stage.js';

const FOLDER = new URL('../../../../web/site/scene/', import.meta.url);
const BASE = 'https://example.org/scene/scripts/';

/** Files of the page, by the addresses that a script gives. */
const resources: ResourceHost = {
  picture: () => Promise.reject(new Error('no scene of the page has pictures')),
  bytes: async (url) => await readFile(fileURLToPath(new URL(url.replace('https://example.org/scene/', ''), FOLDER))),
};

async function begun(name: string): Promise<{ readonly made: Stage; readonly first: string }> {
  const { default: script } = (await import(new URL(`scripts/${name}.js`, FOLDER).href)) as { readonly default: ScriptModule };
  const made = stage('batches', {}, { resources, base: `${BASE}${name}.js` });
  return { made, first: await made.begin(script) };
}

for (const [name, entities] of [
  ['cubes', 1024],
  ['flock', 20_001],
  ['solar', 742],
  ['model', 37],
  ['faults', 240],
] as const) {
  test(`${name} makes what it says, and every update changes it without an error or a refusal`, async () => {
    const { made, first } = await begun(name);
    const hashes = [first];
    for (let n = 0; n < 4; n += 1) hashes.push(await made.step());
    expect(made.faults).toEqual([]);
    expect(made.refused).toEqual([]);
    expect(made.scene.entities()).toHaveLength(entities);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
}

test('the script of faults throws in every update once it is told to, and goes on once it is told that too', async () => {
  const { made } = await begun('faults');
  made.run.message('fault', 'throw');
  for (let n = 0; n < 3; n += 1) await made.step();
  expect(made.faults.map(({ error }) => (error as Error).message)).toEqual(Array(3).fill('this update was told to throw'));
  made.run.message('fault', 'none');
  await made.step();
  expect(made.faults).toHaveLength(3);
});
