/** What a scene must bear: a million commands in order, a hundred thousand answers each of which comes once, a hundred thousand entities that move. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Begin, beginner } from './kernels.js';
import { type Stage, script, stage, type TransportName } from './script/stage.js';

const TIERS = ['js', 'wasm'] as const;
const TRANSPORTS = ['rings', 'batches'] as const satisfies TransportName[];
const ALL = TIERS.flatMap((tier) => TRANSPORTS.map((transport) => [tier, transport] as const));

let begins: Record<(typeof TIERS)[number], Begin>;
beforeAll(async () => {
  begins = { js: await beginner('js'), wasm: await beginner('wasm') };
});

const stageOf = (tier: (typeof TIERS)[number], transport: TransportName, maxEntities: number): Stage =>
  stage(transport, { maxEntities }, {}, begins[tier] as never);

/** The hash of a scene whose entities were put where they are at once. */
async function hashOf(count: number, place: (i: number) => readonly [x: number, y: number, z: number]): Promise<string> {
  const made = stageOf('js', 'rings', count);
  await made.begin(
    script((scene) => {
      for (let i = 0; i < count; i++) scene.create('cube', { position: place(i) });
      return undefined;
    }),
  );
  const hash = settled(made);
  made.engine.close();
  return hash;
}

/** The hash once all that a script has given is published: more than a ring holds goes out in parts. */
function settled({ run, engine }: Stage): string {
  while (run.sendWaiting()) engine.pump();
  return engine.settle();
}

describe('a million commands', () => {
  const ENTITIES = 1000;
  const UPDATES = 500;
  const place = (update: number, i: number): [number, number, number] => [update, i, update * i];

  it.each(ALL)('are carried out in order, each update whole (%s, %s)', { timeout: 120_000 }, async (tier, transport) => {
    const made = stageOf(tier, transport, ENTITIES);
    await made.begin(
      script((scene) => {
        const entities = Array.from({ length: ENTITIES }, () => scene.create('cube'));
        let update = 0;
        return () => {
          update += 1;
          entities.forEach((one, i) => {
            // Out of order, the earlier place would be seen, and the entity would be gone from where it is.
            one.setPosition(-1, -1, -1);
            one.active = true;
            one.setPosition(...place(update, i));
          });
        };
      }),
    );
    const before = made.run.queue.given;
    for (let update = 1; update <= UPDATES; update++) {
      const hash = await made.step();
      if (update % 125 === 0) expect(hash, `update ${update}`).toBe(await hashOf(ENTITIES, (i) => place(update, i)));
    }
    expect(made.faults).toEqual([]);
    expect(made.refused).toEqual([]);
    expect(made.run.queue.given - before).toBeGreaterThanOrEqual(2 * ENTITIES * UPDATES);
    made.engine.close();
  });
});

describe('a hundred thousand answers', () => {
  /** Picks that the engine takes in an update. */
  const PICKS = 64;
  const ANSWERS = 100_000;

  it.each([
    ['js', 'batches'],
    ['wasm', 'rings'],
  ] as const)('come once each (%s, %s)', { timeout: 180_000 }, async (tier, transport) => {
    const made = stageOf(tier, transport, 1);
    const told = new Uint8Array(ANSWERS);
    let asked = 0;
    await made.begin(
      script((scene) => {
        scene.create('cube');
        return () => {
          for (let n = 0; n < PICKS && asked < ANSWERS; n++) {
            const number = asked++;
            void scene.pick(0.5, 0.5).then((picked) => {
              told[number] = (told[number] as number) + (picked === null ? 100 : 1);
            });
          }
        };
      }),
    );
    while (asked < ANSWERS) await made.step();
    // The last ones are told with the next update.
    await made.step();
    await made.step();
    expect(told.findIndex((times) => times !== 1)).toBe(-1);
    expect(made.faults).toEqual([]);
    made.engine.close();
  });
});

describe('a hundred thousand entities', () => {
  const ENTITIES = 100_000;

  it.each(ALL)('move in every update (%s, %s)', { timeout: 120_000 }, async (tier, transport) => {
    const made = stageOf(tier, transport, ENTITIES);
    const places = new Float32Array(ENTITIES * 3);
    await made.begin(
      script((scene) => {
        const entities = Array.from({ length: ENTITIES }, () => scene.create('cube'));
        let update = 0;
        return () => {
          update += 1;
          for (let i = 0; i < places.length; i++) places[i] = Math.fround(update * 0.25 + i);
          scene.positions(entities, places);
        };
      }),
    );
    settled(made);
    for (let update = 1; update <= 10; update++) await made.step();
    expect(settled(made)).toBe(
      await hashOf(ENTITIES, (i) => [places[3 * i] as number, places[3 * i + 1] as number, places[3 * i + 2] as number]),
    );
    expect(made.faults).toEqual([]);
    expect(made.refused).toEqual([]);
    made.engine.close();
  });
});
