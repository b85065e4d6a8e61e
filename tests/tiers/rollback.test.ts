import { describe, expect, it } from 'vitest';
import { CommandKind } from '../../web/generated/life-layout.js';
import { loadKernel } from '../../web/kernels/life-node.js';
import { resolveRequest, SCENE_NAMES } from '../../web/life/shared/founding.js';
import type { LifeKernel } from '../../web/life/shared/kernel.js';
import { optionNumber } from '../../web/life/shared/settings.js';
import { findRollbackDifference } from '../support/rollback.js';

const TIERS = ['wasm', 'threads', 'js'] as const;
const WORKERS = 3;
const PLAN = { every: 40, length: 25 };

async function check(
  request: ReturnType<typeof resolveRequest>,
  from: (typeof TIERS)[number],
  restore: (snapshot: ArrayBuffer) => Promise<LifeKernel>,
): ReturnType<typeof findRollbackDifference> {
  const kernel = await loadKernel(from, request, WORKERS);
  try {
    // JavaScript takes ten times as long.
    return await findRollbackDifference(kernel, { ...PLAN, rounds: from === 'js' ? 1 : 3, restore });
  } finally {
    kernel.destroy();
  }
}

describe('a world that is rolled back', () => {
  const savanna = resolveRequest({ scene: 'savanna', options: { entities: 1200, seed: 5 } });

  for (const from of TIERS) {
    for (const to of TIERS) {
      it.each(SCENE_NAMES)(`does the same again in '${to}' as in '${from}': %s`, { timeout: 60_000 }, async (scene) => {
        const request = scene === 'pair' ? resolveRequest({ scene }) : resolveRequest({ scene, options: { entities: 500, seed: 5 } });
        expect(await check(request, from, (snapshot) => loadKernel(to, request, WORKERS, {}, snapshot))).toBeNull();
      });
    }
  }

  it('is caught with the phase and the tick where it differs first', async () => {
    const difference = await check(savanna, 'wasm', async (snapshot) => {
      const kernel = await loadKernel('wasm', savanna, 1, {}, snapshot);
      const index = optionNumber('turnRate');
      kernel.enqueue({ kind: CommandKind.setOption, index, count: 0, x: 0, y: 0, radius: 0, value: 0.5 });
      return kernel;
    });
    expect(difference).toEqual({ tick: 40, phase: 'sense' });
  });
});
