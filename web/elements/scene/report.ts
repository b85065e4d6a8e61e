/** What `<script-scene>` tells of errors, on the console and by its event. */
import { log } from '../../engine/log.js';
import { SceneOptionError, SceneRefusedError } from '../../scene/shared/errors.js';
import { emit } from './events.js';

/** @param holds what holds in spite of the error, as the end of its sentence */
export function report(element: HTMLElement, error: Error, holds = '', times = 1): void {
  // A setting that is refused leaves the default, and a command that is refused leaves the scene as it was.
  const isMild = error instanceof SceneOptionError || error instanceof SceneRefusedError;
  const often = times > 1 ? ` (${times} times)` : '';
  const { trace = '' } = error as { readonly trace?: string };
  log(isMild ? 'warn' : 'error', `script-scene: ${error.message}${holds}${often}${trace === '' ? '' : `\n${trace}`}`);
  emit(element, 'error', { error, times });
}
