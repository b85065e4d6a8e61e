import { consumer } from './consumer.js';

consumer('next', {
  builds: ['next build'],
  server: 'next start --hostname 127.0.0.1 --port PORT',
  dev: 'next dev --hostname 127.0.0.1 --port PORT',
  rendersElements: true,
});
