import { packageManager } from './package-managers.js';

packageManager('pnpm', {
  install: 'pnpm install --frozen-lockfile',
  add: 'pnpm add --save-dev file:skyflock.tgz',
  run: 'pnpm exec',
});
