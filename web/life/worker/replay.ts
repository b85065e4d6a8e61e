/** Brings a world to a tick, at once: with what was asked of it, and nothing shown of it. */
import type { LifeKernel } from '../shared/kernel.js';

/** Milliseconds after which waiting messages are read: whoever asks whether this thread lives must hear that it does. */
const SPELL_MS = 100;

export interface ReplayHost {
  now(): number;
  /** Lets waiting messages be read. */
  breathe(): Promise<void>;
}

/** @param enqueueDue queues the commands of the kernel's tick; those of the last one wait in the kernel afterwards */
export async function replay(kernel: LifeKernel, until: number, enqueueDue: () => void, host: ReplayHost): Promise<void> {
  let since = host.now();
  for (;;) {
    enqueueDue();
    if (kernel.tick >= until) return;
    await kernel.step();
    if (host.now() - since < SPELL_MS) continue;
    await host.breathe();
    since = host.now();
  }
}
