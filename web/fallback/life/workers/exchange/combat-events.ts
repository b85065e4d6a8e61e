/**
 * The second and the third round: what a worker's animals mean to do to those of its neighbours, and
 * what came of it.
 *
 * The owner of a target reads of an actor what is sent here, and its Animal record, which stands in the
 * owner's ghost zone. A pair's child is made where the actor is: it gets the traits of a mate that agreed.
 */
import { ACCEPTED, ATTACK, MATE, TRAIT_WORDS } from '../../columns.js';
import type { Partition } from '../../partition.js';
import { Gene } from '../../rules.js';
import { homeOf, type WorldState } from '../../world-state.js';
import { type Mesh, Round } from './mesh.js';
import type { Packet } from './packet.js';

/** Own index of the actor, its actions, the target's own index, strike and diet. */
const INTENT_WORDS = 5;

/** By partition, the own indices of p's actors whose targets it owns, in their order. */
export function actorsByTarget(world: WorldState, p: Partition): number[][] {
  const { actors, actions, targets } = world.store;
  const byTarget: number[][] = Array.from(world.plan, () => []);
  for (let k = 0; k < p.actorCount; k++) {
    const actor = actors[p.ownBegin + k] as number;
    if (((actions[actor] as number) & (ATTACK | MATE)) === 0) continue;
    byTarget[homeOf(world, targets[actor] as number).index]?.push(actor);
  }
  return byTarget;
}

/** @param actors own animals with intents on those of the receiver */
export function packIntents(world: WorldState, mesh: Mesh, actors: readonly number[]): Packet {
  const { actions, targets, strikes, traitsNext } = world.store;
  const packet = mesh.packet(world.tick, Round.intents, 1 + actors.length * INTENT_WORDS);
  packet.put(actors.length);
  for (const actor of actors) {
    packet.put(actor);
    packet.put(actions[actor] as number);
    packet.put(targets[actor] as number);
    packet.putNumber(strikes[actor] as number);
    packet.putNumber(traitsNext.numbers[actor * TRAIT_WORDS + Gene.diet] as number);
  }
  return packet;
}

/** The sender's actors are then those with intents on the animals of this worker. */
export function unpackIntents(world: WorldState, packet: Packet, sender: Partition): void {
  const { actors, actions, targets, strikes, traitsNext } = world.store;
  sender.actorCount = packet.takeWord();
  for (let k = 0; k < sender.actorCount; k++) {
    const actor = packet.takeWord();
    actors[sender.ownBegin + k] = actor;
    actions[actor] = packet.takeWord();
    targets[actor] = packet.takeWord();
    strikes[actor] = packet.takeNumber();
    traitsNext.numbers[actor * TRAIT_WORDS + Gene.diet] = packet.takeNumber();
  }
}

/** What came of a neighbour's intents, in the order in which it sent them. */
export function packOutcomes(world: WorldState, mesh: Mesh, neighbour: Partition): Packet {
  const { actors, targets, spoils, outcomes, traitsNext } = world.store;
  const packet = mesh.packet(world.tick, Round.outcomes, neighbour.actorCount * (2 + TRAIT_WORDS));
  for (let k = 0; k < neighbour.actorCount; k++) {
    const actor = actors[neighbour.ownBegin + k] as number;
    packet.putNumber(spoils[actor] as number);
    packet.put(outcomes[actor] as number);
    if (((outcomes[actor] as number) & ACCEPTED) === 0) continue;
    packet.putColumn(traitsNext.words, (targets[actor] as number) * TRAIT_WORDS, TRAIT_WORDS);
  }
  return packet;
}

/** @param actors those whose intents the sender was sent */
export function unpackOutcomes(world: WorldState, packet: Packet, actors: readonly number[]): void {
  const { targets, spoils, outcomes, traitsNext } = world.store;
  for (const actor of actors) {
    spoils[actor] = packet.takeNumber();
    outcomes[actor] = packet.takeWord();
    if (((outcomes[actor] as number) & ACCEPTED) === 0) continue;
    packet.takeColumn(traitsNext.words, (targets[actor] as number) * TRAIT_WORDS, TRAIT_WORDS);
  }
}
