import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, LONGEST_STEP } from '../../../web/generated/meteor-layout.js';
import { LAYOUT_ID } from '../../../web/generated/meteor-names.js';
import { MeteorOptionError } from '../../../web/meteor/shared/errors.js';
import { hashFrame } from '../../../web/meteor/shared/frame-hash.js';
import type { MeteorTier } from '../../../web/meteor/shared/kernel.js';
import type { FollowedMeteor } from '../../../web/meteor/shared/messages.js';
import { checkRecording, LONGEST_RECORDING, type MeteorRecording, Recorder } from '../../../web/meteor/shared/recording.js';
import { ShowerPipeline } from '../../../web/meteor/worker/pipeline.js';
import { Replay } from '../../../web/meteor/worker/replay.js';
import { Spawned } from '../../../web/meteor/worker/spawned.js';
import { beginner } from './kernels.js';

const GOOD: MeteorRecording = {
  ...{ layout: LAYOUT_ID, preset: 'calm', options: DEFAULT_OPTIONS, hash: '0123456789abcdef' },
  steps: [0.016, 1, 0, 0, 60, 100],
  actions: [
    { step: 0, spawn: { x: 3, type: 'cool' } },
    { step: 2, configure: { stars: 4 } },
    { step: 3, spawn: {} },
  ],
};

describe('a recording', () => {
  it('that was recorded is played, whatever the times were', () => {
    const recorder = new Recorder('calm', DEFAULT_OPTIONS);
    recorder.spawn({ x: 3 }, 17);
    for (const time of [1 / 60, 0, -1, Number.NaN, 1e9, Number.POSITIVE_INFINITY]) recorder.step(time, time);
    recorder.configure({ stars: 8 });
    const recording = recorder.end(GOOD.hash);
    expect(checkRecording(recording)).toBe(recording);
    expect(recording.steps.slice(-2)).toEqual([LONGEST_STEP, 100]);
    expect(recording).toMatchObject({ version: 2, actions: [{ step: 0, spawn: { x: 3 }, id: 17 }, { step: 6 }] });
  });

  it('is taken as it is where nothing is wrong with it', () => {
    expect(checkRecording(GOOD)).toBe(GOOD);
  });

  const many = Array.from({ length: 2 * Math.ceil(LONGEST_RECORDING / 60) + 2 }, (_, at) => (at % 2 === 0 ? 60 : 1));
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^recording = undefined is refused: it must be what stopRecording gave/],
    ['of another version', { ...GOOD, layout: 3 }, /^recording = an object .* its layout is 3, not \d+/],
    [
      'of a version to come',
      { ...GOOD, version: 3 },
      /^recording = an object is refused: it is of version 3; this build plays 1, .* and 2/,
    ],
    [
      'an id that is none',
      { ...GOOD, actions: [{ step: 0, spawn: {}, id: -1 }] },
      /^recording\.actions\[0\]\.id = -1 is refused: .* whole/,
    ],
    [
      'a speed beside a lifetime',
      { ...GOOD, actions: [{ step: 0, spawn: { speed: 3, lifetime: 3 } }] },
      /^recording\.actions\[0\]\.spawn\.lifetime = 3 is refused: a meteor has either/,
    ],
    ['no preset', { ...GOOD, preset: 'drizzle' }, /^recording\.preset = drizzle is refused: it must be one of shower/],
    ['no hash', { ...GOOD, hash: 7 }, /^recording\.hash = 7 /],
    [
      'options out of range',
      { ...GOOD, options: { ...DEFAULT_OPTIONS, rate: -1 } },
      /^recording\.options\.rate = -1 is refused: .* from 0/,
    ],
    ['options that do not exist', { ...GOOD, options: { ...DEFAULT_OPTIONS, cheese: 1 } }, /^recording\.options\.cheese = 1 /],
    ['no options', { ...GOOD, options: null }, /^recording = an object is refused: it must be what stopRecording gave/],
    ['half a step', { ...GOOD, steps: [1] }, /^recording\.steps\.length = 1 .* even/],
    [
      'a step of no length',
      { ...GOOD, steps: [Number.NaN, 1] },
      /^recording\.steps\[0\] = NaN is refused: it must be a number from 0 to 60 seconds/,
    ],
    ['a step of null, as JSON has it', { ...GOOD, steps: [null, 1] }, /^recording\.steps\[0\] = null /],
    ['a step backwards', { ...GOOD, steps: [1, 1, -1, 1] }, /^recording\.steps\[2\] = -1 /],
    ['a step of a year', { ...GOOD, steps: [3e7, 1] }, /^recording\.steps\[0\] = 30000000 /],
    ['a speed out of range', { ...GOOD, steps: [1, 101] }, /^recording\.steps\[1\] = 101 is refused: .* from 0 to 100 times the speed/],
    [
      'more than a week',
      { ...GOOD, steps: many, actions: [] },
      /^recording\.steps = \d+ s is refused: all together may last 604800 s, a week/,
    ],
    ['an action that is none', { ...GOOD, actions: [3] }, /^recording\.actions\[0\] = 3 /],
    ['an action after the end', { ...GOOD, actions: [{ step: 4 }] }, /^recording\.actions\[0\]\.step = 4 is refused: .* from 0, .* to 3/],
    ['actions out of order', { ...GOOD, actions: [{ step: 2 }, { step: 1 }] }, /^recording\.actions\[1\]\.step = 1 /],
    ['a meteor out of range', { ...GOOD, actions: [{ step: 0, spawn: { speed: -3 } }] }, /^recording\.actions\[0\]\.spawn\.speed = -3 /],
    [
      'a meteor of null',
      { ...GOOD, actions: [{ step: 0, spawn: null }] },
      /^recording\.actions\[0\]\.spawn = null is refused: it must be an object/,
    ],
    [
      'a change out of range',
      { ...GOOD, actions: [{ step: 0, configure: { stars: -1 } }] },
      /^recording\.actions\[0\]\.configure\.stars = -1 /,
    ],
  ])('is refused with the name of what is wrong: %s', (_, value, message) => {
    expect(() => checkRecording(value)).toThrow(MeteorOptionError);
    expect(() => checkRecording(value)).toThrow(message);
  });
});

