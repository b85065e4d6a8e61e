// A world of a server or a script: founded, run for a while, and ended.
import { createLife } from 'skyflock/life';

const life = await createLife({ scene: 'flock', options: { entities: 300, seed: 7 }, paused: true });
for (let tick = 0; tick < 10; tick++) life.step();
const { tick, hash } = await life.hash();
console.log(`result ${JSON.stringify({ tier: life.tier, tick, hash, refused: life.refused })}`);
life.destroy();
