// npm run format: formats everything. With --check (npm run lint) it only looks, and lints.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from './command-line.mjs';
import { ROOT, run, step } from './steps.mjs';
import { needCommands, needNodeModules } from './toolchain.mjs';

function filesBelow(folder, pattern) {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const cppFiles = () => [...filesBelow('src', /\.(h|cpp)$/), ...filesBelow('tests', /\.(h|cpp)$/)];

/** Formats, or checks without changing anything. */
export async function format(check) {
  await needNodeModules();
  await needCommands({ 'clang-format': 'clang-format' });
  await step('C++ format', () => run('clang-format', 'clang-format', [...(check ? ['--dry-run', '-Werror'] : ['-i']), ...cppFiles()]));
  const biome = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  await step('TypeScript format and lint', () => run('biome', process.execPath, [biome, 'check', ...(check ? [] : ['--write']), '.']));
}

const ABOUT = {
  command: 'npm run format',
  does: 'formats all sources.',
  options: { check: { does: 'changes nothing, and lints (npm run lint)' } },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await command(ABOUT, ({ check = false }) => format(check));
