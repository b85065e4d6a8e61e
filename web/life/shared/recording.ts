/**
 * Recordings: what a world was founded with and everything that was asked of it, by tick. A world that
 * is founded and asked the same comes to the same hash, in every tier.
 *
 * The JSON is meant to be read and written by people and other programs too: options, genes and kinds
 * of commands stand in it by name.
 */

import { shortestDecimal } from '../../engine/shortest-decimal.js';
import { CommandKind, GENES, type LifeOptions, OPTIONS, SpawnPattern } from '../../generated/life-layout.js';
import { foodCommand, geneCommand, killCommand, optionCommand, spawnCommand } from './commands.js';
import { LifeOptionError } from './errors.js';
import { DEFAULT_SCENE, resolveRequest, sceneNamed } from './founding.js';
import type { CommandFields, LoggedCommand } from './messages.js';
import { checkWhole } from './settings.js';
import type { LifeFounding, RecordedCommand, Recording, TribeFounding } from './types.js';

/** The first word of a recording. */
const FORMAT: Recording['format'] = 'skyflock-recording';
const VERSION: Recording['version'] = 1;
/** Most commands a recording may hold. */
const MOST_COMMANDS = 1_000_000;

/** What a world was founded with and when it was looked at. */
export interface RecordingParts {
  readonly founding: LifeFounding;
  readonly from: Recording['from'];
  readonly ticks: number;
  readonly hash: string;
  readonly commands: readonly LoggedCommand[];
}

export function makeRecording({ founding, from, ticks, hash, commands }: RecordingParts): Recording {
  const patterns = Object.keys(SpawnPattern) as (keyof typeof SpawnPattern)[];
  const tribes = founding.tribes.map(({ name, share, pattern, hue, genes }) => ({
    ...{ name, share: shortestDecimal(Math.fround(share)), hue: shortestDecimal(Math.fround(hue)) },
    pattern: patterns.find((one) => SpawnPattern[one] === pattern) ?? 'adaptive',
    genes: Object.fromEntries(GENES.map((gene) => [gene.name, shortestDecimal(Math.fround(genes[gene.name]))])),
  })) as unknown as Required<TribeFounding>[];
  return {
    ...{ format: FORMAT, version: VERSION, scene: founding.scene, options: founding.options, tribes, from, ticks, hash },
    commands: commands.filter(({ tick }) => tick < ticks).map(recordCommand),
  };
}

/**
 * A recording from JSON, checked in every part.
 * @throws LifeOptionError naming the part that is wrong
 */
export function readRecording(json: unknown): Recording {
  const { format, version, scene, options, tribes, from, ticks, hash, commands } = record('recording', json);
  if (format !== FORMAT) throw new LifeOptionError('recording.format', format, `it must be '${FORMAT}'`);
  if (version !== VERSION) throw new LifeOptionError('recording.version', version, `this version of Skyflock reads version ${VERSION}`);
  const founding = {
    scene: sceneNamed(scene ?? DEFAULT_SCENE).name,
    options: record('recording.options', options) as Partial<LifeOptions>,
    tribes: list('recording.tribes', tribes) as TribeFounding[],
  };
  resolveRequest(founding);
  return {
    ...{ format: FORMAT, version: VERSION, ...(founding as Pick<Recording, 'scene' | 'options' | 'tribes'>) },
    from: from === null || from === undefined ? null : readFrom(record('recording.from', from)),
    ticks: checkWhole('recording.ticks', ticks),
    hash: checkHash('recording.hash', hash),
    commands: readCommands(list('recording.commands', commands)),
  };
}

/**
 * Commands as a recording holds them, as the engine takes them.
 * @throws LifeOptionError naming the part that is wrong
 */
export function logOf(commands: readonly RecordedCommand[]): LoggedCommand[] {
  return commands.map((command, number) => ({ tick: command.tick, command: fieldsOf(command, `commands[${number}].`) }));
}

/** Two logs as one; within a tick, those of the first act first. */
export function mergeLogs(first: readonly LoggedCommand[], second: readonly LoggedCommand[]): LoggedCommand[] {
  return [...first, ...second].sort((a, b) => a.tick - b.tick);
}

function readFrom({ tick, hash }: Record<string, unknown>): Recording['from'] {
  return { tick: checkWhole('recording.from.tick', tick), hash: checkHash('recording.from.hash', hash) };
}

/**
 * Commands from JSON, checked in every part.
 * @throws LifeOptionError naming the part that is wrong
 */
export function readCommands(commands: readonly unknown[]): RecordedCommand[] {
  if (commands.length > MOST_COMMANDS) {
    throw new LifeOptionError('recording.commands.length', commands.length, `it must be at most ${MOST_COMMANDS}`);
  }
  let last = 0;
  return commands.map((command, number) => {
    const where = `commands[${number}].`;
    const read = record(`commands[${number}]`, command) as unknown as RecordedCommand;
    last = checkWhole(`${where}tick`, read.tick, last);
    fieldsOf(read, where);
    return read;
  });
}

/** The engine looks at the ranges that depend on the world. */
function fieldsOf(command: RecordedCommand, where: string): CommandFields {
  switch (command.do) {
    case 'setOption':
      return optionCommand(command.option, command.value);
    case 'paintFood':
      return foodCommand(command, where);
    case 'spawn':
      return spawnCommand(command.tribe, command, where);
    case 'kill':
      return killCommand(command, where);
    case 'setGene':
      return geneCommand(command.tribe, command.gene, command.value, where);
    default:
      throw new LifeOptionError(`${where}do`, (command as { do: unknown }).do, `it must be one of ${Object.keys(CommandKind).join(', ')}`);
  }
}

function recordCommand({ tick, command }: LoggedCommand): RecordedCommand {
  const { kind, index, count, value } = command;
  const number = (one: number): number => shortestDecimal(Math.fround(one));
  const place = { x: number(command.x), y: number(command.y), radius: number(command.radius) };
  switch (kind) {
    case CommandKind.setOption: {
      const { name, type } = OPTIONS[index] as (typeof OPTIONS)[number];
      return { tick, do: 'setOption', option: name, value: type === 'f32' ? number(value) : value };
    }
    case CommandKind.paintFood:
      return { tick, do: 'paintFood', ...place, amount: value };
    case CommandKind.spawn:
      return { tick, do: 'spawn', tribe: index, count, ...place };
    case CommandKind.kill:
      return { tick, do: 'kill', ...place };
    case CommandKind.setGene:
      return { tick, do: 'setGene', tribe: index, gene: (GENES[count] as (typeof GENES)[number]).name, value: number(value) };
    default:
      throw new Error(`command kind ${kind} can't be recorded`);
  }
}

function record(name: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new LifeOptionError(name, value, 'it must be an object');
}

function list(name: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new LifeOptionError(name, value, 'it must be an array');
}

function checkHash(name: string, value: unknown): string {
  if (typeof value === 'string' && /^[0-9a-f]{16}$/.test(value)) return value;
  throw new LifeOptionError(name, value, 'it must be 16 hexadecimal digits');
}