/** What `stopRecording` gave before actions had ids. */
const VERSION_1 = JSON.parse(readFileSync(new URL('../../scenes/meteor-recording-1.json', import.meta.url), 'utf8')) as MeteorRecording;

/** Plays a recording; gives the hash of its last frame, and what was told of the meteors that were asked for. */
async function played(tier: MeteorTier, recording: MeteorRecording): Promise<{ hash: string; told: FollowedMeteor[] }> {
  const begin = await beginner(tier);
  const kernels = { wasm: async () => begin, js: async () => begin };
  const shower = new ShowerPipeline(kernels, {}, { kernel: begin(recording.options), refused: [] });
  const told: FollowedMeteor[] = [];
  const post = (message: { readonly type: string }): void => {
    if (message.type === 'meteor') told.push((message as unknown as { readonly meteor: FollowedMeteor }).meteor);
  };
  const replay = new Replay(checkRecording(recording), new Spawned({ post }));
  while (!replay.ended) replay.advance(shower, 0.05);
  return { hash: hashFrame(shower.getRenderData()), told };
}

describe.each(['wasm', 'js'] as const)('a recording that is played in tier %s', (tier) => {
  it('of version 1 ends as it did when it was made', async () => {
    expect(VERSION_1).not.toHaveProperty('version');
    expect(VERSION_1.layout).not.toBe(LAYOUT_ID);
    const { hash, told } = await played(tier, VERSION_1);
    expect(hash).toBe(VERSION_1.hash);
    expect(told.filter(({ what }) => what === 'spawned')).toHaveLength(7);
  });

  it('of version 2 tells of its meteors by the ids that it has', async () => {
    const kernel = (await beginner(tier))({ seed: 4 });
    const recorder = new Recorder('shower', kernel.options);
    const shower = { spawn: (words: Float32Array) => kernel.spawn(words), getRenderData: () => kernel.renderData };
    const spawned = new Spawned({ post: () => {} });
    for (let step = 0; step < 100; step += 1) {
      if (step % 25 === 3) {
        const { id, config } = spawned.spawn(shower, { controlX: 40, controlY: 90, lifetime: 0.3, color: '#f80' });
        recorder.spawn(config, id);
      }
      kernel.step(1 / 60, 1);
      recorder.step(1 / 60, 1);
    }
    const recording = recorder.end(hashFrame(kernel.renderData));
    const ids = recording.actions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    const { hash, told } = await played(tier, JSON.parse(JSON.stringify(recording)));
    expect(hash).toBe(recording.hash);
    expect(told.filter(({ what }) => what === 'spawned').map(({ id }) => id)).toEqual(ids);
  });
});
