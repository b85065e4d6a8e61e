// When updates come, what a script hears and when, and how its faults are told.
import { describe, expect, it } from 'vitest';
import { FaultLog, placeOf, scriptError } from '../../../../web/scene/script/faults.js';
import { Pace } from '../../../../web/scene/script/pace.js';
import { Replies } from '../../../../web/scene/script/replies.js';
import { SceneTimeoutError } from '../../../../web/scene/shared/errors.js';
import { FakeClock } from '../fake-clock.js';
import { script, stage } from './stage.js';

describe('the pace of a script', () => {
  /** Runs updates whenever they are due, each of which takes so long. */
  function run(pace: Pace, clock: FakeClock, milliseconds: number, takes: (update: number) => number): number[] {
    const end = clock.now() + milliseconds;
    const steps: number[] = [];
    while (clock.now() < end) {
      const { wait } = pace;
      if (wait > 0) clock.pass(Math.min(wait, end - clock.now()));
      else {
        steps.push(pace.begin());
        clock.pass(takes(steps.length));
      }
    }
    return steps;
  }

  it.each([1, 30, 60, 144, 1000])('is %d updates a second, without a drift', (rate) => {
    const clock = new FakeClock();
    const pace = new Pace({ rate, step: 'fixed', catchUp: 5 }, () => clock.now());
    const steps = run(pace, clock, 60_000, () => 0.1);
    expect(Math.abs(steps.length - rate * 60)).toBeLessThanOrEqual(1);
    expect(new Set(steps)).toEqual(new Set([1 / rate]));
    expect(pace.missed).toBe(0);
  });

  it('makes up for a delay with as many updates as it may, and leaves the others out', () => {
    const clock = new FakeClock();
    const pace = new Pace({ rate: 100, step: 'fixed', catchUp: 5 }, () => clock.now());
    const steps = run(pace, clock, 1005, (update) => (update === 10 ? 300 : 0));
    // 100 were due; 29 fell into the delay, of which 5 are made up for.
    expect(steps.length).toBe(100 - 24);
    expect(pace.missed).toBe(24);
  });

  it('gives what has passed where it is measured, and never more than a second', () => {
    const clock = new FakeClock();
    const pace = new Pace({ rate: 50, step: 'measured', catchUp: 5 }, () => clock.now());
    const steps = run(pace, clock, 10_000, (update) => (update === 7 ? 5000 : 8));
    expect(Math.max(...steps)).toBe(1);
    expect(steps.slice(0, 5).every((step) => Math.abs(step - 0.02) < 1e-9)).toBe(true);
    expect(steps.length).toBeLessThan(300);
  });
});

describe('what a script waits for', () => {
  it('settles once: by the answer, and by nothing that comes after it', async () => {
    const clock = new FakeClock();
    const replies = new Replies(clock);
    const answers: unknown[] = [];
    const number = replies.next;
    replies.ask('pick', true, 1000).then(
      (value) => answers.push(value),
      (error) => answers.push(error),
    );
    replies.arrive(number, { value: 5 });
    replies.arrive(number, { value: 6 });
    clock.pass(5000);
    expect(replies.hear()).toEqual({ reply: number, value: 5 });
    expect(replies.hear()).toBeNull();
    replies.arrive(number, { value: 7 });
    replies.rejectAll(new Error('over'));
    await Promise.resolve();
    expect(answers).toEqual([5]);
  });

  it('ends with its deadline, and with the script', async () => {
    const clock = new FakeClock();
    const replies = new Replies(clock);
    const late = replies.ask('pick', true, 1000);
    const never = replies.ask('pick', true, 5000);
    clock.pass(1500);
    expect(replies.hear()).toMatchObject({ error: { name: 'SceneTimeoutError' } });
    await expect(late).rejects.toThrow(SceneTimeoutError);
    replies.rejectAll(new Error('the script was ended'));
    await expect(never).rejects.toThrow('the script was ended');
    expect(replies.waiting).toBe(0);
  });
});

