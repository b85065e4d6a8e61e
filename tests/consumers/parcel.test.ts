import { consumer } from './consumer.js';

consumer('parcel', {
  builds: ['parcel build index.html --dist-dir dist'],
  folder: 'dist',
  dev: 'parcel serve index.html --host 127.0.0.1 --port PORT',
});
