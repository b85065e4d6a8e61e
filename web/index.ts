/** Skyflock: living worlds for a web page. */
export * from './life/api.js';
