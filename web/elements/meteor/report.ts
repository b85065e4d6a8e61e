/** What `<meteor-shower>` tells of errors, on the console and by its event. */
import { cureOf } from '../../engine/cure.js';
import { log } from '../../engine/log.js';
import { MeteorOptionError, MeteorStartError } from '../../meteor/shared/errors.js';
import { emit } from './events.js';

/** @param holds what holds in spite of the error, as the end of its sentence */
export function report(element: HTMLElement, error: Error, holds = ''): void {
  const cure = error instanceof MeteorStartError ? `. ${cureOf(error.passes)}` : '';
  // A setting that is refused leaves the default, and where one part does not start another one takes its place.
  const isMild = cure !== '' || error instanceof MeteorOptionError;
  log(isMild ? 'warn' : 'error', `meteor-shower: ${error.message}${holds}${cure}`);
  emit(element, 'error', { error });
}
