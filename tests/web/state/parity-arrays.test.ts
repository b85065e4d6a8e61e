import { describe, expect, test } from 'vitest';
import { MAX_DEPTH } from '../../../web/generated/state-layout.js';
import { createStore, StateChangeError, type StateStore } from '../../../web/state.js';
import type { State } from './engines.js';
import { CASES, circle, deep, plain } from './kept-states.js';

describe.each(CASES)('an array in parity mode, where it is a leaf, in $name', ({ engine, place }) => {
  const keep = (state: State): StateStore<State> => createStore(place.of(state), { engine, sink: place.sink, parity: true });

  describe.each<[string, () => unknown, RegExp]>([
    ['a key __proto__', () => JSON.parse('[{"__proto__": {"admin": true}}]'), /'l\.0'.* key '__proto__' would reach a prototype/],
    ['a circle', () => [[circle()]], /'l\.0\.0\.b\.c\.self'.* it holds itself/],
    ['too many levels', () => [deep(MAX_DEPTH)], /is refused: it is deeper than 512 levels/],
  ])('with %s', (_, list, message) => {
    test('is refused like any other value, and nothing is done', () => {
      const store = keep({ n: 0, l: [], o: {} });
      // From now on the text of the paths is known.
      store.process([
        ['n', 0],
        ['l', []],
        ['o', {}],
      ]);
      const before = [plain(store.state), store.shadow, store.usage()];
      for (const refused of [
        () => keep({ l: list() }),
        () => store.replace({ n: 1, l: list() }),
        () =>
          store.process([
            ['n', 1],
            ['l', list()],
          ]),
        () =>
          store.process([
            ['n', 1],
            ['l', 5],
            ['o', { l: list() }],
          ]),
      ]) {
        expect(refused).toThrow(StateChangeError);
      }
      expect(() => store.process([['l', list()]])).toThrow(message);
      expect([plain(store.state), store.shadow, store.usage()]).toEqual(before);
      expect(Object.getPrototypeOf((store.state.l as unknown[])[0] ?? {})).toBe(Object.prototype);
    });
  });

  test('is a copy for the state and for the engine, whoever put it there', () => {
    const store = keep({ n: 0, l: [], o: {} });
    const own = [{ x: 1 }];
    const puts = [
      () => store.process([['l', own]]),
      () =>
        store.process([
          ['o', { l: own }],
          ['l', [{ x: 1 }]],
        ]),
      () => store.replace({ n: 0, l: own, o: { l: own } }),
    ];
    for (const put of puts) {
      put();
      const was = plain(store.shadow);
      (own[0] as State).x = 2;
      const given = store.shadow.l as State[];
      (given[0] as State).x = 3;
      if (place.sink === 'flat') ((store.get('l') as State[])[0] as State).x = 4;
      expect([plain(store.state), plain(store.shadow)]).toEqual([was, was]);
      (own[0] as State).x = 1;
    }
  });

  test('is frozen in what listeners are given as the state', () => {
    const store = keep({ n: 0, a: { l: [{ x: 1 }] } });
    const refused: unknown[] = [];
    store.register({
      listeners: [
        {
          path: 'a',
          listener: (_, before) => {
            const [first] = (before as { a: { l: State[] } }).a.l;
            refused.push(Reflect.set(first as State, 'x', 9));
            return undefined;
          },
        },
      ],
    });
    store.process([['a.k', 1]]);
    expect([refused, store.shadow]).toEqual([[false], { n: 0, a: { l: [{ x: 1 }], k: 1 } }]);
  });
});
