import { expect, test } from '@playwright/test';
import { difference, watchConsole } from './demo-page.js';
import { addShower, onShower, openMeteors, skyOf, waitForShower } from './meteor-page.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

const lit = (picture: readonly number[]): number => picture.filter((value) => value > 40).length;

test('attributes and properties say the same, both ways', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openMeteors(page, pages.at('meteor.html'));
  await addShower(page, {
    preset: 'leonids',
    seed: '9',
    density: '1.5',
    options: '{"rate": 4}',
    quality: 'balanced',
    'reduced-motion': 'slow',
  });
  const said = await onShower(page, (shower) => {
    const { preset, seed, density, options, quality, tier, renderer, thread, reducedMotion, paused } = shower;
    return { preset, seed, density, options, quality, tier, renderer, thread, reducedMotion, paused };
  });
  expect(said).toEqual({
    ...{ preset: 'leonids', seed: 9, density: 1.5, options: { rate: 4 }, quality: 'balanced' },
    ...{ tier: 'auto', renderer: 'auto', thread: 'auto', reducedMotion: 'slow', paused: false },
  });
  const reflected = await onShower(page, (shower) => {
    Object.assign(shower, {
      preset: 'shower',
      seed: 4,
      density: 1,
      options: { glow: 2 },
      quality: 'auto',
      paused: true,
      interactive: true,
    });
    return [...shower.attributes].map(({ name, value }) => `${name}=${value}`).sort();
  });
  expect(reflected).toEqual(['interactive=', 'options={"glow":2}', 'paused=', 'reduced-motion=slow', 'seed=4']);
  noErrors();
});

test('an unknown preset and malformed JSON are told of with the valid names, and the default shower goes on', async ({ page }) => {
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  await openMeteors(page, pages.at('meteor.html'));
  await page.evaluate(() => {
    const shower = document.createElement('meteor-shower');
    const errors: string[] = [];
    Object.assign(globalThis, { errors });
    shower.addEventListener('error', ({ detail: { error } }) => errors.push(`${error.name}: ${error.message}`));
    shower.setAttribute('preset', 'blizzard');
    shower.setAttribute('options', '{"rate": ');
    shower.setAttribute('quality', 'best');
    document.body.append(shower);
  });
  await waitForShower(page);
  const errors = await page.evaluate(() => (globalThis as unknown as { errors: string[] }).errors);
  expect(errors).toEqual([
    expect.stringMatching(
      /^MeteorOptionError: preset = blizzard is refused: it must be one of shower, calm, storm, leonids, hyperspace, aurora-rain$/,
    ),
    expect.stringMatching(/^MeteorOptionError: quality = best is refused: it must be one of auto, performance, balanced, ultra$/),
    expect.stringMatching(/^MeteorOptionError: options = \{"rate":.* is refused: it must be JSON, .* scaleByArea, pattern, meteors, rate/),
  ]);
  expect(lines.filter((line) => line.startsWith('warning: meteor-shower:')).length).toBe(3);
  expect(lines.join('\n')).toContain("'shower' holds");
  expect(await onShower(page, ({ preset, options, state }) => ({ preset, options, state }))).toEqual({
    preset: 'shower',
    options: {},
    state: 'running',
  });
  // Properties throw, as those of any object of a script.
  const thrown = await onShower(page, (shower) => {
    try {
      shower.density = 900;
    } catch (error) {
      return String(error);
    }
    return '';
  });
  expect(thrown).toContain('MeteorOptionError: density = 900 is refused: it must be a number from 0 to 10');
});

test('it says once that it is ready, with all that runs', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  const details = await page.evaluate(async () => {
    const shower = document.createElement('meteor-shower');
    shower.setAttribute('renderer', 'canvas2d');
    const all: unknown[] = [];
    shower.addEventListener('ready', ({ detail }) => all.push(detail));
    document.body.append(shower);
    await new Promise((done) => setTimeout(done, 1500));
    return all;
  });
  expect(details).toEqual([{ tier: 'wasm', refused: [], quality: expect.any(String), renderer: 'canvas2d', thread: 'worker' }]);
});

