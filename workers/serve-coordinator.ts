/**
 * The coordinator's thread: gives web/life/worker/coordinator.ts its messages, its clock and the engine.
 */
import createEngine from '../build/wasm/skyflock-life.js';
import createThreadsEngine from '../build/wasm/skyflock-life-threads.js';
import { Alarm } from '../web/engine/alarm.js';
import { loadLater } from '../web/engine/deadline.js';
import { describe } from '../web/engine/describe.js';
import { compileWasm, fetchWasm } from '../web/engine/load-wasm.js';
import type { WasmSource } from '../web/engine/page-defaults.js';
import { threadScope } from '../web/engine/thread-scope.js';
import { WAY_OUT_FILES } from '../web/engine/ways-out.js';
import { LIFE_KERNELS, type LifeMeans } from '../web/kernels/life.js';
import { poolScript, spawnPlace } from '../web/kernels/spawn-place.js';
import { LifeStartError, refuseLifeWasm } from '../web/life/shared/errors.js';
import type { LifeKernel } from '../web/life/shared/kernel.js';
import type { FromCoordinator, KeepMessage, KeptMessage, StartMessage, TellProgress, ToCoordinator } from '../web/life/shared/messages.js';
import { Coordinator } from '../web/life/worker/coordinator.js';

export function serveCoordinator(): void {
  const scope = threadScope<ToCoordinator, FromCoordinator>();
  const alarm = new Alarm();
  const coordinator = new Coordinator({
    post: (message, transfer = []) => scope.postMessage(message, transfer),
    now: () => performance.now(),
    isOutlived: true,
    harm: (how) => {
      if (how === 'end') scope.close();
      else for (;;);
    },
    wake: (milliseconds, action) => alarm.set(milliseconds, action),
    prepare: async (start, arrived) => {
      if (start.tier === 'threads' || start.tier === 'wasm') await moduleOf(start, arrived);
      else await fallback();
    },
    makeKernel,
    keep,
  });
  scope.onmessage = ({ data }) => coordinator.receive(data);
  coordinator.greet();
}

/** Modules that were compiled, so that a world can be rebuilt without a network. */
const modules = new Map<WasmSource, WebAssembly.Module>();

/** The JavaScript kernels, which most pages never need. */
async function fallback(): Promise<typeof import('../web/kernels/life-javascript.js')> {
  const late = (): Error => new Error('it did not come in time');
  try {
    return await loadLater(() => import('../web/kernels/life-javascript.js'), late);
  } catch (error) {
    throw new LifeStartError('worker', `the script with the kernels in JavaScript could not be loaded: ${describe(error)}`, WAY_OUT_FILES);
  }
}

/** Where the .wasm of a tier lies: beside this script, unless it has no address, as one that is started from its text. */
function addressOf(tier: StartMessage['tier']): string {
  try {
    return (
      tier === 'threads'
        ? new URL('../build/wasm/skyflock-life-threads.wasm', import.meta.url)
        : new URL('../build/wasm/skyflock-life.wasm', import.meta.url)
    ).href;
  } catch (error) {
    throw refuseLifeWasm(`its address could not be made: ${describe(error)}`, WAY_OUT_FILES);
  }
}

async function moduleOf({ tier, wasm }: StartMessage, progress: () => void): Promise<WebAssembly.Module> {
  const source = (tier === 'threads' ? wasm.threads : wasm.wasm) ?? addressOf(tier);
  if (source instanceof WebAssembly.Module) return source;
  let module = modules.get(source);
  if (module === undefined) {
    const isUrl = typeof source === 'string';
    const bytes = isUrl ? await fetchWasm(source, refuseLifeWasm, progress) : new Uint8Array(source);
    module = await compileWasm(bytes, isUrl ? source : 'wasmBinary', refuseLifeWasm);
    modules.set(source, module);
  }
  return module;
}

/** The module of a tier, where it was compiled or can be. */
async function keptModule(start: StartMessage, tier: 'threads' | 'wasm', sparing: boolean): Promise<WebAssembly.Module | null> {
  if (sparing && start.tier !== tier) return null;
  return await moduleOf({ ...start, tier }, () => {}).catch(() => null);
}

/**
 * Gets what the world needs should something of it fail: another thread, the tier below, another coordinator. What is missing
 * is a tier or a thread less then.
 */
async function keep(start: StartMessage | null, { sparing }: KeepMessage): Promise<KeptMessage> {
  // One that was started ahead is given everything but its kernels when it is needed.
  const kernels = sparing && start?.tier !== 'js' && start?.tier !== 'js-workers' ? null : await fallback().catch(() => null);
  if (start === null) return { type: 'kept', wasm: {}, scripts: { pool: null, sim: null } };
  if (start.tier === 'threads') {
    poolScript.hold();
    await poolScript.keepText();
    poolScript.keepAhead();
  }
  if (start.tier === 'js-workers') await kernels?.simScript.keepText();
  const isWasm = start.tier === 'threads' || start.tier === 'wasm';
  return {
    type: 'kept',
    wasm: {
      wasm: isWasm ? await keptModule(start, 'wasm', sparing) : null,
      threads: start.tier === 'threads' ? await keptModule(start, 'threads', sparing) : null,
    },
    scripts: { pool: poolScript.text, sim: kernels?.simScript.text ?? null },
  };
}

function makeKernel(start: StartMessage, progress: TellProgress, snapshot: ArrayBuffer | null): Promise<LifeKernel> {
  const { tier, founding, workers, scripts } = start;
  poolScript.text ??= scripts?.pool ?? null;
  if (tier !== 'threads') poolScript.dropAhead();
  const means: LifeMeans = {
    workers,
    spawnPlace,
    wasm: async (arrived) => ({ factory: createEngine, module: await moduleOf(start, arrived) }),
    threads: async (arrived) => ({ factory: createThreadsEngine, module: await moduleOf(start, arrived) }),
    async javascript() {
      const kernels = await fallback();
      kernels.simScript.text ??= scripts?.sim ?? null;
      return kernels;
    },
  };
  return LIFE_KERNELS[tier](means, founding, snapshot, progress);
}
