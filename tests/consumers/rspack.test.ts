import { consumer } from './consumer.js';

consumer('rspack', {
  builds: ['rspack build', 'cp public/index.html dist/'],
  folder: 'dist',
  dev: 'rspack serve --mode development --host 127.0.0.1 --port PORT',
});
