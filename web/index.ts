/** Skyflock: living worlds for a web page. */
export { type Configuration, ConfigurationError, configure } from './engine/configuration.js';
export type { SystemName, WasmBinary, WasmFile } from './engine/page-defaults.js';
export * from './life.js';
export * from './meteor.js';
