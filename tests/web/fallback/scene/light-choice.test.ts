import { describe, expect, it } from 'vitest';
import { emptyLight, type LightState } from '../../../../web/fallback/scene/columns.js';
import { chooseLights } from '../../../../web/fallback/scene/light-choice.js';
import { DrawLight, LIGHTS_DRAWN, LightKind } from '../../../../web/generated/scene-layout.js';
import { Dice } from './draw-scene.js';

const LIGHT = DrawLight.size / 4;

function lightOf(kind: LightKind, x = 0, range = 1): LightState {
  const light = emptyLight();
  Object.assign(light, { exists: true, active: true, kind, range });
  light.position[0] = x;
  return light;
}

/** Colours of the lights that are chosen, in their order. */
function choose(lights: readonly LightState[]): readonly number[] {
  const words = new Uint32Array(LIGHTS_DRAWN * LIGHT);
  const count = chooseLights(lights, lights.length, new Float32Array(3), words, new Float32Array(words.buffer), 0);
  return Array.from({ length: count }, (_, k) => words[k * LIGHT + DrawLight.color / 4] as number);
}

describe('lights in JavaScript', () => {
  it('are chosen as a sort of all of them would: directional ones, then those that reach nearest', () => {
    for (let seed = 0; seed < 50; seed++) {
      const dice = new Dice(seed);
      const lights = Array.from({ length: 50 }, (_, color) => {
        const light = lightOf(dice.below(8) === 0 ? LightKind.directional : LightKind.point, dice.below(20), 1 + dice.below(6));
        light.active = dice.below(5) !== 0;
        light.exists = dice.below(5) !== 0;
        light.intensity = dice.below(9) === 0 ? 0 : 1;
        light.color = color;
        return light;
      });
      const rank = (light: LightState): number =>
        light.kind === LightKind.directional ? Number.NEGATIVE_INFINITY : (light.position[0] as number) - light.range;
      const owed = lights
        .filter(({ active, exists, intensity }) => active && exists && intensity > 0)
        .sort((a, b) => (rank(a) === rank(b) ? a.color - b.color : rank(a) - rank(b)))
        .map(({ color }) => color);
      expect(choose(lights)).toEqual(owed.slice(0, LIGHTS_DRAWN));
    }
  });

  it('have the cosines of their angles', () => {
    const light = lightOf(LightKind.spot);
    light.inner = Math.fround(0.3);
    light.outer = Math.fround(1.2);
    const words = new Uint32Array(2 * LIGHT);
    const floats = new Float32Array(words.buffer);
    expect(chooseLights([light], 1, new Float32Array(3), words, floats, 1)).toBe(1);
    expect(floats[LIGHT + DrawLight.cosInner / 4]).toBeCloseTo(Math.cos(0.3), 6);
    expect(floats[LIGHT + DrawLight.cosOuter / 4]).toBeCloseTo(Math.cos(1.2), 6);
  });
});