test('it takes no clicks and says nothing to a screen reader', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  await page.evaluate(() => {
    const button = document.createElement('button');
    button.textContent = 'Under the sky';
    button.style.cssText = 'position: absolute; inset: 20px auto auto 20px';
    button.onclick = () => Object.assign(globalThis, { clicked: true });
    document.body.append(button);
  });
  await addShower(page, {});
  await page.evaluate(() =>
    Object.assign((document.querySelector('meteor-shower') as HTMLElement).style, { position: 'absolute', inset: '0', zIndex: '9' }),
  );
  await page.getByRole('button').click();
  expect(await page.evaluate(() => Reflect.get(globalThis, 'clicked'))).toBe(true);
  expect(await onShower(page, (shower) => shower.shadowRoot?.querySelector('canvas')?.closest('[aria-hidden=true]') !== null)).toBe(true);
});

for (const thread of ['worker', 'page'] as const) {
  test.describe(`on a ${thread}`, () => {
    test('a meteor that is spawned is seen', async ({ page }) => {
      const noErrors = watchConsole(page);
      await openMeteors(page, pages.at('meteor.html'));
      await addShower(page, { thread, options: '{"rate": 0, "burst": 0}', stars: '0', renderer: 'canvas2d' });
      expect(await onShower(page, ({ runsOn }) => runsOn)).toBe(thread);
      expect(lit(await skyOf(page))).toBe(0);
      const id = await onShower(page, (shower) => shower.spawn({ x: 300, y: 100, endX: 1100, endY: 300, speed: 60, type: 'bright' }));
      expect(id).toBeGreaterThan(0);
      await expect.poll(async () => lit(await skyOf(page)), { timeout: 12_000 }).toBeGreaterThan(20);
      const refused = await onShower(page, (shower) => shower.spawn({ speed: -3 }).catch(String));
      expect(refused).toMatch(/MeteorOptionError: speed = -3 is refused: it must be a number from 1 to 4000/);
      noErrors();
    });

    test('a recording replays to the bit, whatever the frames were', async ({ page }) => {
      const noErrors = watchConsole(page);
      await openMeteors(page, pages.at('meteor.html'));
      await addShower(page, { thread, seed: '11', interactive: '' });
      const { steps, actions, end } = await onShower(page, async (shower) => {
        await shower.record();
        await new Promise((done) => setTimeout(done, 700));
        await shower.spawn({ x: 300, y: 20 });
        shower.density = 3;
        await new Promise((done) => setTimeout(done, 500));
        const recording = await shower.stopRecording();
        // It is plain data: a page may store it.
        const end = await shower.replay(JSON.parse(JSON.stringify(recording)));
        return { steps: recording.steps.length / 2, actions: recording.actions.length, end };
      });
      expect(steps).toBeGreaterThan(5);
      expect(actions).toBeGreaterThanOrEqual(2);
      expect(end.same).toBe(true);
      const refused = await onShower(page, (shower) => shower.replay({ steps: [] } as never).catch(String));
      expect(refused).toMatch(/MeteorOptionError: recording = an object is refused: it must be what stopRecording gave/);
      noErrors();
    });

    test('objects of reactive frameworks are taken as plain ones, and what is no plain data is named', async ({ page }) => {
      const noErrors = watchConsole(page);
      await openMeteors(page, pages.at('meteor.html'));
      await addShower(page, { thread, seed: '11' });
      const seen = await onShower(page, async (shower) => {
        const deep = <Value>(value: Value): Value =>
          typeof value === 'object' && value !== null
            ? (new Proxy(value, { get: (target, key) => deep(Reflect.get(target, key)) }) as Value)
            : value;
        const id = await shower.spawn(deep({ x: 300, y: 20, type: 'bright' as const }));
        await shower.record();
        await shower.spawn(deep({ x: 200, y: 20 }));
        await new Promise((done) => setTimeout(done, 400));
        const recording = await shower.stopRecording();
        const { same } = await shower.replay(deep(recording));
        const begin = performance.now();
        const refused = await Promise.all(
          [
            shower.spawn({ x: (() => 3) as never }),
            shower.spawn(null as never),
            shower.replay({ ...recording, steps: [Number.NaN, 1] }),
            shower.replay({ ...recording, steps: [1e300, 1, 1e300, 1] }),
            shower.replay({ ...recording, actions: [{ step: 0, spawn: { speed: -3 } }] }),
          ].map((promise) => promise.then(() => 'taken', String)),
        );
        return { id, same, refused, took: performance.now() - begin };
      });
      expect(seen.id).toBeGreaterThan(0);
      expect(seen.same).toBe(true);
      expect(seen.refused).toEqual([
        expect.stringMatching(/^MeteorOptionError: config\.x = .* is refused: it must be plain data/),
        'MeteorOptionError: config = null is refused: it must be an object',
        'MeteorOptionError: recording.steps[0] = NaN is refused: it must be a number from 0 to 60 seconds',
        'MeteorOptionError: recording.steps[0] = 1e+300 is refused: it must be a number from 0 to 60 seconds',
        'MeteorOptionError: recording.actions[0].spawn.speed = -3 is refused: it must be a number from 1 to 4000 px/s',
      ]);
      expect(seen.took).toBeLessThan(5000);
      noErrors();
    });

    test('the shower goes on in the other tier without a visible jump', async ({ page }) => {
      await openMeteors(page, pages.at('meteor.html'));
      await addShower(page, { thread, 'warm-up': '10', paused: '' });
      const before = await skyOf(page);
      expect(lit(before)).toBeGreaterThan(20);
      const told = await onShower(page, async (shower) => {
        const change = new Promise((done) => shower.addEventListener('tierchange', ({ detail }) => done(detail)));
        shower.tier = 'js';
        return await change;
      });
      expect(told).toEqual({ tier: 'js', reason: 'it was asked for' });
      const after = await skyOf(page);
      expect(difference(before, after)).toBe(0);
    });
  });
}

