import { afterEach, describe, expect, it } from 'vitest';
import { DIRTY_ALL, DIRTY_METEORS, OPTIONS } from '../../../web/generated/meteor-layout.js';
import type { FromShow } from '../../../web/meteor/shared/messages.js';
import { ACROSS, EMPTY, endStages, FULL, SETTINGS, Stage, stageOf, stages } from './show-stage.js';

afterEach(endStages);

describe('a show', () => {
  it('seconds, milliseconds and frames mixed: a meteor of 100 px/s is 100 px further after a second', async () => {
    const stage = await stageOf({ ...EMPTY, options: { rate: 0, burst: 0, curve: 0 } });
    stage.run(1, 16);
    await stage.ask({ ask: 'spawn', config: ACROSS });
    stage.run(1, 0);
    const [before = 0] = stage.last.meteors[0] ?? [];
    stage.run(60, 1000 / 60);
    const [after = 0] = stage.last.meteors[0] ?? [];
    expect(after - before).toBeCloseTo(100, 0);
  });

  it('a sky that stands is drawn whole on whatever empties its canvas, be it only a finer screen', async () => {
    const stage = await stageOf({ ...SETTINGS, motion: 'still' });
    stage.run(2, 16);
    for (const size of [{ ...FULL, ratio: 2 }, FULL, { ...FULL, width: 200_000 }, { ...FULL, width: 300_000 }]) {
      const drawn = stage.draws.length;
      stage.send({ type: 'size', size });
      stage.run(2, 16);
      expect(stage.draws.length).toBe(drawn + 1);
      expect(stage.last.dirty).toBe(DIRTY_ALL);
    }
  });

  it('goes on on another thread where it was, and never behind the last sign of it', async () => {
    const stage = await stageOf({ ...SETTINGS, warmUp: 6 });
    const beat = (): Extract<FromShow, { readonly type: 'beat' }> => {
      stage.send({ type: 'ping' });
      const last = stage.said.at(-1);
      if (last?.type !== 'beat') throw new Error('no answer');
      return last;
    };
    stage.run(90, 1000 / 60);
    const { backup } = beat();
    if (backup === null) throw new Error('no backup');
    const atBackup = stage.last.meteors;
    expect(backup.seconds).toBeCloseTo(7.5, 0);
    stage.run(30, 1000 / 60);
    const { seconds, backup: none } = beat();
    // Another one is due only after a second.
    expect(none).toBeNull();
    const since = seconds - backup.seconds;
    const lastSeen = stage.last.meteors;
    const other = new Stage();
    stages.push(other);
    await other.start({ ...SETTINGS, warmUp: 6 }, true, FULL, { backup, since });
    other.run(1, 0);
    // The same meteors, each at least as far as it was seen, and by no more than a beat further.
    const travelled = (now: readonly number[][], at: readonly number[][]): number[] =>
      at.slice(0, 3).map(([x = 0, y = 0], meteor) => Math.hypot((now[meteor]?.[0] ?? 0) - x, (now[meteor]?.[1] ?? 0) - y));
    const seen = travelled(lastSeen, atBackup);
    const there = travelled(other.last.meteors, atBackup);
    expect(seen.length).toBe(3);
    seen.forEach((distance, meteor) => {
      expect(there[meteor]).toBeGreaterThanOrEqual(distance);
      expect(there[meteor]).toBeLessThan(distance * 3);
    });
    // Of another founding it is of no use.
    const third = new Stage();
    stages.push(third);
    await third.start({ ...SETTINGS, seed: 6 }, true, FULL, { backup, since });
    third.run(1, 0);
    expect(third.last.meteors.length).toBeLessThan(lastSeen.length);
  });

  it('skipped frames make slow motion: ten frames a second go as far as sixty', async () => {
    const places = await Promise.all(
      [
        [120, 1000 / 60],
        [20, 100],
        [1, 2000],
      ].map(async ([frames = 0, milliseconds = 0]) => {
        const stage = await stageOf(EMPTY);
        stage.run(1, 16);
        await stage.ask({ ask: 'spawn', config: ACROSS });
        stage.run(frames, milliseconds);
        return stage.last.meteors[0]?.[0] ?? 0;
      }),
    );
    for (const place of places) expect(place).toBeCloseTo(places[0] as number, 0);
    expect(places[0]).toBeGreaterThan(150);
  });

  it('dirty flags never cleared: after the first picture only what a step changed is dirty', async () => {
    const stage = await stageOf(EMPTY);
    stage.run(3, 16);
    expect(stage.draws[0]?.dirty).toBe(DIRTY_ALL);
    expect(stage.last.dirty).not.toBe(DIRTY_ALL);
    await stage.ask({ ask: 'spawn', config: ACROSS });
    stage.run(3, 16);
    expect(stage.last.dirty & DIRTY_METEORS).toBe(DIRTY_METEORS);
    expect(stage.last.dirty).not.toBe(DIRTY_ALL);
  });

  it('stale views after growth: what is drawn is there, however the pools grow', async () => {
    const stage = await stageOf({ ...SETTINGS, options: { rate: 400, meteors: 600, debrisRate: 100, debris: 4000 } });
    stage.run(200, 16);
    expect(stage.last.meteors.length).toBeGreaterThan(100);
    expect(stage.draws.every(({ fits }) => fits)).toBe(true);
  });

  it('rests while nobody looks: no frames, and no time is made up for', async () => {
    const stage = await stageOf(EMPTY);
    stage.run(1, 16);
    await stage.ask({ ask: 'spawn', config: ACROSS });
    stage.run(10, 16);
    const [before = 0] = stage.last.meteors[0] ?? [];
    stage.send({ type: 'awake', awake: false });
    stage.run(1, 16);
    expect(stage.idle).toBe(true);
    expect(stage.said.at(-1)).toEqual({ type: 'statechange', state: 'resting' });
    stage.now += 3_600_000;
    stage.send({ type: 'awake', awake: true });
    stage.run(2, 16);
    expect((stage.last.meteors[0]?.[0] ?? 0) - before).toBeLessThan(10);
  });

  it('stands still for who asked for less motion, with meteors in the middle of the sky', async () => {
    const stage = await stageOf({ ...SETTINGS, motion: 'still' });
    stage.run(2, 16);
    expect(stage.idle).toBe(true);
    expect(stage.last.meteors.filter(([, y = 0]) => y > 100 && y < 720).length).toBeGreaterThan(1);
    expect(stage.said).toContainEqual({ type: 'statechange', state: 'still' });
  });

  it('goes on with the preset’s own options when some are refused, and tells of them', async () => {
    const stage = await stageOf({ ...SETTINGS, options: { rate: -1 } });
    expect(stage.said).toContainEqual({
      type: 'error',
      error: expect.objectContaining({
        name: 'MeteorOptionError',
        option: 'rate',
        value: '-1',
        range: expect.stringContaining('0 to 10000'),
      }),
    });
    stage.run(30, 16);
    expect(stage.said.some(({ type }) => type === 'ready')).toBe(true);
    stage.send({ type: 'settings', settings: { ...SETTINGS, options: '{"rate": ' } });
    const told = stage.said.filter(({ type }) => type === 'error').at(-1);
    expect(told).toMatchObject({ error: { option: 'options', range: expect.stringContaining(OPTIONS[3]?.name ?? '') } });
  });

  it('founds nothing before it has a size, and once when settings change while it is founded', async () => {
    const stage = new Stage();
    stages.push(stage);
    const start = { settings: SETTINGS, size: { width: 0, height: 0, ratio: 1 }, awake: true, machine: { cores: 8, memory: 8 } };
    stage.send({ type: 'start', canvas: {} as OffscreenCanvas, renderer: 'canvas2d', wasm: null, resume: null, ...start });
    await stage.settled();
    expect(stage.said.some(({ type }) => type === 'ready')).toBe(false);
    stage.send({ type: 'size', size: { width: 800, height: 600, ratio: 1 } });
    stage.send({ type: 'settings', settings: { ...SETTINGS, seed: 6 } });
    stage.send({ type: 'settings', settings: { ...SETTINGS, seed: 7 } });
    await stage.settled();
    expect(stage.said.filter(({ type }) => type === 'ready').length).toBe(1);
  });

  it('gives fewer meteors and less of a trail when frames come late, and says so', async () => {
    const stage = await stageOf({ ...SETTINGS, quality: 'auto' });
    stage.run(200, 45);
    expect(stage.said).toContainEqual({
      type: 'qualitychange',
      change: expect.objectContaining({ automatic: true, quality: 'performance' }),
    });
  });

  it('replays a recording to the bit, with other frames than it was recorded with', async () => {
    const stage = await stageOf(SETTINGS);
    await stage.ask({ ask: 'record' });
    stage.run(50, 16.7);
    await stage.ask({ ask: 'spawn', config: ACROSS });
    stage.run(30, 33);
    const told = await stage.ask({ ask: 'stopRecording' });
    if (told.type !== 'answer') throw new Error(JSON.stringify(told));
    const recording = told.value as never;
    const ended = stage.ask({ ask: 'replay', recording });
    await stage.settled();
    stage.run(400, 7);
    expect(await ended).toMatchObject({ type: 'answer', value: { same: true } });
  });

  it('measures what packing takes, keeps its high-water marks, and tells how often it packed', async () => {
    const stage = await stageOf({ ...SETTINGS, warmUp: 5, options: { rate: 200, meteors: 400, debrisRate: 60, debris: 3000 } });
    stage.run(80, 16);
    stage.run(1, 130);
    stage.run(40, 20);
    const told = stage.said.filter(({ type }) => type === 'metrics').at(-1);
    if (told?.type !== 'metrics') throw new Error('no metrics');
    const { metrics } = told;
    expect(metrics.packMilliseconds).toBeGreaterThan(0);
    expect(metrics.packMilliseconds).toBeLessThan(metrics.updateMilliseconds);
    // Warming up is made of long steps, which nobody saw.
    expect(metrics.frameHighWater).toBe(130);
    expect(metrics.meteorHighWater).toBeGreaterThanOrEqual(metrics.meteors);
    expect(metrics.meteorHighWater).toBeGreaterThan(100);
    expect(metrics.highWater).toBeGreaterThan(500);
    expect(metrics.cacheHits).toBeGreaterThan(0);
    expect(metrics.cacheMisses).toBeGreaterThan(0);
  });

  it('tells who asks for a recording when no engine could be had for it, and goes on with the old shower', async () => {
    const stage = await stageOf(EMPTY);
    stage.refusal = 'no memory is left';
    const reason = { type: 'failure', error: { name: 'Error', message: 'no memory is left' } };
    expect(await stage.ask({ ask: 'record' })).toMatchObject(reason);
    stage.run(3, 16);
    expect(stage.draws.length).toBeGreaterThan(0);
    const told = await stage.ask({ ask: 'stopRecording' });
    expect(told).toMatchObject({
      type: 'failure',
      error: { message: expect.stringMatching(/^nothing is being recorded: call record\(\) first/) },
    });
  });

  it('answers what was asked before the shower stands once it does', async () => {
    const stage = new Stage();
    stages.push(stage);
    stage.begin(EMPTY);
    expect(await stage.ask({ ask: 'spawn', config: ACROSS })).toMatchObject({ type: 'answer', value: 1 });
  });

  it('says why there is no shower to ask of an element without a size', async () => {
    const stage = new Stage();
    stages.push(stage);
    stage.begin(EMPTY, true, { width: 0, height: 0, ratio: 1 });
    const told = await stage.ask({ ask: 'spawn', config: ACROSS });
    expect(told).toMatchObject({ type: 'failure', error: { name: 'MeteorAbsentError', reason: 'its element has no size' } });
  });

  it.each(['preset', 'destroy'])('ends a replay that another shower, or the end of all, overtakes: %s', async (how) => {
    const stage = await stageOf(SETTINGS);
    await stage.ask({ ask: 'record' });
    stage.run(50, 16.7);
    const told = await stage.ask({ ask: 'stopRecording' });
    if (told.type !== 'answer') throw new Error(JSON.stringify(told));
    const ended = stage.ask({ ask: 'replay', recording: told.value as never });
    while (!stage.replays) await stage.settled();
    if (how === 'destroy') stage.send({ type: 'destroy' });
    else stage.send({ type: 'settings', settings: { ...SETTINGS, preset: 'calm' } });
    expect(await ended).toMatchObject({ type: 'failure' });
  });

  it('answers nothing and draws nothing once it is over', async () => {
    const stage = await stageOf(SETTINGS);
    stage.run(2, 16);
    stage.send({ type: 'destroy' });
    const { length } = stage.draws;
    stage.run(5, 16);
    stage.send({ type: 'size', size: { width: 10, height: 10, ratio: 1 } });
    expect(stage.draws.length).toBe(length);
    expect(stage.idle).toBe(true);
  });
});
