/** Lights of a script, and what is around everything. */
import {
  EnvironmentCommand,
  LIGHT_ACTIVE,
  LIGHT_COLOR,
  LIGHT_CONE,
  LIGHT_DIRECTION,
  LIGHT_INTENSITY,
  LIGHT_POSITION,
  LIGHT_RANGE,
  LightCommand,
  LightKind,
  MOST_INTENSITY,
  SceneOp,
  WIDEST_CONE,
} from '../../generated/scene-layout.js';
import { SceneDestroyedError, SceneOptionError } from '../shared/errors.js';
import type { CommandQueue } from './commands.js';
import { Slots } from './slots.js';
import {
  type Color,
  checkBoolean,
  checkCoordinate,
  checkDirection,
  checkFields,
  checkName,
  checkPositive,
  checkVector,
  checkWithin,
  colorText,
  colorWord,
  refuse,
  type Vector,
} from './values.js';

export type LightName = keyof typeof LightKind;
const NAMES = Object.keys(LightKind) as LightName[];
const INTENSITY = { least: 0, most: MOST_INTENSITY };

/** What a light begins with, all of it optional: see `Light`. */
export interface LightOptions {
  /** `directional` (usual): far away; `point`: in all directions; `spot`: a cone. It stays what it began as. */
  readonly kind?: LightName;
  readonly color?: Color;
  readonly position?: Vector;
  readonly direction?: Vector;
  readonly intensity?: number;
  readonly range?: number;
  readonly inner?: number;
  readonly outer?: number;
  readonly active?: boolean;
}

const OPTION_NAMES = ['kind', 'color', 'position', 'direction', 'intensity', 'range', 'inner', 'outer', 'active'];

/** A light. Each setter gives one command. */
export class Light {
  readonly #store: LightStore;
  readonly number: number;
  readonly kind: LightName;
  #color = 0xffffffff;
  #position: Vector = [0, 0, 0];
  #direction: Vector = [0, -1, 0];
  #intensity = 1;
  #range = 20;
  #inner = 0.3;
  #outer = 0.5;
  #active = true;
  #alive = true;

