/** What no report may hold, wherever it stands in it. */
import type { Report } from '../../../web/engine/diagnostics.js';

/** Every text of a report, keys among them, by where it stands. */
export function textsOf(value: unknown, path = 'report'): { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [{ path: `${path}, a key`, text: key }, ...textsOf(one, `${path}.${key}`)]);
}

/** A path, a query, an address beyond its origin. */
const FORBIDDEN = [/:\/\/[^/\s]+\/\S/, /(?:^|[\s'"(])\.{0,2}\/\w/, /\w\/\w+\/\w/, /\?\w+=/, /\w\/\w+\.\w{2,4}\b/, /\bat \S+ \(/];
/** What a browser calls itself, and its GPU, have slashes of their own. */
const OTHERS = /\.browser\.(?:agent|gpu)$/;

/** Whatever of a report should not be there. @param secrets of the page and its user */
export function leaksOf(report: Report, secrets: readonly string[] = []): string[] {
  return textsOf(JSON.parse(JSON.stringify(report)))
    .filter(
      ({ path, text }) =>
        secrets.some((secret) => text.includes(secret)) || (!OTHERS.test(path) && FORBIDDEN.some((one) => one.test(text))),
    )
    .map(({ path, text }) => `${path}: ${text}`);
}

/** The keys of a report, down to what its lists and tables hold; docs/diagnostics.md has them all. */
export const KEYS = [
  ...['schema', 'about', 'made', 'atMs', 'state', 'fault'],
  ...['package.version', 'package.build', 'page.origin', 'page.secure', 'page.hidden'],
  ...['agent', 'isolated', 'sharedMemory', 'webAssembly', 'simd', 'workers', 'offscreenCanvas', 'webgl2', 'gpu', 'cores'].map(inBrowser),
  ...['memoryGigabytes', 'pixelRatio', 'reducedMotion', 'saveData'].map(inBrowser),
  ...['tier.asked', 'tier.runs', 'tier.refused', 'threads.runsOn', 'threads.workers', 'threads.note'],
  ...['renderer', 'settings', 'recoveries', 'errors', 'changes', 'timings.tick', 'timings.frame', 'timings.draw'],
  ...['memory.engineBytes', 'memory.mostEngineBytes', 'memory.pageBytes', 'counts'],
];

function inBrowser(name: string): string {
  return `browser.${name}`;
}

const GROUPS = ['package', 'page', 'browser', 'tier', 'threads', 'timings', 'memory'];

/** The keys that a report has. */
export function keysOf(report: Report): string[] {
  return Object.entries(report).flatMap(([key, value]) =>
    GROUPS.includes(key) ? Object.keys(value as object).map((inner) => `${key}.${inner}`) : [key],
  );
}
