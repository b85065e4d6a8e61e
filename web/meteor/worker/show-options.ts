/** From what a page asks for to what an engine is given. */
import type { WasmSource } from '../../engine/page-defaults.js';
import { type MeteorOptions, OPTIONS } from '../../generated/meteor-layout.js';
import type { PresetName, QualityName } from '../../generated/meteor-names.js';
import { MeteorOptionError } from '../shared/errors.js';
import { limitedDebris } from '../shared/quality.js';
import { checkOption, resolveOptions } from '../shared/settings.js';
import type { PipelineWish } from './pipeline.js';

export type MeteorOptionName = keyof MeteorOptions;

/** Options that have an attribute of their own, or that follow from the element. */
const APART: readonly MeteorOptionName[] = ['seed', 'width', 'height', 'quality'];

/** Options that a page may give as a set. */
export const FREE_OPTIONS = OPTIONS.filter(({ name }) => !APART.includes(name));

/** Checks a set of options. @throws MeteorOptionError for an unknown name or a value out of range */
export function checkFreeOptions(value: unknown): Partial<MeteorOptions> {
  if (typeof value === 'string') {
    throw new MeteorOptionError(
      'options',
      value,
      `it must be JSON, as {"rate": 8}, of any of ${FREE_OPTIONS.map(({ name }) => name).join(', ')}`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MeteorOptionError('options', value, `it must be an object of ${FREE_OPTIONS.map(({ name }) => name).join(', ')}`);
  }
  const checked: Record<string, number> = {};
  for (const [name, number] of Object.entries(value)) {
    const isFree = FREE_OPTIONS.some((one) => one.name === name);
    const names = FREE_OPTIONS.map((one) => one.name).join(', ');
    if (!isFree) throw new MeteorOptionError(`options.${name}`, number, `there is no such option; there are ${names}`);
    checked[name] = checkOption(name, number);
  }
  return checked;
}

/** What of a shower follows from the page. */
export interface ShowWish {
  readonly preset: PresetName;
  readonly seed: number;
  /** Times the preset's meteors. */
  readonly density: number;
  /** Times its stars. */
  readonly stars: number;
  readonly options: Partial<MeteorOptions>;
}

/** The engine's options. @param debrisLimit see `limitedDebris` */
export function showOptions(
  { preset, seed, density, stars, options }: ShowWish,
  quality: QualityName,
  debrisLimit: number,
  size: { readonly width: number; readonly height: number },
): MeteorOptions {
  const wanted = resolveOptions({ preset, density, quality, options });
  return {
    ...wanted,
    seed,
    width: within('width', size.width),
    height: within('height', size.height),
    stars: within('stars', Math.round(wanted.stars * stars)),
    debris: limitedDebris(wanted.debris, debrisLimit),
  };
}

/** The nearest value in an option's range. */
function within(name: MeteorOptionName, value: number): number {
  const option = OPTIONS.find((one) => one.name === name);
  return option === undefined ? value : Math.min(option.most, Math.max(option.least, value));
}

/** Those of the wanted options that differ from the present ones, as the engine holds them. */
export function differingOptions(wanted: Partial<MeteorOptions>, present: MeteorOptions): Partial<MeteorOptions> {
  const isOther = ([name, value]: [string, number]): boolean => Math.fround(value) !== Math.fround(present[name as keyof MeteorOptions]);
  return Object.fromEntries(Object.entries(wanted).filter(isOther)) as Partial<MeteorOptions>;
}

/** Where a show's engine comes from. */
export function sourceOf(wasm: WasmSource | null): Pick<PipelineWish, 'wasmUrl' | 'wasmBinary'> {
  if (wasm === null) return {};
  return typeof wasm === 'string' ? { wasmUrl: wasm } : { wasmBinary: wasm };
}
