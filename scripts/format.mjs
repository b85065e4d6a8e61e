// npm run format: formats everything. With --check (npm run lint) it only looks, and lints.

import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from './command-line.mjs';
import { PlainError, ROOT, run, say, step, whenChanged } from './steps.mjs';
import { needCommands, needNodeModules } from './toolchain.mjs';

function filesBelow(folder, pattern) {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const cppFiles = () => [...filesBelow('src', /\.(h|cpp)$/), ...filesBelow('tests', /\.(h|cpp)$/)];

/** What clang-tidy compiles with: the native build's flags, as far as they change what the sources mean. */
const TIDY_FLAGS = [
  '-std=c++20',
  '-Isrc',
  '-Itests/native',
  '-DSKYFLOCK_HEAVY_ASSERTS',
  `-DSKYFLOCK_SOURCE_DIR="${ROOT}"`,
  ...(process.arch === 'x64' ? ['-msse4.1'] : []),
];

/**
 * Has clang-tidy look at a folder's C++ (.clang-tidy says for what), file by file on all processors, unless it found nothing
 * since the sources changed last. The bindings are left out: they include Emscripten's headers.
 */
export async function tidy(folder) {
  await needCommands({ 'clang-tidy': 'clang-tidy' });
  const inputs = ['src', folder, '.clang-tidy', 'scripts/format.mjs'];
  await whenChanged(`clang-tidy-${folder.replaceAll('/', '-')}`, { inputs, outputs: [] }, () =>
    step(`clang-tidy (${folder})`, async () => {
      const files = filesBelow(folder, /(?<!_exports)\.cpp$/).map((path) => relative(ROOT, path));
      const queue = files.filter((file) => !file.startsWith(join('src', 'bindings'))).values();
      let found = 0;
      const work = async () => {
        for (const file of queue) {
          const { code, output } = await run(`clang-tidy-${file}`, 'clang-tidy', ['--quiet', file, '--', ...TIDY_FLAGS], { mayFail: true });
          if (code === 0) continue;
          found++;
          say(output);
        }
      };
      await Promise.all(Array.from({ length: availableParallelism() }, work));
      if (found > 0) throw new PlainError(`clang-tidy finds fault with ${found} of the files in ${folder}; what it says stands above.`);
    }),
  );
}

/** Formats, or checks without changing anything. */
export async function format(check) {
  await needNodeModules();
  await needCommands({ 'clang-format': 'clang-format' });
  await step('C++ format', () => run('clang-format', 'clang-format', [...(check ? ['--dry-run', '-Werror'] : ['-i']), ...cppFiles()]));
  const biome = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  await step('TypeScript format and lint', () => run('biome', process.execPath, [biome, 'check', ...(check ? [] : ['--write']), '.']));
  if (check) await tidy('src');
}

const ABOUT = {
  command: 'npm run format',
  does: 'formats all sources.',
  options: { check: { does: 'changes nothing, and lints (npm run lint)' } },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await command(ABOUT, ({ check = false }) => format(check));
