/** The world in the address: a link to it founds the same world, tick by tick. */

import { CommandKind, type LifeOptions, OPTIONS, SCENES } from '../../generated/life-layout.js';
import { LifeOptionError } from '../../life/shared/errors.js';
import { DEFAULT_SCENE, sceneNamed } from '../../life/shared/founding.js';
import { readCommands } from '../../life/shared/recording.js';
import { checkOption } from '../../life/shared/settings.js';
import type { RecordedCommand, TribeFounding } from '../../life.js';
import { type Attempt, numberFrom, readTribes, writeTribe } from './tribe-words.js';

/** What a link says; null where it leaves the choice to the scene. */
export interface SharedWorld {
  readonly scene: string | null;
  readonly seed: string | null;
  readonly entities: string | null;
  readonly colorBy: string | null;
  readonly tier: string | null;
  readonly workers: string | null;
  readonly renderer: string | null;
  /** Options beyond seed and entities that differ from the scene's. */
  readonly options: Partial<LifeOptions>;
  readonly tribes: readonly TribeFounding[] | null;
  /** What is asked of the world, by tick, or null. */
  readonly commands: readonly RecordedCommand[] | null;
}

const PLAIN = {
  ...({ scene: 'scene', seed: 'seed', entities: 'entities', colorBy: 'color' } as const),
  ...({ tier: 'tier', workers: 'workers', renderer: 'renderer' } as const),
} as const;

/** Writes a world as the text after `#`. */
export function writeLink(world: SharedWorld): string {
  const words = new URLSearchParams();
  for (const [name, key] of Object.entries(PLAIN)) {
    const value = world[name as keyof typeof PLAIN];
    if (value !== null) words.set(key, value);
  }
  for (const [name, value] of Object.entries(world.options)) words.set(name, String(value));
  for (const tribe of world.tribes ?? []) words.append('tribe', writeTribe(tribe));
  if (world.commands !== null && world.commands.length > 0) words.set('commands', writeCommands(world.commands));
  return words.toString();
}

/**
 * What a page's address says: the text after `#`, and before that, for what it leaves out, the plain words after `?`
 * (`?tier=js&workers=2`). Other words there belong to somebody else.
 */
export function addressText({ hash, search }: { readonly hash: string; readonly search: string }): string {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  for (const [name, value] of new URLSearchParams(search)) {
    if (!words.has(name) && (Object.values(PLAIN) as string[]).includes(name)) words.set(name, value);
  }
  return words.toString();
}

/**
 * Reads the text after `#`.
 *
 * @returns the world, and one error for each word that was left out because it can't be read
 */
export function readLink(text: string): { readonly world: SharedWorld; readonly errors: readonly Error[] } {
  const words = new URLSearchParams(text.replace(/^#/, ''));
  const errors: Error[] = [];
  const attempt: Attempt = (read) => {
    try {
      return read();
    } catch (error) {
      errors.push(error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  };
  const plain = Object.fromEntries(Object.entries(PLAIN).map(([name, key]) => [name, words.get(key)]));
  const options: Record<string, number> = {};
  const known = new Set<string>(Object.values(PLAIN));
  for (const [name, value] of words) {
    if (known.has(name) || name === 'tribe' || name === 'commands') continue;
    const checked = attempt(() => checkOption(name, value === '' ? value : numberFrom(value)));
    if (checked !== null) options[name] = checked;
  }
  const { maxEntities } = options;
  if (maxEntities !== undefined) {
    const animals = animalsOf(words.get('scene'), words.get('entities'));
    if (attempt(() => checkRoom(maxEntities, animals)) === null) delete options.maxEntities;
  }
  const tribes = readTribes(words.getAll('tribe'), attempt);
  const asked = words.get('commands');
  const commands = asked === null ? null : attempt(() => readCommandWords(asked));
  return {
    world: { ...(plain as Record<keyof typeof PLAIN, string | null>), options, tribes: tribes.length === 0 ? null : tribes, commands },
    errors,
  };
}

/** Animals that a world begins with by the words of a link, of which the element leaves out what it can't read. */
function animalsOf(scene: string | null, entities: string | null): number {
  const known = SCENES.find(({ name }) => name === scene) ?? sceneNamed(DEFAULT_SCENE);
  try {
    if (entities !== null) return checkOption('entities', numberFrom(entities));
  } catch {
    // The scene's own.
  }
  return known.options.entities;
}

/** @throws LifeOptionError for room for fewer animals than the world begins with */
function checkRoom(room: number, animals: number): number {
  if (room === 0 || room >= animals) return room;
  throw new LifeOptionError('maxEntities', room, `it must be 0 or at least ${animals}, the animals that the world begins with`);
}

/** What a command's words are, after its tick and its kind. */
const COMMAND_WORDS: { readonly [Kind in RecordedCommand['do']]: readonly string[] } = {
  setOption: ['option', 'value'],
  paintFood: ['x', 'y', 'radius', 'amount'],
  spawn: ['tribe', 'count', 'x', 'y', 'radius'],
  kill: ['x', 'y', 'radius'],
  setGene: ['tribe', 'gene', 'value'],
};
const NAMES: readonly string[] = ['option', 'gene'];
/** Between commands, and between the words of one: neither is escaped in an address. */
const [BETWEEN, WITHIN] = ['*', '_'];

/** `15_spawn_1_40_80_60_30*26_kill_200_120_33.3`: tick, kind, and the words of that kind. */
function writeCommands(commands: readonly RecordedCommand[]): string {
  const write = (command: RecordedCommand): string => {
    const values = command as unknown as Readonly<Record<string, string | number>>;
    return [command.tick, command.do, ...COMMAND_WORDS[command.do].map((name) => values[name])].join(WITHIN);
  };
  return commands.map(write).join(BETWEEN);
}

function readCommandWords(text: string): RecordedCommand[] {
  const read = (one: string): Record<string, unknown> => {
    const [tick = '', kind = '', ...values] = one.split(WITHIN);
    const names = Object.hasOwn(COMMAND_WORDS, kind) ? COMMAND_WORDS[kind as RecordedCommand['do']] : null;
    if (names === null || names.length !== values.length) {
      throw new LifeOptionError('commands', one, `it must be tick_kind_..., and the kind one of ${Object.keys(CommandKind).join(', ')}`);
    }
    const fields = names.map((name, index) => [name, NAMES.includes(name) ? values[index] : Number(values[index] || Number.NaN)]);
    return { tick: Number(tick || Number.NaN), do: kind, ...Object.fromEntries(fields) };
  };
  return readCommands(text.split(BETWEEN).map(read));
}

/** Options of `now` that differ from a scene's, seed and entities aside. */
export function differingOptions(now: Partial<LifeOptions>, scene: LifeOptions): Partial<LifeOptions> {
  const entries = OPTIONS.map(({ name }) => [name, now[name]] as const).filter(
    ([name, value]) => name !== 'seed' && name !== 'entities' && value !== undefined && value !== scene[name],
  );
  return Object.fromEntries(entries);
}
