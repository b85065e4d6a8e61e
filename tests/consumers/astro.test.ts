import { consumer } from './consumer.js';

consumer('astro', {
  builds: ['astro build'],
  server: 'astro preview --host 127.0.0.1 --port PORT',
  dev: 'astro dev --host 127.0.0.1 --port PORT',
  rendersElements: true,
});
