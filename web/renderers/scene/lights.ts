/** The lights of a pass as both renderers take them: four vectors of four numbers each, in linear light. */
import { DrawLight, LIGHTS_DRAWN, LightKind } from '../../generated/scene-layout.js';
import type { SceneViews } from '../../scene/shared/kernel.js';
import { DRAW_LIGHT, PASS } from './draw-list.js';
import { writeLinear } from './srgb.js';

/** Numbers of a light: tint and kind; place and 1 / range²; aim and the cosine where it is dark; 1 / (full - dark). */
export const LIGHT_NUMBERS = 16;
/** Where in a light its vectors begin. */
export const LIGHT = { tint: 0, kind: 3, place: 4, perRange: 7, aim: 8, cosOuter: 11, perCone: 12 } as const;

const LIGHT_WORDS = DrawLight.size / 4;

/**
 * What a picture without any light is lit with: a warm one from above, to the right and the front, and a weak cool one from
 * the other side. A scene that is to be dark has a light of intensity 0.
 */
const USUAL_LIGHTS = [
  { tint: [0.92, 0.88, 0.8], aim: [-0.42, -0.78, -0.46] },
  { tint: [0.1, 0.13, 0.18], aim: [0.7, 0.1, 0.7] },
] as const;

/** Room for the lights of a pass. */
export const makeLights = (): Float32Array => new Float32Array(LIGHTS_DRAWN * LIGHT_NUMBERS);

/**
 * Writes the lights of the pass whose record begins at word `pass`.
 * @returns how many they are
 */
export function writeLights(views: SceneViews, pass: number, into: Float32Array): number {
  const { passes, lights, lightFloats } = views;
  const count = Math.min(LIGHTS_DRAWN, passes[pass + PASS.lightCount] as number);
  if (count === 0) return writeUsualLights(into);
  const first = passes[pass + PASS.firstLight] as number;
  for (let light = 0; light < count; light += 1) {
    const from = (first + light) * LIGHT_WORDS;
    const to = light * LIGHT_NUMBERS;
    const kind = lights[from + DRAW_LIGHT.kind] as number;
    writeLinear(lights[from + DRAW_LIGHT.color] as number, into, to, lightFloats[from + DRAW_LIGHT.intensity] as number);
    into[to + LIGHT.kind] = kind;
    const range = lightFloats[from + DRAW_LIGHT.range] as number;
    for (let axis = 0; axis < 3; axis += 1) {
      into[to + LIGHT.place + axis] = lightFloats[from + DRAW_LIGHT.position + axis] as number;
      into[to + LIGHT.aim + axis] = lightFloats[from + DRAW_LIGHT.direction + axis] as number;
    }
    into[to + LIGHT.perRange] = 1 / (range * range);
    const outer = lightFloats[from + DRAW_LIGHT.cosOuter] as number;
    const inner = lightFloats[from + DRAW_LIGHT.cosInner] as number;
    into[to + LIGHT.cosOuter] = outer;
    into[to + LIGHT.perCone] = 1 / Math.max(1e-4, inner - outer);
  }
  return count;
}

function writeUsualLights(into: Float32Array): number {
  USUAL_LIGHTS.forEach(({ tint, aim }, light) => {
    const at = light * LIGHT_NUMBERS;
    const length = Math.hypot(...aim);
    into.fill(0, at, at + LIGHT_NUMBERS);
    into[at + LIGHT.kind] = LightKind.directional;
    for (let axis = 0; axis < 3; axis += 1) {
      into[at + axis] = tint[axis] as number;
      into[at + LIGHT.aim + axis] = (aim[axis] as number) / length;
    }
  });
  return USUAL_LIGHTS.length;
}

/** Whether any of these lights depends on the place. */
export function hasLocalLight(lights: Float32Array, count: number): boolean {
  for (let light = 0; light < count; light += 1) {
    if (lights[light * LIGHT_NUMBERS + LIGHT.kind] !== LightKind.directional) return true;
  }
  return false;
}
