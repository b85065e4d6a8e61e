// From a line of a script to the hash of the published scene.
import { describe, expect, it } from 'vitest';
import type { ScriptModule } from '../../../../web/scene/script/script-api.js';
import { stage } from './stage.js';

const MOVING_CUBE: ScriptModule = (scene) => {
  const cube = scene.create('cube', { color: '#e8643c' });
  return { update: () => cube.setPosition(scene.math.sin(scene.time), scene.random(), 0) };
};

describe.each(['rings', 'batches'] as const)('a script of three lines over %s', (transport) => {
  it('moves a cube, update by update', async () => {
    const { begin, step, kernel, scene, faults, refused } = stage(transport);
    const hashes = [await begin(MOVING_CUBE)];
    for (let i = 0; i < 10; i++) hashes.push(await step());
    expect(faults).toEqual([]);
    expect(refused).toEqual([]);
    expect(new Set(hashes).size).toBe(11);
    expect(scene.frame).toBe(11);
    expect(scene.entities()).toHaveLength(1);
    const { position } = kernel.scene.entities.memory.published;
    expect([0, 1, 2].map((axis) => position[axis]?.[0])).toEqual([...(scene.entities()[0]?.position ?? [])]);
    expect(hashes.at(-1)).toBe('4acbdebeb23d7940');
  });
});