  /** Lights come from `scene.light`. */
  constructor(store: LightStore, number: number, kind: LightName) {
    this.#store = store;
    this.number = number;
    this.kind = kind;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Its colour; opacity counts for nothing. Usually white. */
  get color(): string {
    return colorText(this.#color);
  }
  set color(value: Color) {
    this.set({ color: value });
  }

  /** Where a point or spot light is. Unit: u. Usually 0, 0, 0. */
  get position(): Vector {
    return this.#position;
  }
  set position(value: Vector) {
    this.set({ position: value });
  }

  /** Where a directional or spot light shines to, of any length but 0. Usually 0, -1, 0. */
  get direction(): Vector {
    return this.#direction;
  }
  set direction(value: Vector) {
    this.set({ direction: value });
  }

  /** 0 to 1000; usually 1. */
  get intensity(): number {
    return this.#intensity;
  }
  set intensity(value: number) {
    this.set({ intensity: value });
  }

  /** How far a point or spot light reaches. Unit: u, more than 0; usually 20. */
  get range(): number {
    return this.#range;
  }
  set range(value: number) {
    this.set({ range: value });
  }

  /** Half the angle within which a spot is full. Unit: rad, 0 to `outer`; usually 0.3. */
  get inner(): number {
    return this.#inner;
  }
  set inner(value: number) {
    this.set({ inner: value });
  }

  /** Half the angle beyond which a spot is dark. Unit: rad, `inner` to 1.57; usually 0.5. */
  get outer(): number {
    return this.#outer;
  }
  set outer(value: number) {
    this.set({ outer: value });
  }

  /** Whether it shines. Usually true. */
  get active(): boolean {
    return this.#active;
  }
  set active(value: boolean) {
    this.set({ active: value });
  }

  /** Sets several at once, with one command. @throws SceneOptionError, and changes nothing then */
  set(values: Omit<LightOptions, 'kind'>): void {
    if (!this.#alive) throw new SceneDestroyedError(`light ${this.number} was destroyed; make another`);
    checkFields('values', values, OPTION_NAMES.slice(1));
    this.#write(SceneOp.updateLight, this.take(values));
  }

  /** It ends. */
  destroy(): void {
    if (!this.#alive) throw new SceneDestroyedError(`light ${this.number} was destroyed already`);
    this.#alive = false;
    this.#store.end(this);
  }

  /** Takes values that are all right, or none. @returns the fields that were given. @throws SceneOptionError */
  take(values: LightOptions): number {
    const color = values.color === undefined ? this.#color : colorWord('color', values.color);
    const position = values.position === undefined ? this.#position : checkVector('position', values.position);
    const direction = values.direction === undefined ? this.#direction : checkDirection('direction', values.direction);
    const intensity = values.intensity === undefined ? this.#intensity : checkWithin('intensity', values.intensity, INTENSITY);
    const range = values.range === undefined ? this.#range : checkPositive('range', values.range);
    const outer =
      values.outer === undefined ? this.#outer : checkWithin('outer', values.outer, { least: 0, most: WIDEST_CONE, unit: 'rad' });
    const inner = values.inner === undefined ? this.#inner : checkCoordinate('inner', values.inner);
    if (!(inner >= 0 && inner <= outer)) refuse('inner', inner, `it must be from 0 to outer = ${outer} rad`);
    const active = values.active === undefined ? this.#active : checkBoolean('active', values.active);
    this.#color = color;
    this.#position = [...position];
    this.#direction = [...direction];
    this.#intensity = intensity;
    this.#range = range;
    this.#inner = inner;
    this.#outer = outer;
    this.#active = active;
    const field = (value: unknown, bit: number): number => (value === undefined ? 0 : bit);
    return (
      field(values.color, LIGHT_COLOR) |
      field(values.position, LIGHT_POSITION) |
      field(values.direction, LIGHT_DIRECTION) |
      field(values.intensity, LIGHT_INTENSITY) |
      field(values.range, LIGHT_RANGE) |
      field(values.inner ?? values.outer, LIGHT_CONE) |
      field(values.active, LIGHT_ACTIVE)
    );
  }

  /** Writes the command that it begins by. @param fields those that were given */
  writeBegin(fields: number): void {
    this.#write(SceneOp.makeLight, fields);
  }

  #write(op: number, fields: number): void {
    const { queue } = this.#store;
    const at = queue.command(op, true);
    const { words, floats } = queue;
    words[at] = (op | (this.#active ? 0x100 : 0) | (LightKind[this.kind] << 9) | (fields << 16)) >>> 0;
    words[at + LightCommand.color / 4] = this.#color;
    words[at + LightCommand.light / 4] = this.number;
    floats.set(this.#position, at + LightCommand.position / 4);
    floats.set(this.#direction, at + LightCommand.direction / 4);
    floats[at + LightCommand.intensity / 4] = this.#intensity;
    floats[at + LightCommand.range / 4] = this.#range;
    floats[at + LightCommand.inner / 4] = this.#inner;
    floats[at + LightCommand.outer / 4] = this.#outer;
  }
}

export class LightStore {
  readonly queue: CommandQueue;
  readonly #numbers: Slots;

  constructor(queue: CommandQueue, most: number) {
    this.queue = queue;
    this.#numbers = new Slots(most);
  }

  /** @throws SceneOptionError, and makes none then */
  add(options: LightOptions): Light {
    checkFields('light', options, OPTION_NAMES);
    const kind = checkName('kind', options.kind ?? 'directional', NAMES);
    const number = this.#numbers.take();
    if (number < 0)
      throw new SceneOptionError('lights', this.#numbers.taken + 1, `there may be ${this.#numbers.most} (maxLights): destroy one`);
    const light = new Light(this, number, kind);
    try {
      light.writeBegin(light.take(options) | LIGHT_ACTIVE);
    } catch (error) {
      this.#numbers.free(number);
      throw error;
    }
    return light;
  }

  end({ number }: Light): void {
    this.#numbers.free(number);
    const at = this.queue.command(SceneOp.destroyLight, true);
    this.queue.words[at + LightCommand.light / 4] = number;
  }
}

/** Fog: what is farther than `near` fades into its colour, and is gone at `far`. Unit: u. */
export interface Fog {
  readonly color: Color;
  /** 0 or more. */
  readonly near: number;
  /** More than `near`. */
  readonly far: number;
}

const opaque = (color: string): number => colorWord('color', color);

/** What is around everything. Each setter gives one command. */
export class Environment {
  readonly #queue: CommandQueue;
  #background = opaque('#10141c');
  #ambient = opaque('#404650');
  #fog: { readonly color: number; readonly near: number; readonly far: number } | null = null;

  constructor(queue: CommandQueue) {
    this.#queue = queue;
  }

  /** Behind everything; with an opacity of 0 the page shines through. Usually `'#10141c'`. */
  get background(): string {
    return colorText(this.#background);
  }
  set background(value: Color) {
    this.#background = colorWord('background', value);
    this.#write();
  }

  /** Light from everywhere. Usually `'#404650'`. */
  get ambient(): string {
    return colorText(this.#ambient);
  }
  set ambient(value: Color) {
    this.#ambient = colorWord('ambient', value);
    this.#write();
  }

  /** Usually null: there is none. */
  get fog(): Fog | null {
    return this.#fog === null ? null : { ...this.#fog, color: colorText(this.#fog.color) };
  }
  set fog(value: Fog | null) {
    if (value === null) this.#fog = null;
    else {
      checkFields('fog', value, ['color', 'near', 'far']);
      const near = checkCoordinate('fog.near', value.near);
      const far = checkPositive('fog.far', value.far);
      if (!(near >= 0 && Math.fround(far) > Math.fround(near)))
        refuse('fog.near', near, `it must be 0 or more, and less than far = ${far}`);
      this.#fog = { color: colorWord('fog.color', value.color), near, far };
    }
    this.#write();
  }

  #write(): void {
    const at = this.#queue.command(SceneOp.environment, true);
    const { words, floats } = this.#queue;
    words[at + EnvironmentCommand.background / 4] = this.#background;
    words[at + EnvironmentCommand.ambient / 4] = this.#ambient;
    words[at + EnvironmentCommand.fog / 4] = this.#fog?.color ?? 0;
    floats[at + EnvironmentCommand.fogNear / 4] = this.#fog?.near ?? 0;
    floats[at + EnvironmentCommand.fogFar / 4] = this.#fog?.far ?? 0;
  }
}
