/** Skyflock: living worlds for a web page. */
export * from './life/api.js';
export * from './meteor/api.js';
