import { consumer } from './consumer.js';

// `bun build` leaves `new URL('./file', import.meta.url)` as it is: the package's files are not where those say.
consumer('bun', {
  builds: ['bun build main.js --outdir dist --minify --splitting', 'cp index.html dist/'],
  folder: 'dist',
  leavesAddresses: true,
});
