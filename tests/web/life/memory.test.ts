import { describe, expect, it } from 'vitest';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { resolveRequest, SCENE_NAMES } from '../../../web/life/shared/founding.js';

const MIB = 2 ** 20;

describe('the memory of a world', () => {
  it.each([
    [100_000, 48],
    [1_000_000, 320],
  ])('of %d animals stays within %d MiB', async (entities, most) => {
    for (const scene of ['savanna', 'flock', 'swarm'] as const) {
      const kernel = await loadKernel('wasm', resolveRequest({ scene, options: { entities } }));
      expect(kernel.memoryBytes, scene).toBeLessThanOrEqual(most * MIB);
      kernel.destroy();
    }
  });

  it('does not grow while the world runs, whatever is asked of it', async () => {
    for (const scene of SCENE_NAMES) {
      const kernel = await loadKernel('wasm', resolveRequest({ scene }));
      const founded = kernel.memoryBytes;
      const frame = new ArrayBuffer(kernel.maxFrameBytes);
      for (let i = 0; i < 20; i += 1) {
        kernel.step();
        kernel.writeFrame(i % 5, true, frame);
        kernel.stats();
        kernel.inspect(1);
        kernel.pick(1, 1, 50);
      }
      expect(kernel.memoryBytes, scene).toBe(founded);
      kernel.destroy();
    }
  });
});
