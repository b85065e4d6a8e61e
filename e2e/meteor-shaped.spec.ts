/** Meteors that a page shapes and follows: their path, their time, their colours, and what is told of each by its id. */
import { expect, test } from '@playwright/test';
import { addShower, onShower, openMeteors } from './meteor-page.js';
import { fliesInPage, SHAPED, wrongWith } from './shaped-in-page.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

const QUIET = { stars: '0', options: '{"rate": 0, "burst": 0}', style: 'display: block; inline-size: 640px; block-size: 320px' };

for (const renderer of ['webgl2', 'canvas2d'] as const) {
  for (const thread of ['worker', 'page'] as const) {
    test(`a meteor has the asked colour where its control point leads it: ${renderer} on the ${thread}`, async ({ page }) => {
      await openMeteors(page, pages.at('meteor.html'));
      const seen = await page.evaluate(fliesInPage, { ...SHAPED, attributes: { renderer, thread } });
      expect(wrongWith(seen)).toBeNull();
    });
  }
}

test('a meteor in tier js and in quality performance has its path and its colours, too', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  const seen = await page.evaluate(fliesInPage, { ...SHAPED, attributes: { tier: 'js', quality: 'performance' } });
  expect(wrongWith(seen)).toBeNull();
});

test('colours of every kind are known, and what is none is refused with a sentence', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  await addShower(page, QUIET);
  const recorded = await onShower(page, async (shower) => {
    await shower.record();
    for (const color of ['rebeccapurple', 'hsl(120deg 100% 50%)', '#F80', 'oklch(1 0 0)', 'color(srgb 0 0 1)'])
      await shower.spawn({ color });
    await shower.spawn({ color: 'red', glowColor: 'blue' });
    return (await shower.stopRecording()).actions;
  });
  expect(recorded.map(({ spawn }) => `${spawn?.color} ${spawn?.glowColor}`)).toEqual([
    ...['#663399', '#00ff00', '#ff8800', '#ffffff', '#0000ff'].map((color) => `${color} ${color}`),
    '#ff0000 #0000ff',
  ]);
  expect(new Set(recorded.map(({ id }) => id)).size).toBe(6);
  for (const [config, message] of [
    [{ color: 'greenish' }, /^color = greenish is refused: it must be a colour of CSS, as 'tomato' or '#ff6347'$/],
    [{ glowColor: 'var(--sky)' }, /^glowColor = var\(--sky\) is refused/],
    [{ speed: 30, lifetime: 2 }, /^lifetime = 2 is refused: a meteor has either a speed or a lifetime, and speed is 30 px\/s/],
    [{ controlX: 2e6 }, /^controlX = 2000000 is refused: it must be a number from -100000 to 100000 px/],
  ] as const) {
    const told = await page.evaluate(
      (config) =>
        (document.querySelector('meteor-shower') as HTMLElementTagNameMap['meteor-shower']).spawn(config).then(
          (id) => `meteor ${id}`,
          (error: Error) => `${error.message}`,
        ),
      config,
    );
    expect(told).toMatch(message);
  }
});

test('the 49th pair of colours is refused while 48 fly', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  await addShower(page, QUIET);
  const told = await onShower(page, async (shower) => {
    for (let pair = 0; pair < 48; pair += 1) await shower.spawn({ color: `rgb(0 ${pair} 255)`, lifetime: 600 });
    const refused = await shower.spawn({ color: 'white', lifetime: 600 }).catch(({ name, message }: Error) => `${name}: ${message}`);
    return { refused, known: await shower.spawn({ color: 'rgb(0 7 255)' }) };
  });
  expect(told.refused).toMatch(/^MeteorOptionError: color = #ffffff with #ffffff is refused: meteors fly in 48 pairs of colours/);
  expect(told.known).toBe(49);
});

test('the overlay shows what packing takes, high-water marks and how often it packed', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  await addShower(page, {
    ...QUIET,
    debug: 'top-left',
    options: '{"rate": 400, "meteors": 800, "scaleByArea": 0, "debrisRate": 60, "debris": 4000}',
  });
  await expect
    .poll(async () => await onShower(page, (shower) => shower.metrics?.packMilliseconds ?? 0), { timeout: 20_000 })
    .toBeGreaterThan(0);
  const text = await onShower(page, (shower) => shower.shadowRoot?.querySelector('.overlay')?.textContent ?? '');
  expect(text).toMatch(/update \d+\.\d\d ms, packing \d+\.\d\d ms of it/);
  expect(text).toMatch(/cache \d+ hits, \d+ misses/);
  expect(text).toMatch(/most \d+ ms$/m);
  expect(text).toMatch(/^meteors .* of \d+, most \d+$/m);
  expect(text).toMatch(/^debris .* of \d+, most \d+$/m);
});
