/**
 * Cases of the shadow-state pipeline, one JSON object a line, run over an engine in parity mode: what each batch
 * becomes, in order and with meta, where its stages end, which groups there are, what the state then is, and whether the engine's copy is
 * the same.
 */
import { isDeepStrictEqual } from 'node:util';
import { cloned } from '../../../web/state/page/containers.js';
import {
  type ChangeTuple,
  createStore,
  type StateBatch,
  StateChangeError,
  type StateEngine,
  StateRegistrationError,
  type StateStore,
} from '../../../web/state.js';
import { QUIRK_DECISIONS } from './quirks.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Registrations {
  readonly sync?: [string, string][];
  readonly flip?: [string, string][];
  readonly aggregations?: [string, string][];
}

interface Step {
  readonly op: 'register' | 'unregister' | 'process';
  readonly handle: string;
  readonly registrations?: Registrations;
  readonly registrationChanges?: Json;
  readonly groups?: { sync: string[][]; flip: string[][] };
  readonly changes?: Json;
  readonly expectedFinalChanges?: Json;
  readonly stageEnds?: number[];
  readonly expectedState?: Json;
  readonly originalState?: Json;
}

interface ListenerCase {
  readonly index: number;
  readonly path: string | null;
  readonly scope: string | null;
  readonly returns: Json;
}

/** A line of a file. */
export interface VectorCase extends Omit<Step, 'op' | 'handle'> {
  readonly id: string;
  readonly note?: string;
  readonly suite?: string;
  readonly initialState: Json;
  readonly stateAfterRegistration?: Json;
  /** Part of the error that refuses the registration. */
  readonly registrationError?: string;
  /** Part of the error that refuses the batch. */
  readonly batchError?: string;
  readonly steps?: Step[];
  readonly listeners?: ListenerCase[];
  readonly expectedCalls?: { listener: number; changes: Json; state: Json }[];
}

type StateMaker = (state: Record<string, unknown>) => Record<string, unknown>;

/** JSON with the marks for what JSON lacks, as values. */
export function decode(json: Json | undefined): unknown {
  if (Array.isArray(json)) return json.map(decode);
  if (typeof json !== 'object' || json === null) return json;
  switch (json.$) {
    case 'undefined':
      return undefined;
    case 'NaN':
      return Number.NaN;
    case 'Infinity':
      return Number.POSITIVE_INFINITY;
    case '-Infinity':
      return Number.NEGATIVE_INFINITY;
    case '-0':
      return -0;
  }
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, decode(value)]));
}

/** Values of changes that are objects stand for themselves in the files, but for those of registrations. */
function withoutObjects(changes: readonly ChangeTuple[]): unknown[] {
  return changes.map(([path, value, meta]) => [path, typeof value === 'object' && value !== null ? '(object)' : value, meta]);
}

class CaseRun {
  readonly failures: string[] = [];
  readonly store: StateStore;
  readonly errors: Error[] = [];
  #batches: StateBatch[] = [];

