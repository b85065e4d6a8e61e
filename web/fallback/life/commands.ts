/** What a user can ask of a running world: the twin of src/life/commands.h. */

import { CommandKind, FOUNDING_OPTIONS, GENE_COUNT, LEDGER_SCALE, MOST_RADIUS, OPTIONS } from '../../generated/life-layout.js';
import type { CommandFields } from '../../life/shared/messages.js';
import { checkRange, failure, type Status } from '../core/status.js';
import { paintFood } from './food.js';
import { checkGene, checkOption, writeOption } from './founding.js';
import { Amount } from './partition.js';
import { optionName, type Tribe } from './rules.js';
import { addToTotal, killAround, spawnAround } from './spawn.js';
import type { WorldState } from './world-state.js';

/** A command as the engine's record holds it. */
export function commandFrom({ kind, index, count, x, y, radius, value }: CommandFields): CommandFields {
  const f = Math.fround;
  return { kind: kind >>> 0, index: index >>> 0, count: count >>> 0, x: f(x), y: f(y), radius: f(radius), value };
}

/** Whether a command can be obeyed: null, or the name, value and range of what is off. */
export function checkCommand(world: WorldState, c: CommandFields): Status {
  switch (c.kind) {
    case CommandKind.setOption:
      return checkSetOption(c);
    case CommandKind.paintFood:
      if (world.founding.options.movementOnly !== 0) return failure('paintFood has no meaning in a world that only moves.');
      return checkRange('amount', c.value, -1000, 1000) ?? checkCircle(world, c);
    case CommandKind.spawn:
      return checkTribe(world, c) ?? checkRange('count', c.count, 1, world.store.capacity) ?? checkCircle(world, c);
    case CommandKind.kill:
      return checkCircle(world, c);
    case CommandKind.setGene:
      return checkTribe(world, c) ?? checkRange('gene', c.count, 0, GENE_COUNT - 1) ?? checkGene(c.count, c.value);
    default:
      return checkRange('command kind', c.kind, 1, 5);
  }
}

function checkSetOption({ index, value }: CommandFields): Status {
  const unknown = checkRange('option', index, 0, OPTIONS.length - 1);
  if (unknown !== null) return unknown;
  if (index < FOUNDING_OPTIONS) return failure(`${optionName(index)} is fixed once the world is founded; found a new one.`);
  const status = checkOption(index, value);
  if (status === null && OPTIONS[index]?.type === 'u32' && !Number.isInteger(value)) {
    return failure(`${optionName(index)} takes a whole number.`);
  }
  return status;
}

function checkTribe(world: WorldState, { index }: CommandFields): Status {
  return checkRange('tribe', index, 0, world.founding.tribes.length - 1);
}

function checkCircle(world: WorldState, { x, y, radius }: CommandFields): Status {
  return (
    checkRange('x', x, 0, world.rules.worldWidth) ??
    checkRange('y', y, 0, world.rules.worldHeight) ??
    checkRange('radius', radius, 0.1, MOST_RADIUS)
  );
}

/** Obeys a command that was found to be right. */
export function applyCommand(world: WorldState, c: CommandFields): void {
  if (c.kind === CommandKind.setOption) writeOption(world.founding.options, c.index, c.value);
  else if (c.kind === CommandKind.paintFood) {
    const steps = paintFood(world, c.x, c.y, c.radius, Math.fround(c.value)) * LEDGER_SCALE;
    addToTotal(world, Amount.foodGrown, steps - (steps % 1));
  } else if (c.kind === CommandKind.spawn) spawnAround(world, c.index, c.count, c.x, c.y, c.radius);
  else if (c.kind === CommandKind.kill) killAround(world, c.x, c.y, c.radius);
  else if (c.kind === CommandKind.setGene) (world.founding.tribes[c.index] as Tribe).genes[c.count] = c.value;
}
