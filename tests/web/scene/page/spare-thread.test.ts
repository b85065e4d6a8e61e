// Threads of scripts that are started ahead, on real threads.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SpareThread } from '../../../../web/scene/page/spare-thread.js';
import { SceneStartError } from '../../../../web/scene/shared/errors.js';
import type { FromScript } from '../../../../web/scene/shared/messages.js';
import { buildScriptThread, until } from './real-scene.js';

let thread: Awaited<ReturnType<typeof buildScriptThread>>;
beforeAll(async () => {
  thread = await buildScriptThread();
});
afterAll(() => thread.remove());

function threads(urlOf: (start: number) => URL = () => thread.url) {
  let starts = 0;
  const spare = new SpareThread(() => {
    starts += 1;
    return new Worker(urlOf(starts));
  }, null);
  const heard: FromScript[] = [];
  const lost: string[] = [];
  const owner = { hear: (message: FromScript) => heard.push(message), lost: (reason: string) => lost.push(reason) };
  return { spare, owner, heard, lost, starts: () => starts };
}

describe('a spare thread', () => {
  it('is the one that is taken, and speaks to who took it', async () => {
    const { spare, owner, heard, starts } = threads();
    spare.prepare();
    spare.prepare();
    const port = await spare.take(owner);
    expect(starts()).toBe(1);
    port.send({ type: 'ping' });
    await until('an answer', () => heard.length > 0);
    expect(heard).toEqual([{ type: 'pong' }]);
    port.destroy();
    const next = await spare.take(owner);
    expect(starts()).toBe(2);
    next.destroy();
  });

  it('that was dropped is not taken, nor is one that did not start', async () => {
    const { spare, owner, starts, lost } = threads((start) => (start === 2 ? new URL('no-such-thread.mjs', thread.url) : thread.url));
    spare.prepare();
    spare.drop();
    spare.prepare();
    const port = await spare.take(owner);
    expect(starts()).toBe(3);
    port.destroy();
    expect(lost).toEqual([]);
  });

  it('that can not be had at all is refused as any is', async () => {
    const { spare, owner } = threads(() => new URL('no-such-thread.mjs', thread.url));
    spare.prepare();
    await expect(spare.take(owner)).rejects.toThrow(SceneStartError);
  });
});
