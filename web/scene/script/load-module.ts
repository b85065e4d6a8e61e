/** Loads a user's module, from its address or from its text. */
import { START_DEADLINE_MS, withDeadline } from '../../engine/deadline.js';
import { describe } from '../../engine/describe.js';
import { SceneLoadError, type SceneScriptError, SceneTimeoutError } from '../shared/errors.js';
import type { ScriptSource } from '../shared/script-types.js';
import { type ScriptName, scriptError } from './faults.js';

/** A module that was loaded, or why it was not. */
export type LoadedModule = { readonly script: ScriptName } & (
  | { readonly begin: (...given: never[]) => unknown }
  | { readonly fault: SceneScriptError | SceneLoadError | SceneTimeoutError }
);

export interface ModuleHost {
  /** `import(address)`, where the bundler leaves it alone. */
  importModule(address: string): Promise<unknown>;
  /** Beginning of the addresses of the package's scripts, which errors of the script's leave out; empty: unknown. */
  readonly own: string;
  /** Addresses of a text, in the order in which they are tried: a policy may allow one and not the other. */
  readonly forms: readonly ('blob' | 'data')[];
  addressOf(text: string, form: 'blob' | 'data'): string;
  /** Where a module that does not parse is wrong, for the reason that `import` gave; null where nothing tells. */
  locate?(source: ScriptSource, reason: string): Promise<{ readonly line: number; readonly column: number } | null>;
}

const DEFAULT_NAME = 'script.js';
const WAY_OUT_TEXT =
  "Allow blob: or data: in the script-src of the page's CSP (a script that has an address needs neither), and give absolute addresses in its imports";
const WAY_OUT_SHAPE = 'export default (scene, kit) => ({ update(dt) {} })';

/** Loads the module. What is wrong with it is given, not thrown. */
export async function loadModule(source: ScriptSource, host: ModuleHost): Promise<LoadedModule> {
  if ('url' in source) return await loadFrom({ address: source.url, name: source.url }, source, host);
  const name = source.name ?? DEFAULT_NAME;
  let loaded: LoadedModule | null = null;
  for (const form of host.forms) {
    loaded = await loadFrom({ address: host.addressOf(source.text, form), name }, source, host);
    // What is the script's own fault would be so again.
    if ('begin' in loaded || !(loaded.fault instanceof SceneLoadError)) return loaded;
  }
  return loaded as LoadedModule;
}

async function loadFrom(script: ScriptName, source: ScriptSource, host: ModuleHost): Promise<LoadedModule> {
  const { address, name } = script;
  let module: unknown;
  try {
    const late = (): Error => new SceneTimeoutError(`import of ${name}`, START_DEADLINE_MS, 'its server, or a module that it imports,');
    module = await withDeadline(host.importModule(address), START_DEADLINE_MS, late);
  } catch (error) {
    if (error instanceof SceneTimeoutError) return { script, fault: error };
    return { script, fault: await loadFault(error, script, source, host) };
  }
  const begin = (module as { default?: unknown } | null)?.default;
  if (typeof begin === 'function') return { script, begin: begin as () => unknown };
  const what = begin === undefined ? 'it has no default export' : `its default export is of type ${typeof begin}`;
  return { script, fault: scriptError(new Error(`${what}; write: ${WAY_OUT_SHAPE}`), 'module', script) };
}

async function loadFault(
  error: unknown,
  script: ScriptName,
  source: ScriptSource,
  host: ModuleHost,
): Promise<SceneScriptError | SceneLoadError> {
  const own = scriptError(error, 'module', script, host.own);
  if (error instanceof SyntaxError) {
    if (own.line > 0) return own;
    const place = (await host.locate?.(source, describe(error)).catch(() => null)) ?? null;
    if (place === null) return own;
    const located = Object.assign(new Error(own.reason), { stack: `at ${script.address}:${place.line}:${place.column}` });
    return scriptError(located, 'module', script);
  }
  // What the module itself throws has its lines in the stack; what keeps it from being loaded has none.
  if (String((error as Error | null)?.stack).includes(`${script.address}:`)) return own;
  const reason = describe(error).replaceAll(script.address, script.name);
  return new SceneLoadError(script.name, reason, 'text' in source ? WAY_OUT_TEXT : undefined);
}
