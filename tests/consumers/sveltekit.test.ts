import { consumer } from './consumer.js';

consumer('sveltekit', {
  builds: ['vite build'],
  server: 'node server.js',
  dev: 'vite --host 127.0.0.1 --port PORT',
  rendersElements: true,
});
