/**
 * The start of a worker, up to where its page knows that it is the right one: it greets, and then hears the page. A script that
 * is refused, is missing, is none, loads but is not ours, is of another build, or fails, ends in an error of the system.
 */
import { describe } from './describe.js';
import type { Hello } from './hello.js';

/** What is used of a worker that starts. */
export interface Greeter<Message> {
  onmessage: ((event: MessageEvent<Message>) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/**
 * Why a worker does not start: it was refused or it failed, what it says is not understood, it is of another build, or it says
 * nothing for too long.
 */
export type StartFault = 'failed' | 'strange' | 'mixed' | 'late';

/** Of a worker that is 'late' with its greeting. */
export const SCRIPT_LATE = 'the worker script did not come in time';

/** What a system makes of a worker's start. */
export interface Greeting<Message> extends Omit<Hello, 'type'> {
  /** Takes the greeting of a worker of this build, and what it says after that; false for what no worker says that starts. */
  hear(message: Message): boolean;
  refuse(fault: StartFault, reason: string): void;
}

/** Makes a worker. @param refusal makes the error that is thrown where that is not allowed */
export function spawned<Worker>(spawn: () => Worker, refusal: (fault: StartFault, reason: string) => Error): Worker {
  try {
    return spawn();
  } catch (error) {
    throw refusal('failed', `the worker was refused: ${describe(error)}`);
  }
}

/** Listens to a worker that starts, until others listen in its place. */
export function listen<Message extends { readonly type: string }>(
  worker: Greeter<Message>,
  { protocol, layoutId, hear, refuse }: Greeting<Message>,
): void {
  worker.onerror = (event) => {
    event.preventDefault?.();
    // A script that can't be fetched, or isn't JavaScript, gives an event without a message.
    refuse('failed', event.message ? `the worker failed: ${event.message}` : 'the worker script could not be loaded');
  };
  worker.onmessageerror = () => refuse('strange', 'a message could not be read');
  worker.onmessage = ({ data }) => {
    // One that was started ahead has kept its parts meanwhile.
    if (data.type === 'kept') return;
    if (data.type === 'hello' && ((data as Partial<Hello>).protocol !== protocol || (data as Partial<Hello>).layoutId !== layoutId))
      refuse('mixed', 'the worker script belongs to another build than the page');
    else if (!hear(data)) refuse('strange', `the worker sent '${data.type}' before it started`);
  };
}
