/** `skyflock script`: a scene's script without a picture, on a thread of its own, in step with the engine. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { realTimers, withDeadline } from '../engine/deadline.js';
import { SkyflockError } from '../engine/errors.js';
import { RECORD_WORDS, SceneHeader } from '../generated/scene-layout.js';
import { loadSceneKernel } from '../kernels/scene-node.js';
import { makeLink, startScriptPort } from '../scene/page/script-port.js';
import type { SceneKernel, SceneTier } from '../scene/shared/kernel.js';
import type { LinkPort } from '../scene/shared/link-port.js';
import type { FromScript, LinkToScript, LinkToShow, ScriptRequest } from '../scene/shared/messages.js';
import { StepRun } from '../scene/worker/step-run.js';
import type { ScriptArguments } from './script-args.js';
import { readScriptInput } from './script-input.js';

/** A script that can't run, or does not come to an end. */
export class ScriptRunError extends SkyflockError {
  override get name(): string {
    return 'ScriptRunError';
  }
  override get code(): 'cli/script' {
    return 'cli/script';
  }
}

/** What the command says of a run. */
export interface ScriptResult {
  readonly script: string;
  /** Calls of update. */
  readonly frames: number;
  readonly tier: SceneTier;
  /** Of the published state after the last one. */
  readonly hash: string;
  readonly entities: number;
  readonly commands: number;
  readonly callbacks: number;
  readonly publishes: number;
  readonly skips: number;
  /** Share of the state that a publish copies, on average of the last 60. */
  readonly dirtyRatio: number;
  /** Updates that were not called, since the script quit before. */
  readonly frameSkips: number;
  /** Faults of the script. */
  readonly errors: number;
  /** Of an update with all that it brings about, on average. Unit: ms. */
  readonly msPerFrame: number;
}

export interface ScriptRunHost {
  progress(done: number, entities: number): void;
  firstError(message: string): void;
}

/** Milliseconds between two looks at what a script that is at work has given. */
const LOOK_MS = 2;

/**
 * Runs a script to its end.
 * @param thread the script of its thread; usually the package's own
 * @returns what came of it, and the hash that the recording which was played has
 * @throws ScriptRunError for what can't be loaded or takes longer than its budget, UsageError, SceneOptionError, SceneStartError
 */
export async function runScript(
  options: ScriptArguments,
  host: ScriptRunHost,
  thread: URL = bundledThread(),
): Promise<{ readonly result: ScriptResult; readonly recorded: string | null }> {
  const { recording, records } =
    options.input === null ? { recording: null, records: null } : readScriptInput(options.input, options.frames);
  const kernel = await loadSceneKernel(options.tier, recording?.options ?? { seed: options.seed });
  const parts = makeLink(kernel.options, true);
  const engine = new StepRun(kernel, parts.show.port as LinkPort<LinkToShow, LinkToScript>, parts.show.rings);
  const talk = new ScriptTalk(host, options.budget, engine);
  const port = await startScriptPort(
    () => new Worker(thread),
    null,
    (message) => talk.hear(message),
    (reason) => talk.fail(reason),
  );
  try {
    const source = { url: pathToFileURL(resolve(options.file)).href };
    const pace = { rate: options.rate, step: 'fixed', catchUp: 0 } as const;
    port.send(
      {
        ...{ type: 'start', source, pace, options: kernel.options, link: parts.script, stamp: parts.stamp },
        ...{ record: false, replay: recording, paused: true, base: null },
      },
      [parts.script.port],
    );
    await talk.until('loaded', `${options.file} is not loaded`);
    port.send({ type: 'begin', state: null });
    await talk.until('begun', 'its default export has not come to an end');
    await talk.published(1);
    const frames = recording?.steps.length ?? options.frames;
    const ask = async (request: ScriptRequest, late: string): Promise<unknown> => {
      port.send({ type: 'request', id: talk.nextId(), request });
      return await talk.until('answer', late);
    };
    const began = performance.now();
    let done = 0;
    while (done < frames && !talk.hasQuit) {
      const input = records?.get(done + 1) ?? [];
      for (let at = 0; at < input.length; at += RECORD_WORDS) engine.addInput(input as Uint32Array, at);
      await ask({ ask: 'step', updates: 1 }, `update ${done + 1} has not come to an end`);
      done += 1;
      await talk.published(done + 1);
      host.progress(done, figure(kernel, 'entities'));
    }
    const passed = performance.now() - began;
    const errors = (await ask({ ask: 'faults' }, 'it does not say how many faults there were')) as number;
    return { result: resultOf(options, kernel, { frames, done, errors, passed }), recorded: recording?.hash ?? null };
  } finally {
    port.destroy();
    engine.close();
    kernel.destroy();
  }
}

