import { consumer } from './consumer.js';

consumer('webpack', { builds: ['webpack', 'cp public/index.html dist/'], folder: 'dist' });