test('it rests while it is paused, off the screen, or in a hidden page, and no time is lost or made up', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  await addShower(page, {});
  const frame = () => onShower(page, ({ metrics }) => metrics?.frame ?? 0);
  const rests = async () => {
    await expect.poll(() => onShower(page, ({ state }) => state)).toBe('resting');
    const before = await frame();
    await page.waitForTimeout(700);
    expect(await frame()).toBe(before);
  };
  const goesOn = async () => {
    const before = await frame();
    await expect.poll(() => onShower(page, ({ state }) => state)).toBe('running');
    await expect.poll(frame).toBeGreaterThan(before);
  };
  await expect.poll(frame).toBeGreaterThan(0);
  await onShower(page, (shower) => shower.setAttribute('paused', ''));
  await rests();
  await onShower(page, (shower) => shower.removeAttribute('paused'));
  await goesOn();
  await page.evaluate(() => {
    document.body.style.blockSize = '9000px';
    scrollTo({ top: 6000, behavior: 'instant' });
  });
  await rests();
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await goesOn();
});

test.describe('for a user who asked for less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('a still sky with a few frozen meteors, never an empty box', async ({ page }) => {
    await openMeteors(page, pages.at('meteor.html'));
    await addShower(page, {});
    await expect.poll(() => onShower(page, ({ state }) => state)).toBe('still');
    const before = await skyOf(page);
    expect(lit(before)).toBeGreaterThan(100);
    await page.waitForTimeout(400);
    expect(difference(before, await skyOf(page))).toBe(0);
  });

  test('slow, or as for others, where the page says so', async ({ page }) => {
    await openMeteors(page, pages.at('meteor.html'));
    await addShower(page, { 'reduced-motion': 'slow', 'warm-up': '8' });
    expect(await onShower(page, ({ state }) => state)).toBe('running');
    const before = await skyOf(page);
    await expect.poll(async () => difference(before, await skyOf(page))).toBeGreaterThan(10);
    await onShower(page, (shower) => {
      shower.reducedMotion = 'still';
    });
    await expect.poll(() => onShower(page, ({ state }) => state)).toBe('still');
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await expect.poll(() => onShower(page, ({ state }) => state)).toBe('running');
  });
});

test.describe('on a fine screen', () => {
  test.use({ deviceScaleFactor: 3, viewport: { width: 400, height: 300 } });

  test('two device pixels for each of CSS are the most', async ({ page }) => {
    await openMeteors(page, pages.at('meteor.html'));
    await addShower(page, { thread: 'page' });
    const size = await onShower(page, ({ shadowRoot }) => {
      const canvas = shadowRoot?.querySelector('canvas');
      return [canvas?.width, canvas?.height];
    });
    expect(size).toEqual([800, 800]);
  });
});