/** What is said to a script's thread and heard of it, each within the budget. */
class ScriptTalk {
  readonly #host: ScriptRunHost;
  readonly #budget: number;
  readonly #engine: StepRun;
  #wanted: { readonly type: FromScript['type']; resolve(value: unknown): void; reject(error: Error): void } | null = null;
  #heard: FromScript[] = [];
  #failure: ScriptRunError | null = null;
  #hasFault = false;
  #ids = 0;
  hasQuit = false;

  constructor(host: ScriptRunHost, budget: number, engine: StepRun) {
    this.#host = host;
    this.#budget = budget;
    this.#engine = engine;
  }

  nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  hear(message: FromScript): void {
    if (message.type === 'quit') this.hasQuit = true;
    if (message.type === 'error') {
      if (message.fatal) this.fail(message.error.message);
      else if (!this.#hasFault) {
        this.#hasFault = true;
        this.#host.firstError(message.error.message);
      }
    }
    if (message.type !== 'loaded' && message.type !== 'begun' && message.type !== 'answer') return;
    if (this.#wanted?.type !== message.type) this.#heard.push(message);
    else this.#wanted.resolve(message.type === 'answer' ? message.value : undefined);
  }

  /** Nothing more is to come of it. */
  fail(reason: string): void {
    this.#failure ??= new ScriptRunError(reason);
    this.#wanted?.reject(this.#failure);
  }

  /** The next message of a type. What the script gives meanwhile is carried out, since it may wait for an answer or for room. */
  async until(type: FromScript['type'], late: string): Promise<unknown> {
    if (this.#failure !== null) throw this.#failure;
    const first = this.#heard[0];
    if (first?.type === type) {
      this.#heard.shift();
      return first.type === 'answer' ? first.value : undefined;
    }
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#wanted = { type, resolve, reject };
    });
    const looking = setInterval(() => this.#engine.pump(), LOOK_MS);
    try {
      return await withDeadline(
        answer,
        this.#budget,
        () => new ScriptRunError(`${late} after its budget of ${this.#budget} ms`),
        realTimers,
      );
    } finally {
      clearInterval(looking);
      this.#wanted = null;
    }
  }

  /** Carries out all of an update. */
  async published(update: number): Promise<void> {
    const end = performance.now() + this.#budget;
    for (this.#engine.pump(); this.#engine.update < update; this.#engine.pump()) {
      if (this.#failure !== null) throw this.#failure;
      if (performance.now() > end) throw new ScriptRunError(`what update ${update - 1} gave is not carried out after ${this.#budget} ms`);
      await new Promise((done) => setImmediate(done));
    }
  }
}

interface Course {
  readonly frames: number;
  readonly done: number;
  readonly errors: number;
  readonly passed: number;
}

function figure(kernel: SceneKernel, name: keyof typeof SceneHeader): number {
  return kernel.views.header[SceneHeader[name] / 4] as number;
}

function resultOf({ file, tier }: ScriptArguments, kernel: SceneKernel, { frames, done, errors, passed }: Course): ScriptResult {
  return {
    script: file,
    frames: done,
    tier,
    hash: kernel.hash(),
    entities: figure(kernel, 'entities'),
    commands: figure(kernel, 'commands'),
    callbacks: figure(kernel, 'callbacks'),
    publishes: figure(kernel, 'publishes'),
    skips: figure(kernel, 'skips'),
    dirtyRatio: kernel.views.headerFloats[SceneHeader.dirtyRatio / 4] as number,
    frameSkips: frames - done,
    errors,
    msPerFrame: Number((passed / Math.max(1, done)).toFixed(4)),
  };
}

/** The result for people. */
export function scriptSummary(result: ScriptResult, recorded: string | null): string {
  return [
    `${result.script}, ${result.frames} updates on '${result.tier}'`,
    `hash        ${result.hash}${recorded === null ? '' : recorded === result.hash ? ', as recorded' : `, recorded ${recorded}`}`,
    `entities    ${result.entities}`,
    `commands    ${result.commands}, ${result.callbacks} callbacks`,
    `publishes   ${result.publishes}, ${result.skips} skipped, dirty ratio ${result.dirtyRatio.toFixed(3)}`,
    `errors      ${result.errors}`,
    `ms a frame  ${result.msPerFrame}`,
    '',
  ].join('\n');
}

/** The script of the thread: beside this file in the package, or in dist of a work tree. */
function bundledThread(): URL {
  const packaged = new URL(/* @vite-ignore */ './script-worker.js', import.meta.url);
  return existsSync(fileURLToPath(packaged)) ? packaged : new URL(/* @vite-ignore */ '../../dist/cli/script-worker.js', import.meta.url);
}
