import { consumer } from './consumer.js';

// Angular follows worker addresses in an application's own files only: the package's files are not where those say.
consumer('angular', {
  builds: ['ng build'],
  folder: 'dist/browser',
  dev: 'ng serve --host 127.0.0.1 --port PORT',
  leavesAddresses: true,
});

consumer('angular, prerendered', {
  source: 'angular',
  builds: ['ng build --configuration production,prerendered'],
  folder: 'dist/browser',
  rendersElements: true,
  leavesAddresses: true,
});
