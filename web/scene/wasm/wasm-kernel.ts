/** The scene kernel over the WebAssembly engine: src/bindings/scene.cpp, one instance a scene. */
import { describe } from '../../engine/describe.js';
import { hashText } from '../../engine/hash.js';
import { compileWasm, loadWasm } from '../../engine/load-wasm.js';
import type { Refusal } from '../../engine/refusal.js';
import { WAY_OUT_BUILD } from '../../engine/ways-out.js';
import { DIRTY_MEMORY, LAYOUT_ID, type SceneOptions } from '../../generated/scene-layout.js';
import { SceneStartError } from '../shared/errors.js';
import type { Picked, SceneKernel } from '../shared/kernel.js';
import { optionWords, resolveOptions } from '../shared/settings.js';
import { MemoryViews, readWords, writeOptionWords } from '../shared/views.js';
import { WAY_OUT_SMALLER } from '../shared/ways-out.js';

/** The engine's exports. Addresses are signed here. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  layoutId(): number;
  options(): number;
  found(): number;
  block(): number;
  decode(count: number): number;
  draw(): number;
  pick(x: number, y: number): number;
  hash(): number;
  clearCallbacks(): void;
}

/** Words of what a pick meets: index, generation, distance, x, y, z. */
const HIT_WORDS = 6;

const refuse: Refusal = (reason, wayOut, passes) => new SceneStartError('wasm', reason, wayOut, passes);

/**
 * Gets and compiles the engine's .wasm file.
 * @param address gives its address, or throws where there is none
 * @throws SceneStartError with stage `wasm` that says what went wrong and what to do
 */
export async function loadSceneModule(address: () => string): Promise<WebAssembly.Module> {
  return await loadWasm(address, 'skyflock-scene.wasm', refuse);
}

/**
 * Compiles the engine's bytes.
 * @throws SceneStartError with stage `wasm`
 */
export async function compileSceneModule(bytes: Uint8Array<ArrayBuffer>, source = 'wasmBinary'): Promise<WebAssembly.Module> {
  return await compileWasm(bytes, source, refuse);
}

/**
 * Begins an empty scene with an engine and a memory of its own.
 * @throws SceneOptionError for a value out of range
 * @throws SceneStartError when the module is of another build, or memory is refused
 */
export function createWasmSceneKernel(module: WebAssembly.Module, options: Partial<SceneOptions> = {}): SceneKernel {
  const resolved = resolveOptions(options);
  const exports = instantiate(module);
  writeOptionWords(exports.memory.buffer, exports.options() >>> 0, optionWords(resolved));
  if (exports.found() === 0) throw new SceneStartError('memory', "the scene's memory was refused", WAY_OUT_SMALLER);
  return new WasmKernel(exports, resolved);
}

function instantiate(module: WebAssembly.Module): Exports {
  let exports: Exports;
  try {
    // It imports nothing.
    exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    exports._initialize();
  } catch (error) {
    if (error instanceof RangeError) throw new SceneStartError('memory', describe(error), WAY_OUT_SMALLER);
    throw new SceneStartError('layout', `the .wasm does not fit its script: ${describe(error)}`, WAY_OUT_BUILD);
  }
  const id = exports.layoutId() >>> 0;
  if (id === LAYOUT_ID) return exports;
  throw new SceneStartError('layout', `the .wasm has layout ${id}, the script ${LAYOUT_ID}`, WAY_OUT_BUILD);
}

class WasmKernel implements SceneKernel {
  readonly tier = 'wasm';
  readonly options: SceneOptions;
  readonly views = new MemoryViews();
  readonly #exports: Exports;
  readonly #block: number;
  /** Arrays were made anew since the last draw list. */
  #hasMoved = false;

  constructor(exports: Exports, options: SceneOptions) {
    this.#exports = exports;
    this.options = options;
    this.#block = exports.block() >>> 0;
    this.#look();
  }

  decode(count: number): number {
    const done = this.#exports.decode(count) >>> 0;
    this.#look();
    return done;
  }

  draw(): number {
    const flags = this.#exports.draw();
    this.#look();
    const moved = this.#hasMoved ? DIRTY_MEMORY : 0;
    this.#hasMoved = false;
    return flags | moved;
  }

  pick(x: number, y: number): Picked | null {
    const hit = this.#exports.pick(x, y) >>> 0;
    this.#look();
    if (hit === 0) return null;
    const words = readWords(this.#exports.memory.buffer, hit, HIT_WORDS);
    const [distance, ...point] = new Float32Array(words.buffer, 8) as unknown as [number, number, number, number];
    return { index: words[0] as number, generation: words[1] as number, distance, point };
  }

  hash(): string {
    const [low, high] = readWords(this.#exports.memory.buffer, this.#exports.hash() >>> 0, 2) as unknown as [number, number];
    return hashText(low, high);
  }

  clearCallbacks(): void {
    this.#exports.clearCallbacks();
  }

  destroy(): void {}

  /** The engine's memory grows for what is not seen here, too, and older arrays are empty then. */
  #look(): void {
    if (this.views.look(this.#exports.memory.buffer, this.#block, this.options)) this.#hasMoved = true;
  }
}
