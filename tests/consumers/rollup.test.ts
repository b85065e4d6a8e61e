import { consumer } from './consumer.js';

// Rollup leaves `new URL('./file', import.meta.url)` as it is: the package's files are not where those say.
consumer('rollup', {
  builds: ['rollup main.js --dir dist --format es --plugin node-resolve', 'cp index.html dist/'],
  folder: 'dist',
  leavesAddresses: true,
});
