import { Graph } from '../../generated/state-layout.js';
import { StateEndedError, StateRegistrationError, shown } from '../shared/errors.js';
import type { Batches } from './batches.js';
import type { ChangeTuple } from './changes.js';
import type { ListenerRouter } from './listeners.js';
import { alignment, type ResolvedRegistration, resolveRegistration, type StateRegistration } from './registration.js';

/** What it needs of the store. */
export interface RegistrationHost {
  /** Puts changes through the stages at once. */
  run(changes: readonly ChangeTuple[]): void;
  /** A member's value for comparing. */
  alignable(id: number): unknown;
}

/** What is registered with a store: links of its groups, aggregations, listeners. */
export class Registrations {
  readonly #batches: Batches;
  readonly #router: ListenerRouter;
  readonly #parity: boolean;
  readonly #host: RegistrationHost;
  /** Numbers of aggregations, by registration. */
  readonly #aggregations = new Set<number[]>();

  constructor(batches: Batches, router: ListenerRouter, parity: boolean, host: RegistrationHost) {
    this.#batches = batches;
    this.#router = router;
    this.#parity = parity;
    this.#host = host;
  }

  /** Another engine goes on, which has other numbers for the same aggregations. */
  renumber(numbers: ReadonlyMap<number, number>): void {
    for (const own of this.#aggregations) own.splice(0, own.length, ...own.map((number) => numbers.get(number) as number));
  }

  /**
   * Registers what belongs together; the returned function ends it.
   * @throws StateRegistrationError, StateChangeError for what can't be; nothing is registered then
   */
  add(registration: StateRegistration): () => void {
    const { kernel, names } = this.#batches;
    const { sync, flip, aggregations, listeners } = this.#resolved(registration);
    for (const [a, b] of sync) kernel.link(Graph.sync, a, b);
    const aligned = alignment(sync, kernel, (id) => this.#host.alignable(id), this.#parity ? 'itself' : 'content').map(
      ([id, value]): ChangeTuple => [names.pathOf(id), value, { isSyncPathChange: true }],
    );
    // The batch that aligns must not end the nodes of what is registered only after it.
    const ids = [...flip.flat(), ...aggregations.flatMap(({ target, sources }) => [target, ...sources]), ...listeners.map(({ id }) => id)];
    for (const id of ids) kernel.retain(id);
    try {
      if (aligned.length > 0) this.#host.run(aligned);
    } catch (error) {
      if (StateEndedError.of(error) === null) {
        for (const [a, b] of sync) kernel.unlink(Graph.sync, a, b);
        for (const id of ids) kernel.release(id);
        this.#batches.collect();
      }
      throw error;
    }
    for (const [a, b] of flip) kernel.link(Graph.flip, a, b);
    const numbers = aggregations.map(({ target, sources }) => kernel.aggregate(target, sources));
    this.#aggregations.add(numbers);
    const removers = listeners.map(({ id, registration: listener }) => {
      kernel.retain(id);
      const remove = this.#router.add(id, listener);
      return () => {
        remove();
        this.#batches.kernel.release(id);
      };
    });
    for (const id of ids) kernel.release(id);
    if (numbers.length > 0) this.#host.run([]);
    return () => {
      // The engine may be another one by now.
      const now = this.#batches.kernel;
      for (const [a, b] of sync) now.unlink(Graph.sync, a, b);
      for (const [a, b] of flip) now.unlink(Graph.flip, a, b);
      for (const number of numbers) now.disaggregate(number);
      this.#aggregations.delete(numbers);
      for (const remove of removers) remove();
      this.#batches.collect();
    };
  }

  #resolved(registration: StateRegistration): ResolvedRegistration {
    try {
      const resolved = resolveRegistration(registration, this.#batches.kernel, this.#batches.names);
      const { sync, flip, aggregations } = resolved;
      for (const id of [...sync.flat(), ...flip.flat(), ...aggregations.flatMap(({ target, sources }) => [target, ...sources])]) {
        const getter = this.#batches.getterAt(id);
        if (getter === null) continue;
        throw new StateRegistrationError(`${shown(this.#batches.names.pathOf(id))} can't be tied: ${shown(getter)} is a getter`);
      }
      return resolved;
    } catch (error) {
      this.#batches.collect();
      throw error;
    }
  }
}
