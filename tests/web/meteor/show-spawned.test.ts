import { afterEach, describe, expect, it } from 'vitest';
import { ACROSS, EMPTY, endStages, FULL, SETTINGS, Stage, stageOf, stages } from './show-stage.js';

afterEach(endStages);

describe('a show, of the meteors that it is asked for,', () => {
  it('records no meteor that was refused', async () => {
    const stage = await stageOf(EMPTY);
    await stage.ask({ ask: 'record' });
    stage.run(3, 16);
    expect(await stage.ask({ ask: 'spawn', config: { speed: -1 } })).toMatchObject({
      type: 'failure',
      error: { name: 'MeteorOptionError', option: 'speed' },
    });
    await stage.ask({ ask: 'spawn', config: ACROSS });
    stage.run(3, 16);
    const told = await stage.ask({ ask: 'stopRecording' });
    expect(told).toMatchObject({ type: 'answer', value: { version: 2, actions: [{ spawn: ACROSS, id: 1 }] } });
  });

  it('records the colours of a meteor as every machine knows them, and its id', async () => {
    const stage = await stageOf(EMPTY);
    await stage.ask({ ask: 'record' });
    stage.run(1, 16);
    const given = await stage.ask({ ask: 'spawn', config: { ...ACROSS, color: '#f00' } });
    stage.run(3, 16);
    const told = await stage.ask({ ask: 'stopRecording' });
    const spawn = { ...ACROSS, color: '#ff0000', glowColor: '#ff0000' };
    expect(given).toMatchObject({ type: 'answer', value: 1 });
    expect(told).toMatchObject({ type: 'answer', value: { actions: [{ spawn, id: 1 }] } });
  });

  it('tells what happens to a meteor that was asked for, by its id, and of no other', async () => {
    const stage = await stageOf({ ...SETTINGS, options: { rate: 20, meteors: 40 } });
    stage.run(30, 16);
    const asked = await stage.ask({ ask: 'spawn', config: { x: 0, y: 10, endX: 40, endY: 40, speed: 200 } });
    const id = asked.type === 'answer' ? asked.value : 0;
    stage.run(120, 16);
    const told = stage.said.flatMap((message) => (message.type === 'meteor' ? [message.meteor] : []));
    expect(told.map(({ what }) => what)).toEqual(['spawned', 'dying', 'gone']);
    expect(told.map((one) => one.id)).toEqual([id, id, id]);
    expect(told[0]).toMatchObject({ x: 0, y: 10 });
    expect(told[2]?.x).toBeCloseTo(40, 3);
    expect(told[2]?.y).toBeCloseTo(40, 3);
  });

  it('tells that a meteor is gone with the shower that it flew in', async () => {
    const stage = await stageOf(EMPTY);
    await stage.ask({ ask: 'spawn', config: { ...ACROSS, color: '#0f0' } });
    stage.run(3, 16);
    expect(stage.sheets?.pairs).toEqual([{ color: [0, 255, 0], glow: [0, 255, 0] }]);
    stage.send({ type: 'settings', settings: { ...EMPTY, seed: 77 } });
    await stage.settled();
    stage.run(3, 16);
    expect(stage.said.flatMap((message) => (message.type === 'meteor' ? [message.meteor.what] : []))).toEqual(['spawned', 'gone']);
    expect(stage.sheets?.pairs).toEqual([]);
  });

  it('goes on on another thread with the colours and the ids of the meteors that were asked for', async () => {
    const stage = await stageOf(EMPTY);
    stage.run(2, 16);
    await stage.ask({ ask: 'spawn', config: { ...ACROSS, speed: undefined as never, lifetime: 1.5, color: '#12f' } });
    stage.run(10, 16);
    stage.send({ type: 'ping' });
    const beat = stage.said.at(-1);
    if (beat?.type !== 'beat' || beat.backup === null) throw new Error('no backup');
    // What a thread is sent is copied on the way.
    const backup = structuredClone(beat.backup);
    const other = new Stage();
    stages.push(other);
    await other.start(EMPTY, true, FULL, { backup, since: 0.1 });
    expect(other.sheets?.pairs).toEqual(stage.sheets?.pairs);
    expect(other.sheets?.pairs).toHaveLength(1);
    other.run(200, 16);
    const told = other.said.flatMap((message) => (message.type === 'meteor' ? [message.meteor] : []));
    expect(told.map(({ what, id }) => `${id} ${what}`)).toEqual(['1 dying', '1 gone']);
    // Another one in the same colours has their look, not a second one.
    await other.ask({ ask: 'spawn', config: { ...ACROSS, color: '#12f' } });
    expect(other.sheets?.pairs).toHaveLength(1);
  });
});
