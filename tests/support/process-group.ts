/**
 * A program and all that it starts, as a group that ends as one. A browser is many processes, of which each that is left
 * writes on into a profile that is being removed.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds that a program may take to end by itself before it is made to. */
const GRACE_MS = 5000;
/** Milliseconds for which those that were killed are waited for: the dead count until somebody buries them, and nobody may. */
const BURIAL_MS = 500;
/** Milliseconds between two looks. */
const LOOK_MS = 20;

export interface ProcessGroup {
  readonly child: ChildProcess;
  /** Resolves to how it ended once the program itself has, or to why it never began. */
  readonly ended: Promise<string>;
  /**
   * Ends the program, then what is left of its group, and waits for that.
   * @param signal what it is asked by; it is killed where it doesn't listen
   */
  end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts a program in a group of its own. */
export function startGroup(command: string, args: readonly string[], options: Omit<SpawnOptions, 'detached'>): ProcessGroup {
  // It is not of this process's group any more, and still must not outlive it.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], { ...options, detached: true });
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(`it ended with ${signal ?? code}`));
  });
  return {
    child,
    ended,
    async end(signal = 'SIGTERM') {
      const { pid } = child;
      if (pid === undefined || !send(pid, signal)) return;
      const patience = new AbortController();
      const late = setTimeout(GRACE_MS, null, { signal: patience.signal }).catch(() => null);
      await Promise.race([ended, late]);
      patience.abort();
      send(pid, 'SIGKILL');
      await ended;
      for (let waited = 0; waited < BURIAL_MS && send(pid, 0); waited += LOOK_MS) await setTimeout(LOOK_MS);
    },
  };
}

/** Sends a signal to every process of a group; gives false where none is left. */
function send(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}
