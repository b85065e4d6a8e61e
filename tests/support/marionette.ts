/**
 * Firefox's own remote control, for what only the browser itself can change: a preference, while a page is open. A session
 * lasts for one change, since a page that is driven all the time at times never starts a worker's worker.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds for Firefox to listen, and for it to answer. */
const DEADLINE_MS = 30_000;

/** Sets a preference of the Firefox that listens at this port. */
export async function setPreference(port: number, name: string, value: string | number): Promise<void> {
  const wire = await Wire.open(port);
  try {
    await wire.ask('WebDriver:NewSession', {});
    await wire.ask('Marionette:SetContext', { value: 'chrome' });
    const set = typeof value === 'number' ? 'setIntPref' : 'setStringPref';
    await wire.ask('WebDriver:ExecuteScript', { script: `Services.prefs.${set}(arguments[0], arguments[1]);`, args: [name, value] });
    await wire.ask('WebDriver:DeleteSession', {});
  } finally {
    wire.close();
  }
}

/** Messages of Marionette: their length in decimal, a colon, and JSON. */
class Wire {
  readonly #socket: Socket;
  #bytes = Buffer.alloc(0);
  #hear: (message: unknown) => void = () => {};
  #fail: (error: Error) => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error(`Firefox did not answer within ${DEADLINE_MS} ms`)));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('Firefox closed the connection')));
    socket.on('data', (bytes) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      for (;;) {
        const colon = this.#bytes.indexOf(':');
        const end = colon + 1 + Number(this.#bytes.subarray(0, Math.max(0, colon)));
        if (colon < 0 || this.#bytes.length < end) return;
        const message: unknown = JSON.parse(this.#bytes.subarray(colon + 1, end).toString());
        this.#bytes = this.#bytes.subarray(end);
        this.#hear(message);
      }
    });
  }

  /** Waits until Firefox listens, and for its greeting. */
  static async open(port: number): Promise<Wire> {
    const until = Date.now() + DEADLINE_MS;
    for (;;) {
      const wire = new Wire(connect(port, '127.0.0.1'));
      try {
        await wire.#next();
        return wire;
      } catch (error) {
        wire.close();
        if (Date.now() > until) throw new Error(`Firefox does not listen at ${port}`, { cause: error });
        await pause(100);
      }
    }
  }

  /** @throws Error with what Firefox says to it */
  async ask(command: string, parameters: object): Promise<unknown> {
    const answer = this.#next();
    const text = JSON.stringify([0, 1, command, parameters]);
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    const [, , error, value] = (await answer) as [number, number, { readonly message: string } | null, unknown];
    if (error !== null) throw new Error(`Firefox refuses ${command}: ${error.message}`);
    return value;
  }

  close(): void {
    this.#socket.destroy();
  }

  #next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#hear = resolve;
      this.#fail = reject;
    });
  }
}
