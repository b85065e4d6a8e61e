// A script in this thread, over the engine in JavaScript or another one, in step: with rings or with batches.
import { makeRing, ringLength } from '../../../../web/engine/memory-views.js';
import { RECORD_WORDS, type SceneOptions } from '../../../../web/generated/scene-layout.js';
import { Replies } from '../../../../web/scene/script/replies.js';
import type { Scene } from '../../../../web/scene/script/scene.js';
import type { ScriptKit, ScriptModule, ScriptUpdates } from '../../../../web/scene/script/script-api.js';
import { type RunHost, ScriptRun } from '../../../../web/scene/script/script-run.js';
import { makeTransport } from '../../../../web/scene/script/transport.js';
import { inputRecords, type SceneInput } from '../../../../web/scene/shared/input-records.js';
import type { SceneKernel } from '../../../../web/scene/shared/kernel.js';
import { localPorts } from '../../../../web/scene/shared/link-port.js';
import type { LinkRings, LinkToScript, LinkToShow } from '../../../../web/scene/shared/messages.js';
import type { RefusedCommand } from '../../../../web/scene/shared/refusals.js';
import { resolveOptions } from '../../../../web/scene/shared/settings.js';
import { StepRun } from '../../../../web/scene/worker/step-run.js';
import { jsKernel, type TestKernel } from '../js-kernel.js';

export type TransportName = 'rings' | 'batches';

export function makeRings(options: SceneOptions = resolveOptions()): LinkRings {
  const ring = (capacity: number): SharedArrayBuffer => {
    const buffer = new SharedArrayBuffer(ringLength(RECORD_WORDS, capacity));
    makeRing(buffer, 0, RECORD_WORDS, capacity);
    return buffer;
  };
  return { commands: ring(options.commandCapacity), callbacks: ring(options.callbackCapacity), input: ring(options.inputCapacity) };
}

export interface Stage {
  readonly run: ScriptRun;
  readonly scene: Scene;
  readonly kit: ScriptKit;
  readonly engine: StepRun;
  readonly kernel: TestKernel;
  readonly faults: { readonly error: unknown; readonly during: string }[];
  readonly refused: RefusedCommand[];
  readonly sent: { readonly name: string; readonly detail: unknown }[];
  readonly replies: Replies;
  /** Begins with a script, and carries out what that gives. */
  begin(script?: ScriptModule): Promise<string>;
  /** Runs an update, and carries out what that gives. @returns the hash */
  step(dt?: number): Promise<string>;
  input(...inputs: SceneInput[]): void;
}

const IDLE: ScriptModule = () => ({ update: () => {} });

export function stage(
  transport: TransportName = 'rings',
  options: Partial<SceneOptions> = {},
  host: Partial<RunHost> = {},
  begin: (options: SceneOptions) => TestKernel & SceneKernel = jsKernel,
): Stage {
  const all = resolveOptions(options);
  const rings = transport === 'rings' ? makeRings(all) : null;
  const [showPort, scriptPort] = localPorts<LinkToShow, LinkToScript>();
  const kernel = begin(all);
  const engine = new StepRun(
    kernel,
    showPort,
    rings,
    host.resources === undefined ? undefined : { onTexture: () => {}, onPointing: () => {} },
  );
  const replies = host.replies ?? new Replies();
  const faults: { error: unknown; during: string }[] = [];
  const refused: RefusedCommand[] = [];
  const sent: { name: string; detail: unknown }[] = [];
  const run = new ScriptRun({
    transport: makeTransport(scriptPort, rings),
    options: all,
    replies,
    resources: {
      picture: () => Promise.reject(new Error('there are no pictures here')),
      bytes: () => Promise.reject(new Error('there are no files here')),
    },
    base: 'https://example.org/game/main.js',
    turn: () => new Promise((resolve) => setTimeout(resolve)),
    onFault: (error, during) => faults.push({ error, during }),
    onQuit: () => {},
    onRefused: (command) => refused.push(command),
    onMessage: (name, detail) => sent.push({ name, detail }),
    onCursor: () => {},
    onTurn: () => {},
    metrics: () => {
      throw new Error('nobody measures here');
    },
    ...host,
  });
  return {
    ...{ run, scene: run.scene, kit: run.kit, engine, kernel, faults, refused, sent, replies },
    async begin(script = IDLE) {
      await run.begin(script, null);
      return engine.settle();
    },
    async step(dt = 1 / 60) {
      await run.step(dt);
      return engine.settle();
    },
    input(...inputs) {
      const records = inputRecords(inputs);
      for (let at = 0; at < records.length; at += RECORD_WORDS) engine.addInput(records, at);
    },
  };
}

/** A script that gives these updates. */
export function script(begin: (scene: Scene, kit: ScriptKit) => ScriptUpdates['update'] | undefined): ScriptModule {
  return (scene, kit) => ({ update: begin(scene, kit) ?? (() => {}) });
}
