/** What `<meteor-shower>` tells of errors, on the console and by its event. */
import { cureOf } from '../../engine/cure.js';
import { MeteorOptionError, MeteorStartError } from '../../meteor/shared/errors.js';
import { emit } from './events.js';

/** @param holds what holds in spite of the error, as the end of its sentence */
export function report(element: HTMLElement, error: Error, holds = ''): void {
  const line = `meteor-shower: ${error.message}${holds}`;
  // A setting that is refused leaves the default, and where one part does not start another one takes its place.
  if (error instanceof MeteorOptionError) console.warn(line);
  else if (error instanceof MeteorStartError) console.warn(`${line}. ${cureOf(error.passes)}`);
  else console.error(line);
  emit(element, 'error', { error });
}
