/** The package's one way to the console. */

/** How loud it is, from nothing to all: each level lets through what those before it do. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The level that holds on this thread. */
export let logLevel: LogLevel = 'warn';

export function setLogLevel(level: LogLevel): void {
  logLevel = level;
}

/** Writes a line, unless that is more than the page wants to read. */
export function log(level: Exclude<LogLevel, 'silent'>, ...line: readonly unknown[]): void {
  // What is amiss with an element in the markup shows when it is defined: before the script that defines it can say `configure`.
  queueMicrotask(() => {
    if (LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(logLevel)) console[level](...line);
  });
}
