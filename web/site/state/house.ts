/** The state that the page shows: a house with lamps, and what ties its parts together. */
import type { ChangeTuple, StateRegistration } from '../../state.js';

export const houseState = () => ({
  house: { lit: false as boolean | undefined, locked: true },
  kitchen: { lit: false, brightness: 40 },
  hall: { lit: false, brightness: 40 },
  desk: { lit: false, brightness: 40, lamp: { on: false, dark: true } },
  door: { open: false },
  log: { last: 'nothing yet' },
});

export type HouseState = ReturnType<typeof houseState>;

export interface Tie {
  readonly name: string;
  readonly about: string;
  readonly registration: StateRegistration;
}

export const TIES: readonly Tie[] = [
  {
    name: 'One brightness',
    about: 'synced: three rooms, one value',
    registration: {
      sync: [
        ['kitchen.brightness', 'hall.brightness'],
        ['hall.brightness', 'desk.brightness'],
      ],
    },
  },
  {
    name: 'Lit is lit',
    about: "aggregated: the house's switch writes to all rooms, and reads as theirs where they agree",
    registration: {
      aggregations: [
        ['house.lit', 'kitchen.lit'],
        ['house.lit', 'hall.lit'],
        ['house.lit', 'desk.lit'],
      ],
    },
  },
  {
    name: 'Desk lamp',
    about: 'synced with the desk, and the opposite of its dark',
    registration: { sync: [['desk.lit', 'desk.lamp.on']], flip: [['desk.lamp.on', 'desk.lamp.dark']] },
  },
  { name: 'Open or locked', about: 'flipped: never both', registration: { flip: [['door.open', 'house.locked']] } },
  {
    name: 'Log',
    about: 'a listener at the door writes down what it hears',
    registration: {
      listeners: [
        {
          path: 'door',
          listener: function writeLog(changes) {
            return changes.map(([path, value]): ChangeTuple => ['log.last', `door.${path} = ${value}`]);
          },
        },
      ],
    },
  },
];

export interface Trial {
  readonly name: string;
  readonly changes: readonly ChangeTuple[];
}

/** Batches worth a look. */
export const TRIALS: readonly Trial[] = [
  {
    name: 'Come home',
    changes: [
      ['door.open', true],
      ['house.lit', true],
      ['hall.brightness', 80],
    ],
  },
  {
    name: 'Good night',
    changes: [
      ['house.lit', false],
      ['door.open', false],
      ['desk.brightness', 10],
    ],
  },
  {
    name: 'Two minds',
    changes: [
      ['kitchen.brightness', 20],
      ['hall.brightness', 90],
    ],
  },
  { name: 'A whole desk', changes: [['desk', { lit: true, brightness: 65, lamp: { on: true, dark: false } }]] },
  {
    name: 'A refused one',
    changes: [
      ['kitchen.brightness', 1],
      ['house.__proto__.lit', true],
    ],
  },
];
