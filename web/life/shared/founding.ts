/** Foundings: from what a user asks for to what the engine gets, and back from what it made of it. */

import { checkNumber, isInRange } from '../../engine/settings.js';
import {
  GENES,
  LEAST_SHARE,
  type LifeOptions,
  MAX_TRIBES,
  MOST_HUE,
  MOST_SHARE,
  OPTIONS,
  SCENES,
  SpawnPattern,
} from '../../generated/life-layout.js';
import { LifeOptionError } from './errors.js';
import type { FoundingReply, FoundingRequest, TribeRequest } from './messages.js';
import type { GeneName } from './records.js';
import { checkGene, engineValue, geneNumber, readOptions, writeOptions } from './settings.js';
import type { CreateLifeOptions, FoundedTribe, LifeFounding, SceneName, TribeFounding } from './types.js';

/** All scenes. */
export const SCENE_NAMES: readonly SceneName[] = SCENES.map((scene) => scene.name);
/** The scene of a world that names none. */
export const DEFAULT_SCENE: SceneName = 'savanna';

/** UTF-16 units a tribe's name may have: snapshots carry the names. */
export const LONGEST_NAME = 40;

/** The part of {@link CreateLifeOptions} that a world is founded with. */
export type FoundingChoice = Pick<CreateLifeOptions, 'scene' | 'options' | 'tribes'>;

/** The scene of this name. @throws LifeOptionError naming those there are */
export function sceneNamed(name: unknown): (typeof SCENES)[number] {
  const scene = SCENES.find((one) => one.name === name);
  if (scene === undefined) throw new LifeOptionError('scene', name, `it must be one of ${SCENE_NAMES.join(', ')}`);
  return scene;
}

/**
 * What the engine is asked to found: the scene's options and tribes, with the user's over them.
 *
 * @throws LifeOptionError for an unknown name or a value out of range
 */
export function resolveRequest(choice: FoundingChoice): FoundingRequest {
  const scene = sceneNamed(choice.scene ?? DEFAULT_SCENE);
  const options = Float64Array.from(OPTIONS, ({ name }, index) => engineValue(index, scene.options[name]));
  writeOptions(choice.options ?? {}, options);
  return { scene: scene.name, options, tribes: choice.tribes === undefined ? sceneTribes(scene) : ownTribes(choice.tribes) };
}

function sceneTribes(scene: (typeof SCENES)[number]): TribeRequest[] {
  return scene.tribes.map(({ name, share, pattern, hue, genes }) => ({ name, share, pattern, hue, genes: [...genes] }));
}

function ownTribes(tribes: readonly TribeFounding[]): TribeRequest[] {
  checkNumber('tribes.length', tribes.length, { least: 1, most: MAX_TRIBES - 1, unit: 'tribes', whole: true }, LifeOptionError);
  return tribes.map((tribe, number) => {
    const where = `tribes[${number}].`;
    if (typeof tribe.name !== 'string' || tribe.name === '' || tribe.name.length > LONGEST_NAME) {
      throw new LifeOptionError(`${where}name`, tribe.name, `it must be a text of 1 to ${LONGEST_NAME} characters`);
    }
    if (tribes.findIndex((other) => other.name === tribe.name) !== number) {
      throw new LifeOptionError(`${where}name`, tribe.name, 'another tribe has this name');
    }
    const pattern = tribe.pattern ?? 'adaptive';
    if (!Object.hasOwn(SpawnPattern, pattern)) {
      throw new LifeOptionError(`${where}pattern`, pattern, `it must be one of ${Object.keys(SpawnPattern).join(', ')}`);
    }
    const genes = GENES.map((gene): number => gene.byDefault);
    for (const [gene, value] of Object.entries(tribe.genes ?? {})) {
      if (value !== undefined) genes[geneNumber(gene, value)] = checkGene(gene, value, `${where}genes.`);
    }
    const share = checkNumber(`${where}share`, tribe.share ?? 1, { least: LEAST_SHARE, most: MOST_SHARE }, LifeOptionError);
    const even = (MOST_HUE * number) / tribes.length;
    const hue = checkNumber(`${where}hue`, tribe.hue ?? even, { least: 0, most: MOST_HUE, unit: 'deg' }, LifeOptionError);
    return { name: tribe.name, share, pattern: SpawnPattern[pattern], hue, genes };
  });
}

/** What the engine made of the request, by name. */
export function foundingFromReply(reply: FoundingReply): LifeFounding {
  const { columns, rows, worldWidth, worldHeight, capacity, memoryBytes } = reply;
  return {
    scene: sceneNamed(reply.scene).name,
    options: readOptions(reply.options) satisfies LifeOptions,
    tribes: reply.tribes.map(foundedTribe),
    columns,
    rows,
    worldWidth,
    worldHeight,
    capacity,
    memoryBytes,
  };
}

function foundedTribe({ name, share, pattern, hue, genes }: TribeRequest): FoundedTribe {
  const named = Object.fromEntries(GENES.map((gene, index) => [gene.name, genes[index] as number]));
  return { name, share, pattern, hue, genes: named as Record<GeneName, number> };
}

/** A tribe's number, from its number or name. @throws LifeOptionError when there is none such */
export function tribeNumber(founding: LifeFounding, tribe: unknown): number {
  const number = typeof tribe === 'string' ? founding.tribes.findIndex(({ name }) => name === tribe) : tribe;
  if (isInRange(number, { least: 0, most: founding.tribes.length - 1, whole: true })) return number;
  const names = founding.tribes.map(({ name }, index) => `${index} (${name})`).join(', ');
  throw new LifeOptionError('tribe', tribe, `it must be one of ${names}`);
}
