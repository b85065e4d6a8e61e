import { consumer } from './consumer.js';

const server = 'next start --hostname 127.0.0.1 --port PORT';

consumer('next', { builds: ['next build'], server, dev: 'next dev --hostname 127.0.0.1 --port PORT' });
