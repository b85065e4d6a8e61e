// Entries in the package's own folder, while it is packed: Parcel, and TypeScript's resolution 'node10', know nothing of the
// `exports` in package.json, and find `skyflock/life` as the file life.js. --remove takes them away again.

import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command } from './command-line.mjs';
import { ROOT } from './steps.mjs';

/** Every entry that has types, by its path without an ending. */
function entries() {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return Object.entries(exports).filter(([name, target]) => name !== '.' && typeof target === 'object');
}

/** A file of dist as one in the folder of an entry names it. */
const from = (name, file) => file.replace(/^\.\//, name.split('/').length > 2 ? '../' : './');

const options = { remove: { does: 'takes them away again' } };
await command(
  { command: 'node scripts/root-entries.mjs', does: 'writes entries into the root, for tools that know no exports.', options },
  ({ remove = false }) => {
    for (const [name, { types, default: script }] of entries()) {
      const path = join(ROOT, name);
      if (remove) {
        for (const ending of ['.js', '.d.ts']) rmSync(path + ending, { force: true });
        if (dirname(path) !== ROOT) removeEmpty(dirname(path));
        continue;
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.js`, `export * from '${from(name, script)}';\n`);
      writeFileSync(`${path}.d.ts`, `export * from '${from(name, types).replace(/\.d\.ts$/, '.js')}';\n`);
    }
  },
);

function removeEmpty(folder) {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY'].includes(error.code)) throw error;
  }
}