describe('an update', () => {
  it('is shown as far as it came when it throws, and the next one comes', async () => {
    const { begin, step, faults, engine } = stage();
    await begin(
      script((scene) => () => {
        scene.create('cube');
        if (scene.frame === 2) throw new Error('half');
      }),
    );
    const hash = await step();
    expect(faults).toMatchObject([{ during: 'update', error: { message: 'half' } }]);
    expect(engine.update).toBe(2);
    expect(await step()).not.toBe(hash);
    expect(faults).toHaveLength(1);
  });

  it('may be async: it is shown once it is through, and others wait for it', async () => {
    const { run, begin, engine } = stage();
    let go = (): void => {};
    await begin(
      script((scene) => async () => {
        scene.create('cube');
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        scene.create('cube');
      }),
    );
    const before = engine.settle();
    const through = run.step(1);
    expect(engine.settle()).toBe(before);
    expect(run.isWithin).toBe(true);
    go();
    await through;
    expect(engine.settle()).not.toBe(before);
    expect(engine.update).toBe(2);
  });

  it('hears keys, pointers and wheels since the one before, and forgets what was just pressed', async () => {
    const { begin, step, kit, input } = stage();
    await begin();
    input(
      { kind: 'keyDown', code: 'KeyW', key: 'w', shift: true },
      { kind: 'pointerMove', x: 10, y: 20, dx: 3, dy: 1, buttons: 1, pressure: 0.5, shift: true },
      { kind: 'wheel', x: 10, y: 20, dy: 100, shift: true },
      { kind: 'resize', width: 300, height: 150, ratio: 2 },
      { kind: 'focus' },
    );
    await step();
    expect([kit.input.isDown('KeyW'), kit.input.justPressed('KeyW'), kit.input.shift, kit.input.keys]).toEqual([true, true, true, ['w']]);
    expect(kit.input.pointer).toEqual({ x: 10, y: 20, dx: 3, dy: 1, buttons: 1, pressure: 0.5, over: true });
    expect([kit.input.buttonPressed(), kit.input.isButtonDown(), kit.input.wheel.y]).toEqual([true, true, 100]);
    expect([kit.input.size, kit.input.focused]).toEqual([{ width: 300, height: 150, ratio: 2 }, true]);
    await step();
    expect([kit.input.isDown('KeyW'), kit.input.justPressed('KeyW'), kit.input.pointer.dx, kit.input.wheel.y]).toEqual([true, false, 0, 0]);
    input({ kind: 'blur' });
    await step();
    expect([kit.input.isDown('KeyW'), kit.input.justReleased('KeyW'), kit.input.buttonReleased(), kit.input.shift]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('carries keys of any language, cut after a whole character', async () => {
    const { begin, step, kit, input } = stage();
    await begin();
    input({ kind: 'keyDown', code: 'KeyQ', key: 'й' }, { kind: 'keyDown', code: 'Lang1', key: '日本語日本語' });
    await step();
    expect(kit.input.keys).toEqual(['й', '日本語日本']);
  });

  it('tells the listeners of messages before it, one of which may fail alone', async () => {
    const { run, begin, step, kit, faults, sent } = stage();
    const heard: unknown[] = [];
    await begin();
    kit.events.on('go', () => {
      throw new Error('mine');
    });
    const off = kit.events.on('go', (detail) => heard.push(detail));
    run.message('go', 1);
    await step();
    off();
    run.message('go', 2);
    await step();
    expect(heard).toEqual([1]);
    expect(faults).toMatchObject([{ during: "listener for 'go'" }, { during: "listener for 'go'" }]);
    kit.events.send('back', { score: 3 });
    expect(sent).toEqual([{ name: 'back', detail: { score: 3 } }]);
  });

  it('hears of commands that the engine refused', async () => {
    const { scene, begin, step, refused } = stage('rings', { maxVertices: 1024 });
    const heard: number[] = [];
    scene.onRefused(({ refusal }) => heard.push(refusal));
    await begin();
    scene.create({ kind: 'sphere', segments: 256, rings: 256 });
    await step();
    await step();
    expect(refused.length).toBeGreaterThan(0);
    expect(heard).toEqual(refused.map(({ refusal }) => refusal));
  });
});

describe('a fault', () => {
  const name = { address: 'blob:https://example.org/7c1e', name: 'game.js' };
  it.each([
    [
      'of Chromium',
      'TypeError: x is undefined\n    at deep (https://example.org/assets/thread.js:9:1)\n    at update (blob:https://example.org/7c1e:12:7)\n    at blob:https://example.org/7c1e:3:1\n    at run (https://example.org/assets/thread.js:1:999)',
      'at update (game.js:12:7)\nat game.js:3:1',
    ],
    [
      'of Firefox',
      'deep@https://example.org/assets/thread.js:9:1\nupdate@blob:https://example.org/7c1e:12:7\n@blob:https://example.org/7c1e:3:1\nrun@https://example.org/assets/thread.js:1:999\n',
      'update@game.js:12:7\n@game.js:3:1',
    ],
  ])("has the place in the script, and of its stack what is the script's: %s", (_, stack, trace) => {
    const error = Object.assign(new TypeError('x is undefined'), { stack });
    expect(placeOf(error, name)).toEqual({ file: 'game.js', line: 12, column: 7, trace });
  });

  it('takes the place that Firefox gives a SyntaxError', () => {
    const error = Object.assign(new SyntaxError('expected }'), { stack: '', fileName: name.address, lineNumber: 4, columnNumber: 2 });
    expect(scriptError(error, 'module', name).message).toBe("the script's module failed at game.js:4:2: SyntaxError: expected }");
  });

  it('is told at once, and once a second while it storms', () => {
    const clock = new FakeClock();
    const told: { readonly message: string; readonly times: number }[] = [];
    const log = new FaultLog(
      ({ message }, times) => told.push({ message, times }),
      () => clock.now(),
    );
    const fault = (n: number) =>
      scriptError(Object.assign(new Error(`number ${n}`), { stack: `at update (${name.address}:1:1)` }), 'update', name);
    for (let second = 0; second < 60; second++) {
      for (let i = 0; i < 60; i++) {
        log.add(fault(i));
        clock.pass(1000 / 60);
      }
    }
    clock.pass(1000);
    log.flush();
    expect(told.length).toBeLessThanOrEqual(61);
    expect(told.reduce((sum, { times }) => sum + times, 0)).toBe(3600);
    expect(log.total).toBe(3600);
    log.add(scriptError(new Error('another'), 'update', name));
    expect(told.at(-1)).toMatchObject({ times: 1 });
  });
});
