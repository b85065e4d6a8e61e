/** The coordinator's script, with a thread that does what a test asks of the one whose world runs. */
import { JsKernel } from '../../web/fallback/life/kernel.js';
import { WasmKernel } from '../../web/life/wasm/wasm-kernel.js';
import { BackupKeeper } from '../../web/life/worker/backup.js';
import { HARM_CHANNEL, type Harm } from './harm.js';
import '../../workers/coordinator-thread.js';

/** A module whose only function is `unreachable`. */
const TRAP = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
  ...[7, 5, 1, 1, 0x66, 0, 0, 10, 5, 1, 3, 0, 0, 0x0b],
);

let hasWorld = false;
let traps = false;
let snapshots = 0;
let milliseconds = 0;

addEventListener('message', ({ data }: MessageEvent<{ readonly type: string }>) => {
  if (data.type === 'start') hasWorld = true;
});

for (const { prototype } of [WasmKernel, JsKernel]) {
  const { step } = prototype;
  prototype.step = function () {
    if (traps) {
      traps = false;
      if (prototype === JsKernel.prototype) throw new TypeError('a fault of the test');
      (new WebAssembly.Instance(new WebAssembly.Module(TRAP)).exports as { f(): void }).f();
    }
    step.call(this);
  };
}

const { takeSnapshot: take } = BackupKeeper.prototype;
BackupKeeper.prototype.takeSnapshot = function (...given) {
  const before = performance.now();
  take.apply(this, given);
  snapshots += 1;
  milliseconds += performance.now() - before;
};

const channel = new BroadcastChannel(HARM_CHANNEL);
channel.onmessage = ({ data }: MessageEvent<Harm | 'cost'>) => {
  // Another one was started ahead.
  if (!hasWorld) return;
  if (data === 'ends') close();
  else if (data === 'traps') traps = true;
  else if (data === 'cost') {
    channel.postMessage({ snapshots, milliseconds });
    snapshots = 0;
    milliseconds = 0;
  } else for (;;);
};
