import { consumer } from './consumer.js';

consumer('next-webpack', {
  source: 'next',
  builds: ['next build --webpack'],
  server: 'next start --hostname 127.0.0.1 --port PORT',
  dev: 'next dev --webpack --hostname 127.0.0.1 --port PORT',
  rendersElements: true,
});
