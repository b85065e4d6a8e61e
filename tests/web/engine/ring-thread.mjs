// A thread of the tests that runs C++ over shared memory: it calls one exported function, with the
// stack it is given, and posts what that returned and how long it took.
import { parentPort, workerData } from 'node:worker_threads';

const { module, memory, stackTop, call, args } = workerData;
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] =
    name === 'memory'
      ? memory
      : () => {
          throw new Error(`the thread called '${name}'`);
        };
}
const { exports } = new WebAssembly.Instance(module, imports);
exports._emscripten_stack_restore(stackTop);
parentPort.postMessage({ ready: true });
const begin = performance.now();
const result = exports[call](...args);
parentPort.postMessage({ result: result >>> 0, milliseconds: performance.now() - begin });
