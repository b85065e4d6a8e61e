import { consumer } from './consumer.js';

consumer('webpack', { hasScene: true, builds: ['webpack', 'cp public/index.html dist/'], folder: 'dist' });
