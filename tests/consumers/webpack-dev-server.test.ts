import { consumer } from './consumer.js';

consumer('webpack-dev-server', { dev: 'webpack serve --mode development --host 127.0.0.1 --port PORT' });
