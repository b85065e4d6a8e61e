/** The meteor kernel in JavaScript: for where WebAssembly is missing, refused, or did not arrive. */

import { describe } from '../../engine/describe.js';
import type { MeteorOptions } from '../../generated/meteor-layout.js';
import { MeteorStartError } from '../../meteor/shared/errors.js';
import { type MeteorKernel, WAY_OUT_SMALLER } from '../../meteor/shared/kernel.js';
import { KernelOver } from '../../meteor/shared/kernel-over.js';
import { optionWords } from '../../meteor/shared/settings.js';
import { Shower } from './shower.js';

/**
 * Begins a shower, or goes on with a saved one.
 * @throws MeteorOptionError for a value out of range
 * @throws MeteorStartError with stage `memory` when memory is refused
 */
export function createJsMeteorKernel(options: Partial<MeteorOptions>, saved: ArrayBuffer | null = null): MeteorKernel {
  const words = optionWords(options);
  try {
    return new KernelOver('js', saved === null ? Shower.found(words) : Shower.restore(saved));
  } catch (error) {
    throw new MeteorStartError('memory', describe(error), WAY_OUT_SMALLER);
  }
}
