import { consumer } from './consumer.js';

// esbuild leaves `new URL('./file', import.meta.url)` as it is: the package's files are not where those say.
consumer('esbuild', {
  builds: ['esbuild main.js --bundle --minify --format=esm --splitting --outdir=dist', 'cp module.html dist/index.html'],
  folder: 'dist',
  leavesAddresses: true,
  hasScene: true,
});

consumer('esbuild, one classic script', {
  source: 'esbuild',
  builds: ['esbuild main.js --bundle --minify --format=iife --outdir=dist', 'cp classic.html dist/index.html'],
  folder: 'dist',
  leavesAddresses: true,
  // It marks scripts above 1 MB; all of the package is in this one.
  ownWarnings: [/^ *dist\/main\.js +[\d.]+mb ⚠️$/],
});
