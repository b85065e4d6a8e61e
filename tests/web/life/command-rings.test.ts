import { describe, expect, it } from 'vitest';
import {
  COMMAND_RING_RECORDS,
  CommandReceiver,
  CommandSender,
  makeCommandRings,
  type Outcome,
} from '../../../web/life/shared/command-rings.js';
import type { CommandFields } from '../../../web/life/shared/messages.js';

const COMMAND: CommandFields = { kind: 3, index: 2, count: 7, x: 1.5, y: -2.25, radius: 64, value: 0.1 };

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('nothing came for 5 s');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describe('the rings of commands and outcomes', () => {
  it('carry every field there, and ticks and reasons back, in order', async () => {
    const rings = makeCommandRings();
    const heard: Outcome[] = [];
    const taken: CommandFields[] = [];
    const sender = new CommandSender(rings, (outcome) => heard.push(outcome));
    const receiver = new CommandReceiver(rings, (command) => {
      taken.push(command);
      return taken.length % 2 === 0
        ? { tick: 40 + taken.length, refusal: 'x is 9; it must be from 0 to 8 — so' }
        : { tick: 40 + taken.length, refusal: null };
    });
    for (let i = 0; i < 5; i += 1) expect(sender.send({ ...COMMAND, count: i })).toBe(true);
    receiver.drain();
    expect(taken).toEqual([0, 1, 2, 3, 4].map((count) => ({ ...COMMAND, count })));
    await until(() => heard.length === 5);
    expect(heard.map(({ tick }) => tick)).toEqual([41, 42, 43, 44, 45]);
    expect(heard.map(({ refusal }) => refusal)).toEqual([
      null,
      'x is 9; it must be from 0 to 8 — so',
      null,
      'x is 9; it must be from 0 to 8 — so',
      null,
    ]);
  });

  it('refuse what does not fit, and go on when there is room', async () => {
    const rings = makeCommandRings();
    let heard = 0;
    const sender = new CommandSender(rings, () => {
      heard += 1;
    });
    const receiver = new CommandReceiver(rings, () => ({ tick: 1, refusal: null }));
    for (let i = 0; i < COMMAND_RING_RECORDS; i += 1) expect(sender.send(COMMAND)).toBe(true);
    expect(sender.send(COMMAND)).toBe(false);
    receiver.drain();
    await until(() => heard === COMMAND_RING_RECORDS);
    expect(sender.send(COMMAND)).toBe(true);
  });

  it('wake a receiver that listens, and let it rest when it may take nothing', async () => {
    const rings = makeCommandRings();
    let open = false;
    let taken = 0;
    let drains = 0;
    let goesOn = true;
    const sender = new CommandSender(rings, () => {});
    const receiver = new CommandReceiver(rings, () => {
      taken += 1;
      return { tick: 1, refusal: null };
    });
    const end = receiver.listen(
      () => goesOn,
      () => {
        drains += 1;
        if (open) receiver.drain();
      },
    );
    sender.send(COMMAND);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(taken).toBe(0);
    expect(drains).toBeLessThan(50);
    open = true;
    await until(() => taken === 1);
    goesOn = false;
    sender.send(COMMAND);
    await end;
    sender.close();
  });
});
