/** How the pairs workload is done with each library, in its own idiom: what is written to one path of a pair shows at the other. */
import { batch, effect, signal } from '@preact/signals-core';
import { atom, createStore as createJotaiStore } from 'jotai/vanilla';
import { observable, reaction, runInAction } from 'mobx';
import { proxy } from 'valtio/vanilla';
import { subscribeKey } from 'valtio/vanilla/utils';
import { type ChangeTuple, createStore, type StateEngine } from '../../web/state.js';
import { stateOf, type Workload } from './state-workloads.js';

export interface Contestant {
  readonly name: string;
  /** Whether it does more than pairs. */
  readonly doesAll?: boolean;
  setUp(workload: Workload): { run(batch: readonly ChangeTuple[]): void; get(path: string): unknown };
}

interface Place {
  readonly holder: Record<string, boolean>;
  readonly key: string;
}

function placesIn(state: Record<string, unknown>, paths: readonly string[]): Map<string, Place> {
  return new Map(
    paths.map((path) => {
      const keys = path.split('.');
      const key = keys.pop() as string;
      const holder = keys.reduce((at, one) => at[one] as Record<string, unknown>, state) as Record<string, boolean>;
      return [path, { holder, key }];
    }),
  );
}

const read = ({ holder, key }: Place): boolean => holder[key] as boolean;

function skyflock(engine: StateEngine, sink: 'object' | 'flat'): Contestant {
  const name = `skyflock ${engine.name}, ${sink === 'flat' ? 'flat' : 'valtio'}`;
  return {
    name,
    doesAll: true,
    setUp: (workload) => {
      const state = stateOf(workload.paths);
      const store = createStore(sink === 'flat' ? state : proxy(state), { engine, sink });
      store.register(workload.registration);
      return { run: (batch) => store.process(batch), get: (path) => store.get(path) };
    },
  };
}

const handWritten: Contestant = {
  name: 'valtio, both written by hand',
  setUp: ({ paths, registration }) => {
    const places = placesIn(proxy(stateOf(paths)), paths);
    const twins = new Map((registration.sync ?? []).map(([a, b]) => [a, places.get(b) as Place]));
    return {
      run: (changes) => {
        for (const [path, value] of changes) {
          const { holder, key } = places.get(path) as Place;
          holder[key] = value as boolean;
          const twin = twins.get(path) as Place;
          twin.holder[twin.key] = value as boolean;
        }
      },
      get: (path) => read(places.get(path) as Place),
    };
  },
};

const subscribeKeys: Contestant = {
  name: 'valtio, subscribeKey',
  setUp: ({ paths, registration }) => {
    const places = placesIn(proxy(stateOf(paths)), paths);
    for (const [a, b] of registration.sync ?? []) {
      const [one, other] = [places.get(a) as Place, places.get(b) as Place];
      subscribeKey(
        one.holder,
        one.key,
        (value) => {
          other.holder[other.key] = value as boolean;
        },
        true,
      );
      subscribeKey(
        other.holder,
        other.key,
        (value) => {
          one.holder[one.key] = value as boolean;
        },
        true,
      );
    }
    return {
      run: (changes) => {
        for (const [path, value] of changes) {
          const { holder, key } = places.get(path) as Place;
          holder[key] = value as boolean;
        }
      },
      get: (path) => read(places.get(path) as Place),
    };
  },
};

const mobx: Contestant = {
  name: 'mobx, reaction',
  setUp: ({ paths, registration }) => {
    const places = placesIn(observable(stateOf(paths)), paths);
    for (const [a, b] of registration.sync ?? []) {
      const [one, other] = [places.get(a) as Place, places.get(b) as Place];
      const copy = (from: Place, to: Place) =>
        reaction(
          () => read(from),
          (value) => {
            to.holder[to.key] = value;
          },
        );
      copy(one, other);
      copy(other, one);
    }
    return {
      run: (changes) =>
        runInAction(() => {
          for (const [path, value] of changes) {
            const { holder, key } = places.get(path) as Place;
            holder[key] = value as boolean;
          }
        }),
      get: (path) => read(places.get(path) as Place),
    };
  },
};

const jotai: Contestant = {
  name: 'jotai, store.sub',
  setUp: ({ paths, registration }) => {
    const store = createJotaiStore();
    const atoms = new Map(paths.map((path) => [path, atom(false)]));
    type Atom = NonNullable<ReturnType<typeof atoms.get>>;
    for (const [a, b] of registration.sync ?? []) {
      const [one, other] = [atoms.get(a) as Atom, atoms.get(b) as Atom];
      store.sub(one, () => store.set(other, store.get(one)));
      store.sub(other, () => store.set(one, store.get(other)));
    }
    return {
      run: (changes) => {
        for (const [path, value] of changes) store.set(atoms.get(path) as Atom, value as boolean);
      },
      get: (path) => store.get(atoms.get(path) as Atom),
    };
  },
};

const signals: Contestant = {
  name: 'preact signals, effect',
  setUp: ({ paths, registration }) => {
    const all = new Map(paths.map((path) => [path, signal(false)]));
    type Signal = NonNullable<ReturnType<typeof all.get>>;
    for (const [a, b] of registration.sync ?? []) {
      const [one, other] = [all.get(a) as Signal, all.get(b) as Signal];
      effect(() => {
        other.value = one.value;
      });
      effect(() => {
        one.value = other.value;
      });
    }
    return {
      run: (changes) =>
        batch(() => {
          for (const [path, value] of changes) (all.get(path) as Signal).value = value as boolean;
        }),
      get: (path) => (all.get(path) as Signal).value,
    };
  },
};

export function contestants(engines: readonly StateEngine[]): Contestant[] {
  const own = engines.flatMap((engine) => [skyflock(engine, 'object'), skyflock(engine, 'flat')]);
  return [...own, handWritten, subscribeKeys, mobx, jotai, signals];
}
