import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';
import type { PageDefaults } from '../../../web/engine/page-defaults.js';

type Module = typeof import('../../../web/engine/configuration.js');
let module: Module;
let defaults: typeof import('../../../web/engine/page-defaults.js');

/** As a page that was just opened has it, with nothing started. */
beforeEach(async () => {
  vi.resetModules();
  module = await import('../../../web/engine/configuration.js');
  defaults = await import('../../../web/engine/page-defaults.js');
});

const PAGE = 'https://page.example/skies/';
const base = { baseUrl: `${PAGE}vendor` };

/** What is refused, in the parts that a page can show. */
function refusal(configuration: unknown): Record<string, unknown> {
  try {
    module.configure(configuration as Parameters<Module['configure']>[0]);
  } catch (error) {
    expect(error).toBeInstanceOf(module.ConfigurationError);
    const { name, setting, value, range, wayOut, message } = error as InstanceType<Module['ConfigurationError']>;
    expect(message).toContain(`${setting} = `);
    expect(message).toContain(`${range}. ${wayOut}`);
    return { name, setting, value, range };
  }
  throw new Error('it was not refused');
}

test('what waits for a configuration is called with each, and at once where there is one', () => {
  const called: string[] = [];
  module.whenConfigured(() => called.push('first'));
  expect(called).toEqual([]);
  module.configure({ tier: 'js' });
  module.whenConfigured(() => called.push('second'));
  expect(called).toEqual(['first', 'second']);
});

describe('configure', () => {
  test.each([
    ['a part that there is none of', { wasmUrls: {} }, { setting: 'wasmUrls', range: /^there are baseUrl, wasmUrl, workerUrl, / }],
    [
      'a file that there is none of',
      { wasmUrl: { sky: '/a' } },
      { setting: 'wasmUrl.sky', range: /^there are life, lifeThreads, meteor, scene, state$/ },
    ],
    [
      'a worker that there is none of',
      { workerUrl: { lifeThreads: '/a' } },
      { setting: 'workerUrl.lifeThreads', range: /^there are life, meteor, scene, script$/ },
    ],
    ['a number for an address', { baseUrl: 5 }, { setting: 'baseUrl', value: 5, range: /an address$/ }],
    ['no text for an address', { baseUrl: '' }, { setting: 'baseUrl', value: '', range: /address/ }],
    ['what is no address', { wasmUrl: { meteor: 'http://' } }, { setting: 'wasmUrl.meteor', value: 'http://', range: /address/ }],
    ['one address for all files', { wasmUrl: '/a.wasm' }, { setting: 'wasmUrl', value: '/a.wasm', range: /an object/ }],
    ['null for a group', { wasmBinary: null }, { setting: 'wasmBinary', value: null, range: /an object/ }],
    [
      'a view for bytes',
      { wasmBinary: { life: new Uint8Array(4) } },
      { setting: 'wasmBinary.life', range: /ArrayBuffer or a WebAssembly.Module/ },
    ],
    ['half a worker', { workers: 1.5 }, { setting: 'workers', value: 1.5, range: /whole number/ }],
    ['no workers', { workers: 0 }, { setting: 'workers', value: 0, range: /whole number from 1/ }],
    ['a tier that there is none of', { tier: 'gpu' }, { setting: 'tier', value: 'gpu', range: /auto, threads, wasm, js-workers, js/ }],
    ['no object at all', 'dist', { setting: 'configuration', value: 'dist', range: /an object/ }],
  ])('refuses %s by name, value and range', (_, configuration, expected) => {
    expect(refusal(configuration)).toMatchObject({ ...expected, name: 'ConfigurationError', range: expect.stringMatching(expected.range) });
  });

  test('sets nothing of what is refused in a part', async () => {
    refusal({ ...base, workers: -1 });
    expect(await defaults.pageDefaults()).toEqual({ wasm: {}, worker: {}, tier: {} });
  });

  test('adds up until the first use, and is refused after it', async () => {
    module.configure({ ...base, tier: 'wasm' });
    module.configure({ tier: 'js', workers: 3 });
    expect(await defaults.pageDefaults()).toMatchObject({
      worker: { meteor: `${PAGE}vendor/workers/meteor.worker.js` },
      tier: { life: 'js', meteor: 'js' },
      workers: 3,
    });
    expect(refusal({ tier: 'wasm' })).toMatchObject({ setting: 'configuration', range: 'something has started already' });
  });

  test('holds for what began before it in the same script', async () => {
    const first = defaults.pageDefaults();
    module.configure({ workers: 2 });
    expect(await first).toMatchObject({ workers: 2 });
  });
});

describe('where files are', () => {
  /** What is there once a page has said this. */
  async function after(configuration: Parameters<Module['configure']>[0]): Promise<PageDefaults> {
    module.configure(configuration);
    return await defaults.pageDefaults();
  }

  test('is left open where nothing is said', async () => {
    const { wasm, worker } = await after({ tier: 'js' });
    expect([...Object.values(wasm), ...Object.values(worker)]).toEqual(Array(9).fill(undefined));
  });

  test('is the bytes, then the single address, then the folder', async () => {
    const bytes = new ArrayBuffer(8);
    const wasmUrl = { life: `${PAGE}life.wasm`, meteor: new URL(`${PAGE}meteor.wasm`) };
    const { wasm, worker } = await after({ ...base, wasmUrl, wasmBinary: { life: bytes }, workerUrl: { life: `${PAGE}w.js` } });
    expect(wasm.life).toBe(bytes);
    expect(wasm).toMatchObject({ lifeThreads: `${PAGE}vendor/skyflock-life-threads.wasm`, meteor: `${PAGE}meteor.wasm` });
    const inVendor = (name: string): string => `${PAGE}vendor/workers/${name}.worker.js`;
    expect(worker).toEqual({ life: `${PAGE}w.js`, meteor: inVendor('meteor'), scene: inVendor('scene'), script: inVendor('script') });
  });

  test('in a folder of the package is where the package has them', async () => {
    const { wasm, worker } = await after({ baseUrl: PAGE });
    const paths = [...Object.values(wasm), ...Object.values(worker)].map((url) => String(url).replace(PAGE, ''));
    expect(paths).toHaveLength(9);
    expect(paths.filter((path) => !existsSync(join(ROOT, 'dist', path)))).toEqual([]);
  });

  test('is refused where an own address is none', () => {
    expect(() => defaults.absolute('http://')).toThrow(TypeError);
    expect(defaults.absolute(undefined)).toBeUndefined();
  });
});

describe('the configured tier', () => {
  test.each([
    ['threads', 'wasm'],
    ['wasm', 'wasm'],
    ['js-workers', 'js'],
    ['js', 'js'],
    ['auto', 'auto'],
  ] as const)('%s is %s for showers, where they leave it open', (tier, ofShowers) => {
    module.configure({ tier });
    expect([defaults.tierFor('life', 'auto'), defaults.tierFor('life', 'js')]).toEqual([tier, 'js']);
    expect([defaults.tierFor('meteor', 'auto'), defaults.tierFor('meteor', 'wasm')]).toEqual([ofShowers, 'wasm']);
  });
});
