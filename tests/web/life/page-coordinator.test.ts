import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLife, type Life, type LifeFrame } from '../../../web/life.js';

const worlds: Life[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.destroy();
  vi.unstubAllGlobals();
});

describe("a world on the page's own thread", () => {
  it('that is founded paused shows every tick it is asked for', async () => {
    // A thread that may start no other one.
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
    const life = await createLife({ scene: 'pair', paused: true });
    worlds.push(life);
    expect(life.tier).toBe('js');
    const ticks: number[] = [];
    life.onFrame((frame: LifeFrame) => ticks.push(frame.tick));
    for (let tick = 1; tick <= 5; tick += 1) {
      life.step();
      await vi.waitFor(() => expect(ticks.at(-1)).toBe(tick), { timeout: 5000 });
    }
    expect(ticks[0]).toBe(0);
  });
});
