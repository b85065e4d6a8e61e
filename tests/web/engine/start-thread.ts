import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';

/**
 * Starts one of the tests' scripts on a thread of Node, which runs no TypeScript.
 * @param script path from this folder
 */
export async function startThread(script: string, workerData: unknown): Promise<Worker> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL(script, import.meta.url)), formats: ['cjs'] },
      rollupOptions: { external: [/^node:/] },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error(`${script} gave no code`);
  return new Worker(output.output[0].code, { eval: true, workerData });
}

/** What a thread says when it is done. */
export function answerOf<T>(worker: Worker): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread ended with code ${code}`)));
  });
}
