/** The light that a place sends out, on the CPU: ambient light, every light's even part, and fog. What glints is left out. */
import { LightKind } from '../../generated/scene-layout.js';
import type { SceneViews } from '../../scene/shared/kernel.js';
import { ENVIRONMENT, fogRate, PASS } from './draw-list.js';
import { hasLocalLight, LIGHT, LIGHT_NUMBERS, makeLights, writeLights } from './lights.js';
import { byteOfLight, writeLinear } from './srgb.js';

export class CpuShader {
  /** What `lightAt` found: red, green, blue of the light that falls on a place. */
  readonly out = new Float64Array(3);
  /** Whether light depends on the place, and whether there is fog. */
  hasLocalLight = false;
  hasFog = false;
  /** Whether a light with a place reached where `lightAt` looked last. */
  isNearLight = false;
  readonly #lights = makeLights();
  readonly #at = new Float64Array(6);
  readonly #ambient = new Float64Array(3);
  readonly #fogColor = new Float64Array(3);
  #count = 0;
  #fogNear = 0;
  #fogRate = 0;
  /** The camera's place and view: depth = view · place - start. */
  readonly #view = new Float64Array(3);
  #start = 0;

  /** Takes the lights, the fog and the camera of the pass whose record begins at word `pass`. */
  prepare(views: SceneViews, pass: number, isOnScreen: boolean): void {
    this.#count = isOnScreen ? 0 : writeLights(views, pass, this.#lights);
    this.hasLocalLight = hasLocalLight(this.#lights, this.#count);
    writeLinear(views.environment[ENVIRONMENT.ambient] as number, this.#ambient, 0);
    writeLinear(views.environment[ENVIRONMENT.fog] as number, this.#fogColor, 0);
    this.#fogNear = views.environmentFloats[ENVIRONMENT.fogNear] as number;
    this.#fogRate = fogRate(views, isOnScreen);
    this.hasFog = this.#fogRate > 0;
    this.#start = 0;
    for (let axis = 0; axis < 3; axis += 1) {
      this.#view[axis] = views.passFloats[pass + PASS.forward + axis] as number;
      this.#start += (this.#view[axis] as number) * (views.passFloats[pass + PASS.eye + axis] as number);
    }
  }

  /** Puts the light that falls on a place into `out`. */
  lightAt(x: number, y: number, z: number, nx: number, ny: number, nz: number): void {
    const at = this.#at;
    at[0] = x;
    at[1] = y;
    at[2] = z;
    at[3] = nx;
    at[4] = ny;
    at[5] = nz;
    this.lightOf(at, 0, 3);
  }

  /**
   * The same for a place and a normal that stand in a list from `world` and from `normal` on: a number that is handed over by
   * itself may take memory each time.
   */
  lightOf(list: Float64Array, world: number, normal: number): void {
    const x = list[world] as number;
    const y = list[world + 1] as number;
    const z = list[world + 2] as number;
    const nx = list[normal] as number;
    const ny = list[normal + 1] as number;
    const nz = list[normal + 2] as number;
    const lights = this.#lights;
    let red = this.#ambient[0] as number;
    let green = this.#ambient[1] as number;
    let blue = this.#ambient[2] as number;
    const end = this.#count * LIGHT_NUMBERS;
    let isNear = false;
    for (let at = 0; at < end; at += LIGHT_NUMBERS) {
      const kind = lights[at + LIGHT.kind] as number;
      const aimX = lights[at + LIGHT.aim] as number;
      const aimY = lights[at + LIGHT.aim + 1] as number;
      const aimZ = lights[at + LIGHT.aim + 2] as number;
      let strength: number;
      if (kind === LightKind.directional) strength = -(nx * aimX + ny * aimY + nz * aimZ);
      else {
        const dx = (lights[at + LIGHT.place] as number) - x;
        const dy = (lights[at + LIGHT.place + 1] as number) - y;
        const dz = (lights[at + LIGHT.place + 2] as number) - z;
        const squared = dx * dx + dy * dy + dz * dz;
        const left = 1 - squared * (lights[at + LIGHT.perRange] as number);
        if (left <= 0) continue;
        isNear = true;
        const per = 1 / Math.sqrt(Math.max(squared, 1e-20));
        strength = (nx * dx + ny * dy + nz * dz) * per * left * left;
        if (kind === LightKind.spot) {
          const cosine = -(dx * aimX + dy * aimY + dz * aimZ) * per;
          const inside = Math.min(1, (cosine - (lights[at + LIGHT.cosOuter] as number)) * (lights[at + LIGHT.perCone] as number));
          strength *= inside <= 0 ? 0 : inside * inside * (3 - 2 * inside);
        }
      }
      if (strength <= 0) continue;
      red += strength * (lights[at] as number);
      green += strength * (lights[at + 1] as number);
      blue += strength * (lights[at + 2] as number);
    }
    this.isNearLight = isNear;
    this.out[0] = red;
    this.out[1] = green;
    this.out[2] = blue;
  }

  /** The light of a place that faces the camera. */
  lightBefore(x: number, y: number, z: number): void {
    this.lightAt(x, y, z, -(this.#view[0] as number), -(this.#view[1] as number), -(this.#view[2] as number));
  }

  /** How far a place is along the camera's view. Unit: u. */
  depthOf(x: number, y: number, z: number): number {
    return (this.#view[0] as number) * x + (this.#view[1] as number) * y + (this.#view[2] as number) * z - this.#start;
  }

  /** The share of fog at a depth, 0 to 1. */
  fogAt(depth: number): number {
    const fog = (depth - this.#fogNear) * this.#fogRate;
    return fog <= 0 ? 0 : fog >= 1 ? 1 : fog;
  }

  /** A channel of light with fog before it, as a byte of sRGB. */
  seen(light: number, fog: number, channel: number): number {
    return byteOfLight(fog === 0 ? light : light + ((this.#fogColor[channel] as number) - light) * fog);
  }

  /** A channel of the fog's own light. */
  fogColor(channel: number): number {
    return this.#fogColor[channel] as number;
  }
}
