import { consumer } from './consumer.js';

consumer('nuxt', {
  builds: ['nuxt build'],
  server: 'node .output/server/index.mjs',
  dev: 'nuxt dev --host 127.0.0.1 --port PORT',
  rendersElements: true,
});
