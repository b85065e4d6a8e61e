import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../web/cli/flags.js';
import { runShower, showerSummary } from '../../../web/cli/meteor.js';
import { parseMeteorArguments } from '../../../web/cli/meteor-args.js';
import { loadMeteorKernel } from '../../../web/kernels/meteor-node.js';
import { presetNamed } from '../../../web/meteor/shared/settings.js';

describe('the arguments of skyflock meteor', () => {
  it('have defaults', () => {
    expect(parseMeteorArguments([])).toEqual({ preset: 'shower', frames: 600, seed: 1, tier: 'wasm', json: false });
  });

  it('are read', () => {
    const args = ['--preset', 'leonids', '--frames=20', '--seed', '9', '--tier', 'js', '--json'];
    expect(parseMeteorArguments(args)).toEqual({ preset: 'leonids', frames: 20, seed: 9, tier: 'js', json: true });
  });

  it.each([
    [['--preset', 'rain'], /--preset rain is refused: it must be one of shower, calm, storm/],
    [['--frames', '0'], /--frames 0 is refused: it must be a whole number from 1/],
    [['--tier', 'threads'], /it must be one of wasm, js/],
    [['--seed', '-1'], /whole number from 0 to 4294967295/],
    [['--entities', '3'], /unknown argument '--entities'; there are --preset/],
  ])('%j are refused in a line', (args, message) => {
    expect(() => parseMeteorArguments(args)).toThrow(UsageError);
    expect(() => parseMeteorArguments(args)).toThrow(message);
  });
});

describe('skyflock meteor', () => {
  it('comes to the same result in either tier', async () => {
    const plan = { preset: 'aurora-rain', seed: 4, frames: 240 } as const;
    const run = async (tier: 'js' | 'wasm') =>
      runShower(await loadMeteorKernel(tier, { ...presetNamed(plan.preset).options, seed: 4 }), plan);
    const [js, wasm] = [await run('js'), await run('wasm')];
    expect(js).toEqual({ ...wasm, tier: 'js', msPerFrame: js.msPerFrame });
    expect(wasm).toMatchObject({ ...plan, tier: 'wasm' });
    expect(wasm.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(wasm.meteors).toBeGreaterThan(5);
    expect(wasm.particles).toBeGreaterThan(5);
    expect(showerSummary(wasm)).toContain(wasm.hash);
  });
});
