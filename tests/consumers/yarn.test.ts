import { packageManager } from './package-managers.js';

// Plug'n'Play: packages stay in their archives. Yarn reads its registry from settings of its own, so it is told npm's.
const yarn = 'YARN_NPM_REGISTRY_SERVER="$(npm config get registry)" yarn';

packageManager('yarn', {
  install: `${yarn} install --immutable`,
  add: `${yarn} add --dev skyflock@file:./skyflock.tgz`,
  run: 'yarn',
});
