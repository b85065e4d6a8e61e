import { consumer } from './consumer.js';

consumer('vite', { hasScene: true, builds: ['vite build'], server: 'vite preview --port PORT', dev: 'vite --port PORT' });