  constructor(given: VectorCase, engine: StateEngine, makeState: StateMaker) {
    this.store = createStore(makeState(decode(given.initialState) as Record<string, unknown>), {
      engine,
      parity: true,
      onError: (error) => this.errors.push(error),
    });
    this.store.observe((batch) => this.#batches.push({ ...batch, changes: batch.changes.map(([p, v, m]) => [p, cloned(v), m]) }));
  }

  same(what: string, actual: unknown, expected: unknown): void {
    if (!isDeepStrictEqual(actual, expected)) this.failures.push(`${what}: ${shown(actual)}, expected ${shown(expected)}`);
  }

  state(what: string, expected: Json | undefined): void {
    this.same(`${what}: state`, cloned(this.store.state), decode(expected));
    this.same(`${what}: the engine's copy`, this.store.shadow, cloned(this.store.state));
  }

  register(what: string, { registrations, registrationChanges, groups }: Omit<Step, 'op' | 'handle'>): () => void {
    this.#batches = [];
    const end = this.store.register(registrations ?? {});
    const aligned = this.#batches.find(({ changes }) => changes.length > 0);
    if (registrationChanges !== undefined) {
      this.same(`${what}: alignment`, aligned === undefined ? null : withoutObjects(aligned.changes), hidden(decode(registrationChanges)));
    }
    if (groups !== undefined) this.groups(what, groups);
    return end;
  }

  groups(what: string, groups: NonNullable<Step['groups']>): void {
    this.same(`${what}: sync groups`, this.store.groups(0), groups.sync);
    this.same(`${what}: flip groups`, this.store.groups(1), groups.flip);
  }

  refuses(what: string, action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof StateRegistrationError) && !(error instanceof StateChangeError)) throw error;
      return;
    }
    this.failures.push(`${what}: not refused`);
  }

  process(what: string, step: Omit<Step, 'op' | 'handle'>): void {
    this.#batches = [];
    this.store.process(decode(step.changes) as ChangeTuple[]);
    const [batch] = this.#batches;
    this.same(`${what}: changes`, batch?.changes, decode(step.expectedFinalChanges));
    if (step.stageEnds !== undefined) this.same(`${what}: stage ends`, batch?.stageEnds, step.stageEnds);
  }
}

/** Of a registration's changes the files keep no objects. */
function hidden(changes: unknown): unknown {
  return changes === null ? null : withoutObjects(changes as ChangeTuple[]);
}

/** What is wrong with one case; nothing for one that passes. */
export function runCase(original: VectorCase, engine: StateEngine, makeState: StateMaker): string[] {
  const given = { ...original, ...QUIRK_DECISIONS[original.id] };
  const run = new CaseRun(given, engine, makeState);
  try {
    if (given.steps !== undefined) runSteps(run, given.steps);
    else runOne(run, given);
  } catch (error) {
    run.failures.push(`threw ${error}`);
  }
  for (const error of run.errors) run.failures.push(`reported ${error}`);
  run.store.destroy();
  return run.failures;
}

function runSteps(run: CaseRun, steps: readonly Step[]): void {
  const ends = new Map<string, () => void>();
  for (const [at, step] of steps.entries()) {
    const what = `step ${at} (${step.op})`;
    if (step.op === 'register') ends.set(step.handle, run.register(what, step));
    else if (step.op === 'process') run.process(what, step);
    else ends.get(step.handle)?.();
    if (step.op === 'unregister' && step.groups !== undefined) run.groups(what, step.groups);
    run.state(what, step.expectedState);
  }
}

function runOne(run: CaseRun, given: VectorCase): void {
  const { registrationError, batchError } = given;
  if (registrationError === undefined) run.register('registration', given);
  else run.refuses('registration', () => run.register('registration', given));
  run.state('after registration', given.stateAfterRegistration);
  const calls: unknown[] = [];
  for (const { index, path, scope, returns } of given.listeners ?? []) {
    const listener = (changes: readonly ChangeTuple[], state: unknown): readonly ChangeTuple[] => {
      calls.push({ listener: index, changes: cloned(changes), state: cloned(state) });
      return decode(returns) as ChangeTuple[];
    };
    run.store.register({ listeners: [{ path, scope, listener }] });
  }
  if (batchError === undefined) run.process('batch', given);
  else run.refuses('batch', () => run.process('batch', given));
  if (given.expectedCalls !== undefined) {
    const expected = given.expectedCalls.map(({ listener, changes, state }) => ({
      listener,
      changes: decode(changes),
      state: decode(state),
    }));
    run.same('listener calls', calls, expected);
  }
  run.state('after the batch', given.expectedState ?? given.originalState);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === undefined) return '(undefined)';
    return typeof inner === 'number' && (!Number.isFinite(inner) || Object.is(inner, -0))
      ? `(${Object.is(inner, -0) ? '-0' : inner})`
      : inner;
  });
  return text === undefined || text.length <= 400 ? String(text) : `${text.slice(0, 400)}...`;
}
