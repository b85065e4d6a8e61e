import { consumer } from './consumer.js';

consumer('web-dev-server', { server: 'web-dev-server --hostname 127.0.0.1 --port PORT' });
