// What the benchmark needs of a build, each part made by the scripts of the tree that it is built from.
//   node scripts/bench-parts.mjs TREE FILE    builds those of another tree, and writes to the file what came of each

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { main } from './steps.mjs';

const native = (target) => async (products) => join(await products.buildNative('gcc-o3', [target]), target);

/** How each part is made; all give its file or folder. */
const PARTS = {
  'native-bench': native('native_bench'),
  'meteor-bench': native('meteor_bench'),
  'state-bench': native('state_bench'),
  'scene-bench': native('scene_bench'),
  package: async (products, tree) => {
    await products.buildPackage();
    return join(tree, 'dist');
  },
  site: async (products, tree) => {
    await products.buildSite();
    return join(tree, 'dist', 'site');
  },
  'test-pages': (products) => products.buildTestPages(),
};

/**
 * Builds a tree's parts.
 *
 * @param {(part: string, error: unknown) => void} onFailure
 * @returns {Promise<Record<string, string>>} the path of each that was built
 */
export async function buildParts(tree, onFailure) {
  const scriptOf = (name) => import(pathToFileURL(join(tree, 'scripts', name)).href);
  const { needNodeModules } = await scriptOf('toolchain.mjs');
  const products = await scriptOf('products.mjs');
  await needNodeModules();
  const paths = {};
  for (const [part, build] of Object.entries(PARTS)) {
    try {
      paths[part] = await build(products, tree);
    } catch (error) {
      onFailure(part, error);
    }
  }
  return paths;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const [tree, file] = process.argv.slice(2);
    const reasons = {};
    const paths = await buildParts(tree, (part, error) => {
      reasons[part] = error instanceof Error ? error.message : String(error);
    });
    writeFileSync(file, JSON.stringify({ paths, reasons }));
  });
}
