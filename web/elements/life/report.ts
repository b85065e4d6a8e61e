/** What `<life-sim>` tells of errors, on the console and by its event. */
import { log } from '../../engine/log.js';
import { LifeDestroyedError, LifeOptionError } from '../../life/shared/errors.js';
import { emit } from './events.js';

/** @param shown what holds in spite of the error, as the end of its sentence */
export function report(element: HTMLElement, error: Error, shown = ''): void {
  const line = `life-sim: ${error.message}${shown}`;
  // A setting that is refused shows the default: nothing is broken.
  log(error instanceof LifeOptionError ? 'warn' : 'error', line);
  emit(element, 'error', { error });
}

/** Tells of whatever was thrown, unless it is that the world ended meanwhile: that has told so itself. */
export function reportUnknown(element: HTMLElement, error: unknown): void {
  if (!(error instanceof LifeDestroyedError)) report(element, error instanceof Error ? error : new Error(String(error)));
}
