import { consumer } from './consumer.js';

// Rolldown leaves `new URL('./file', import.meta.url)` as it is: the package's files are not where those say.
consumer('rolldown', {
  builds: ['rolldown main.js --dir dist --format esm --minify', 'cp index.html dist/'],
  folder: 'dist',
  leavesAddresses: true,
});