test('it follows its size', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  await addShower(page, { thread: 'page', renderer: 'canvas2d' });
  for (const [width, height] of [
    [300, 200],
    [900, 500],
    [0, 0],
    [640, 360],
  ]) {
    await page.evaluate(
      ([width, height]) => {
        Object.assign((document.querySelector('meteor-shower') as HTMLElement).style, {
          inlineSize: `${width}px`,
          blockSize: `${height}px`,
        });
      },
      [width, height],
    );
    if (width === 0) continue;
    await expect
      .poll(() =>
        onShower(page, ({ shadowRoot }) => {
          const canvas = shadowRoot?.querySelector('canvas');
          return [canvas?.width, canvas?.height];
        }),
      )
      .toEqual([width, height]);
  }
  // Stars stand all over it, not only where the picture was before.
  const sky = await skyOf(page);
  const right = sky.filter((value, index) => Math.floor(index / 3) % 320 > 240 && value > 30).length;
  expect(right).toBeGreaterThan(5);
});

test('it starts when its loading says so', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  await page.evaluate(() => {
    document.body.style.blockSize = '9000px';
    for (const [loading, top] of [
      ['lazy', '5000px'],
      ['interaction', '0'],
    ] as const) {
      const shower = document.createElement('meteor-shower');
      shower.setAttribute('loading', loading);
      shower.style.cssText = `position: absolute; inset: ${top} 0 auto`;
      document.body.append(shower);
    }
  });
  const states = () => page.evaluate(() => [...document.querySelectorAll('meteor-shower')].map(({ state }) => state));
  await page.waitForTimeout(500);
  expect(await states()).toEqual(['starting', 'starting']);
  expect(page.workers().length).toBe(0);
  await page.keyboard.press('a');
  await expect.poll(states).toEqual(['starting', 'running']);
  await page.evaluate(() => scrollTo({ top: 5000, behavior: 'instant' }));
  await expect.poll(states).toEqual(['running', 'resting']);
});

test('click boost stuck for ever by mixing clocks: a press hurries an interactive shower, and then it is over', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  for (const interactive of [true, false]) {
    await page.evaluate(() => document.querySelector('meteor-shower')?.remove());
    await addShower(page, interactive ? { interactive: '' } : {});
    await onShower(page, (shower) => shower.record());
    await page.mouse.click(50, 50);
    await page.waitForTimeout(2500);
    const speeds = await onShower(page, async (shower) => (await shower.stopRecording()).steps.filter((_, index) => index % 2 === 1));
    expect(speeds.length).toBeGreaterThan(10);
    if (interactive) expect(Math.max(...speeds)).toBeGreaterThan(1.05);
    else expect(Math.max(...speeds)).toBe(1);
    expect(speeds.at(-1)).toBe(1);
  }
});

test('the debug overlay says what runs, in the tier’s colour', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  await addShower(page, { debug: 'bottom-right', 'dirty-regions': '', renderer: 'canvas2d', 'warm-up': '8' });
  const overlay = page.locator('meteor-shower').locator('.overlay');
  await expect(overlay).toContainText(/wasm on worker, canvas2d\n\d+ FPS, \w+/);
  await expect(overlay).toContainText(/[▁▂▃▄▅▆▇█]+ {2}to \d+ ms, most \d+ ms\n/);
  for (const part of ['meteors', 'trails', 'debris', 'stars']) {
    await expect(overlay).toContainText(new RegExp(`${part} +█+░* [1-9]\\d* of [1-9]\\d*`));
  }
  expect(await overlay.evaluate((element) => getComputedStyle(element).borderInlineStartColor)).toBe('rgb(88, 214, 141)');
  await onShower(page, (shower) => {
    shower.tier = 'js';
  });
  await expect.poll(() => overlay.evaluate((element) => getComputedStyle(element).borderInlineStartColor)).toBe('rgb(244, 208, 63)');
  await onShower(page, (shower) => shower.removeAttribute('debug'));
  await expect(overlay).toBeHidden();
});

test('colours of the style sheet are the meteors’', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  await page.evaluate(() => {
    const style = document.createElement('style');
    const types = ['cool', 'warm', 'bright'].map((type) => `--meteor-shower-${type}: red; --meteor-shower-${type}-glow: hsl(0 100% 50%)`);
    style.textContent = `meteor-shower { ${types.join(';')} }`;
    document.head.append(style);
  });
  await addShower(page, { 'warm-up': '12', stars: '0', paused: '', options: '{"debrisRate": 0}' });
  const sky = await skyOf(page);
  const sum = (channel: number): number => sky.reduce((total, value, index) => (index % 3 === channel ? total + value : total), 0);
  expect(sum(0)).toBeGreaterThan(3 * sum(2));
});
