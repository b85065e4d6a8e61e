import { consumer } from './consumer.js';

// No tool at all: the browser loads the package's files from where npm put them.
consumer('import-map', { folder: '.' });
