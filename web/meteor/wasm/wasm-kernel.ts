/** The meteor kernel over the WebAssembly engine: src/bindings/meteor.cpp, one instance a shower. */
import { describe } from '../../engine/describe.js';
import { compileWasm, loadWasm } from '../../engine/load-wasm.js';
import type { Refusal } from '../../engine/refusal.js';
import { WAY_OUT_BUILD } from '../../engine/ways-out.js';
import { type MeteorOptions, STEPPED_MOVED } from '../../generated/meteor-layout.js';
import { LAYOUT_ID } from '../../generated/meteor-names.js';
import type { MeteorEngine } from '../shared/engine.js';
import { MeteorStartError } from '../shared/errors.js';
import { type MeteorKernel, WAY_OUT_SMALLER } from '../shared/kernel.js';
import { KernelOver } from '../shared/kernel-over.js';
import { optionWords } from '../shared/settings.js';
import { writeOptionWords, writeSaved } from '../shared/views.js';

/** The engine's exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  layoutId(): number;
  options(): number;
  found(): number;
  reserve(bytes: number): number;
  restore(): number;
  block(): number;
  step(dt: number, speedMultiplier: number): number;
  advance(dt: number, speedMultiplier: number): void;
  pack(): number;
  spawn(): number;
  configure(): number;
}

const refuseMemory = (reason: string): MeteorStartError => new MeteorStartError('memory', reason, WAY_OUT_SMALLER);
const refuse: Refusal = (reason, wayOut, passes) => new MeteorStartError('wasm', reason, wayOut, passes);

/**
 * Gets and compiles the engine's .wasm file.
 * @param address gives its address, or throws where there is none
 * @throws MeteorStartError with stage `wasm` that says what went wrong and what to do
 */
export async function loadMeteorModule(address: () => string): Promise<WebAssembly.Module> {
  return await loadWasm(address, 'skyflock-meteor.wasm', refuse);
}

/**
 * Compiles the engine's bytes.
 * @throws MeteorStartError with stage `wasm`
 */
export async function compileMeteorModule(bytes: Uint8Array<ArrayBuffer>, source = 'wasmBinary'): Promise<WebAssembly.Module> {
  return await compileWasm(bytes, source, refuse);
}

/**
 * Begins a shower with an engine and a memory of its own, or goes on with a saved one.
 * @throws MeteorOptionError for a value out of range
 * @throws MeteorStartError when the module is of another build, or memory is refused
 */
export function createWasmMeteorKernel(
  module: WebAssembly.Module,
  options: Partial<MeteorOptions>,
  saved: ArrayBuffer | null = null,
): MeteorKernel {
  const words = optionWords(options);
  const exports = instantiate(module);
  if (saved !== null) {
    const room = exports.reserve(saved.byteLength);
    if (room === 0) throw refuseMemory('the memory for a saved shower was refused');
    writeSaved(exports.memory.buffer, room >>> 0, saved);
    if (exports.restore() === 0) throw new MeteorStartError('layout', 'the saved shower is damaged, or of another build', WAY_OUT_BUILD);
  } else {
    writeOptionWords(exports.memory.buffer, exports.options() >>> 0, words);
    if (exports.found() === 0) throw refuseMemory("the shower's memory was refused");
  }
  return new KernelOver('wasm', new WasmEngine(exports));
}

function instantiate(module: WebAssembly.Module): Exports {
  let exports: Exports;
  try {
    // It imports nothing. Views are made anew whenever the block moved, which is all that memory grows for.
    exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    exports._initialize();
  } catch (error) {
    if (error instanceof RangeError) throw refuseMemory(describe(error));
    throw new MeteorStartError('layout', `the .wasm does not fit its script: ${describe(error)}`, WAY_OUT_BUILD);
  }
  const id = exports.layoutId() >>> 0;
  if (id === LAYOUT_ID) return exports;
  throw new MeteorStartError('layout', `the .wasm has layout ${id}, the script ${LAYOUT_ID}`, WAY_OUT_BUILD);
}

class WasmEngine implements MeteorEngine {
  readonly #exports: Exports;
  base: number;

  constructor(exports: Exports) {
    this.#exports = exports;
    this.base = exports.block() >>> 0;
  }

  get buffer(): ArrayBuffer {
    return this.#exports.memory.buffer;
  }

  step(dt: number, speedMultiplier: number): number {
    return this.#moved(this.#exports.step(dt, speedMultiplier));
  }

  advance(dt: number, speedMultiplier: number): void {
    this.#exports.advance(dt, speedMultiplier);
  }

  pack(): number {
    return this.#moved(this.#exports.pack());
  }

  spawn(): number {
    const id = this.#exports.spawn() >>> 0;
    this.base = this.#exports.block() >>> 0;
    return id;
  }

  configure(options: Uint32Array): boolean {
    writeOptionWords(this.buffer, this.#exports.options() >>> 0, options);
    const done = this.#exports.configure() !== 0;
    this.base = this.#exports.block() >>> 0;
    return done;
  }

  destroy(): void {}

  #moved(flags: number): number {
    if ((flags & STEPPED_MOVED) !== 0) this.base = this.#exports.block() >>> 0;
    return flags;
  }
}
