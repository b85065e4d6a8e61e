/**
 * The start of a worker: it greets, and then hears the page. Whatever can go wrong until it stands ends in an error of the
 * system, and nothing lasts longer than the deadlines: a script that is missing, is none, loads but is not ours, is of another
 * build, fails, or falls silent.
 */
import { type StartClock, type Timers, Watchdog } from './deadline.js';
import { describe } from './describe.js';
import { WAY_OUT_MIXED, WAY_OUT_SCRIPT } from './ways-out.js';

/** A worker's first message. */
export interface Hello {
  readonly type: 'hello';
  /** Of the messages that follow. */
  readonly protocol: number;
  /** Of the memory that they tell of. */
  readonly layoutId: number;
}

/** What is used of a worker until it stands. */
export interface Greeter<Message> {
  onmessage: ((event: MessageEvent<Message>) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** What a system makes of the start of its worker. */
export interface Greeting<Worker, Message, Value> {
  readonly protocol: number;
  readonly layoutId: number;
  /** The time of the start. */
  readonly clock: StartClock;
  readonly timers?: Timers | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The error of a worker that is refused, fails, or is not understood. @param wayOut where it is known */
  failed(reason: string, wayOut?: string): Error;
  /** The error of a worker that says nothing for too long. */
  late(): Error;
  /** The error of a worker of another build. */
  mixed(reason: string, wayOut: string): Error;
  /** It has greeted. */
  greeted(start: Starting<Worker, Value>): void;
  /** What it says else; false for what no worker says that starts. @throws the error of one that does not start */
  hear?(message: Exclude<Message, Hello>, start: Starting<Worker, Value>): boolean;
}

/** A start that goes on. */
export interface Starting<Worker, Value> {
  readonly worker: Worker;
  /** Something came: there is time for what comes next, and as much as this at least. */
  goOn(milliseconds?: number): void;
  /** The worker stands. */
  end(value: Value): void;
}

/**
 * Starts a worker; it has no listeners left once it stands: the caller sets its own. On failure it is terminated.
 * @throws the system's error, or the signal's reason when it is aborted
 */
export function startGreeted<Worker extends Greeter<Message>, Message extends { readonly type: string }, Value>(
  spawn: () => Worker,
  greeting: Greeting<Worker, Message, Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const { signal, clock } = greeting;
    signal?.throwIfAborted();
    let worker: Worker;
    try {
      worker = spawn();
    } catch (error) {
      reject(greeting.failed(`the worker was refused: ${describe(error)}`));
      return;
    }
    const watchdog = new Watchdog(() => fail(greeting.late()), greeting.timers);
    const settle = (): void => {
      watchdog.stop();
      signal?.removeEventListener('abort', aborted);
      worker.onmessage = null;
      worker.onmessageerror = null;
      worker.onerror = null;
    };
    const fail = (error: unknown): void => {
      settle();
      worker.terminate();
      reject(error);
    };
    const aborted = (): void => fail(signal?.reason);
    signal?.addEventListener('abort', aborted);
    const start: Starting<Worker, Value> = {
      worker,
      goOn(milliseconds = 0) {
        clock.progress();
        watchdog.expect(Math.max(clock.left, milliseconds));
      },
      end(value) {
        settle();
        resolve(value);
      },
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      // A script that can't be fetched, or isn't JavaScript, gives an event without a message.
      fail(greeting.failed(event.message ? `the worker failed: ${event.message}` : 'the worker script could not be loaded'));
    };
    worker.onmessageerror = () => fail(greeting.failed('a message could not be read', WAY_OUT_SCRIPT));
    worker.onmessage = ({ data }) => {
      // One that was started ahead has kept its parts meanwhile.
      if (data.type === 'kept') return;
      try {
        if (isHello(data)) {
          if (data.protocol !== greeting.protocol || data.layoutId !== greeting.layoutId)
            throw greeting.mixed('the worker script belongs to another build than the page', WAY_OUT_MIXED);
          greeting.greeted(start);
        } else if (!greeting.hear?.(data as Exclude<Message, Hello>, start)) {
          throw greeting.failed(`the worker sent '${data.type}' before it started`, WAY_OUT_SCRIPT);
        }
      } catch (error) {
        fail(error);
      }
    };
    watchdog.expect(clock.left);
  });
}

function isHello(message: { readonly type: string }): message is Hello {
  return message.type === 'hello';
}
