/** The package's declarations, as compilers of programs see them that check what they depend on (`skipLibCheck: false`). */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';

/** Inside the package, where 'skyflock' names the package itself. */
const FOLDER = join(ROOT, 'build', 'types-of-programs');

/** Compiles a program against dist/types; returns what the compiler says, nothing when all is well. */
function compile(name: string, lib: readonly string[], types: readonly string[], code: string): string {
  const folder = join(FOLDER, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'program.ts'), code);
  const compilerOptions = {
    ...{ target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', strict: true, skipLibCheck: false, noEmit: true },
    ...{ lib, types },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  try {
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    return execFileSync(process.execPath, [compiler, '-p', folder], { cwd: ROOT, encoding: 'utf8', timeout: 60_000 });
  } catch (error) {
    return (error as { stdout?: string }).stdout || String(error);
  }
}

/** What every program may do. */
const PROGRAM = `
  import { createLife, type Life } from 'skyflock/life';
  import { MeteorPipeline } from 'skyflock/meteor';
  import { createStore, loadStateEngine, wasmStateEngine } from 'skyflock/state';
  import { connectDevtools } from 'skyflock/state/devtools';
  export const life: Promise<Life> = createLife({ scene: 'savanna', urls: { wasm: '/life.wasm' }, options: { entities: 300 } });
  export const shower = MeteorPipeline.create({ preset: 'leonids', wasmUrl: '/meteor.wasm' });
  export const bytes = MeteorPipeline.create({ wasmBinary: new ArrayBuffer(8) });
  export const store = createStore({ a: 1 }, { engine: await loadStateEngine() });
  export const stop = connectDevtools(store, 'store');
  export { wasmStateEngine };
  // @ts-expect-error a signal is no number
  createLife({ signal: 5 });
  // @ts-expect-error an address is no number
  createLife({ urls: { worker: 5 } });`;

/** What programs do that have the platform's own types. */
const WITH_PLATFORM = `${PROGRAM}
  const there = new URL('file:///life.wasm');
  declare const module: WebAssembly.Module;
  export const aborted = createLife({ signal: AbortSignal.timeout(1000), urls: { worker: there, wasm: there, threadsWasm: there } });
  export const compiled = MeteorPipeline.create({ wasmUrl: there, wasmBinary: module });
  export const engine = wasmStateEngine(module);
  // @ts-expect-error no signal of the platform, though it has an abort's reason
  createLife({ signal: { aborted: false, reason: null } });`;

describe('the declarations compile, and take what the platform has', () => {
  const CASES = [
    ['without-dom', ['ES2022'], [], PROGRAM],
    ['dom', ['ES2022', 'DOM', 'DOM.Iterable'], [], WITH_PLATFORM],
    ['dom-alone', ['ES2022', 'DOM'], [], WITH_PLATFORM],
    ['worker', ['ES2022', 'WebWorker'], [], WITH_PLATFORM],
    // Node's types of this version know no WebAssembly.
    ['node', ['ES2022'], ['node'], WITH_PLATFORM.replace('WebAssembly.Module', 'object')],
    ['node-and-dom', ['ES2022', 'DOM'], ['node'], WITH_PLATFORM],
  ] as const;
  test.each(CASES)('%s', (name, lib, types, code) => {
    expect(compile(name, lib, types, code)).toBe('');
  });

  test('the elements, on a page', () => {
    const code = `
      import { configure } from 'skyflock';
      import { LifeSimElement } from 'skyflock/life-sim';
      import { MeteorShowerElement } from 'skyflock/meteor-shower';
      import type { ScriptModule } from 'skyflock/scene/script';
      import { ScriptSceneElement } from 'skyflock/script-scene';
      configure({ baseUrl: new URL('https://example.com/') });
      export const sim: LifeSimElement | null = document.querySelector('life-sim');
      export const shower: MeteorShowerElement = document.createElement('meteor-shower');
      export const scene: ScriptSceneElement = document.createElement('script-scene');
      export const script: ScriptModule = (own) => ({ update: (dt) => own.create('cube').destroy() });`;
    expect(compile('elements', ['ES2022', 'DOM', 'DOM.Iterable'], [], code)).toBe('');
  });

  test('a mistake is one', () => {
    expect(compile('mistake', ['ES2022'], [], "import { createLife } from 'skyflock/life';\ncreateLife({ scene: 5 });")).toMatch(
      /program\.ts\(2,14\): error TS2322/,
    );
  });
});
