/** The lights that a picture is drawn with: the twin of src/scene/light_choice.h, bit for bit. */
import { DrawLight, LIGHTS_DRAWN, LightKind } from '../../generated/scene-layout.js';
import { cosTurns, squareRoot } from '../core/math.js';
import type { LightState } from './columns.js';

const f = Math.fround;

const TURNS_PER_RADIAN = f(0.15915494);
const RECORD = DrawLight.size / 4;

const gaps = new Float32Array(LIGHTS_DRAWN);
const numbers = new Uint32Array(LIGHTS_DRAWN);

function shines(light: LightState): boolean {
  return light.exists && light.active && light.intensity > 0;
}

/** How far it is from the eye to where the light's reach ends. */
function gap(light: LightState, eye: Float32Array): number {
  const x = f((light.position[0] as number) - (eye[0] as number));
  const y = f((light.position[1] as number) - (eye[1] as number));
  const z = f((light.position[2] as number) - (eye[2] as number));
  return f(squareRoot(f(f(f(x * x) + f(y * y)) + f(z * z))) - light.range);
}

function drawLight(light: LightState, words: Uint32Array, floats: Float32Array, at: number): void {
  words.fill(0, at, at + RECORD);
  words[at + DrawLight.kind / 4] = light.kind;
  words[at + DrawLight.color / 4] = light.color;
  floats[at + DrawLight.intensity / 4] = light.intensity;
  floats[at + DrawLight.range / 4] = light.range;
  floats.set(light.position, at + DrawLight.position / 4);
  floats.set(light.direction, at + DrawLight.direction / 4);
  floats[at + DrawLight.cosInner / 4] = cosTurns(f(light.inner * TURNS_PER_RADIAN));
  floats[at + DrawLight.cosOuter / 4] = cosTurns(f(light.outer * TURNS_PER_RADIAN));
}

/** Writes the lights that a picture from `eye` is drawn with to DrawLight number `first` on, and returns how many there are: `chooseLights`. */
export function chooseLights(
  lights: readonly LightState[],
  count: number,
  eye: Float32Array,
  words: Uint32Array,
  floats: Float32Array,
  first: number,
): number {
  let chosen = 0;
  for (let i = 0; i < count && chosen < LIGHTS_DRAWN; i++) {
    const light = lights[i] as LightState;
    if (!shines(light) || light.kind !== LightKind.directional) continue;
    drawLight(light, words, floats, (first + chosen) * RECORD);
    chosen++;
  }
  const directional = chosen;
  for (let i = 0; i < count; i++) {
    const light = lights[i] as LightState;
    if (!shines(light) || light.kind === LightKind.directional) continue;
    const own = gap(light, eye);
    let at = chosen;
    while (at > directional && own < (gaps[at - 1] as number)) at--;
    if (at === LIGHTS_DRAWN) continue;
    if (chosen < LIGHTS_DRAWN) chosen++;
    gaps.copyWithin(at + 1, at, chosen - 1);
    numbers.copyWithin(at + 1, at, chosen - 1);
    gaps[at] = own;
    numbers[at] = i;
  }
  for (let k = directional; k < chosen; k++) {
    drawLight(lights[numbers[k] as number] as LightState, words, floats, (first + k) * RECORD);
  }
  return chosen;
}
