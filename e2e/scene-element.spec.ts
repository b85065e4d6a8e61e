/** `<script-scene>` in a page: what its attributes, properties, methods and events do, in Chromium on the real threads. */
import { expect, type Page, test } from '@playwright/test';
import { watchConsole } from './demo-page.js';
import type { SceneElementsPage } from './pages/scene-element.js';
import { printedPictures } from './printed.js';
import { TestPages } from './test-pages.js';

declare global {
  interface Window {
    /** Put there by the test page (e2e/pages/scene-element.ts). */
    readonly sceneElements: SceneElementsPage;
  }
}

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

/** A red cube that turns, says what it hears, and counts its updates. */
const CUBE = `export default (scene, { events, input }) => {
  const cube = scene.create('cube', { color: [1, 0.05, 0.05, 1] });
  events.on('ask', () => events.send('frame', scene.frame));
  events.on('keys', () => events.send('keys', input.isDown('KeyD')));
  return { update() { cube.setOrientation(0, scene.math.sin(scene.time / 2), 0, scene.math.cos(scene.time / 2)); } };
};`;

type Attributes = Readonly<Record<string, string>>;

async function open(page: Page, attributes: Attributes = {}, inline?: string): Promise<void> {
  await page.goto(pages.at('scene-element.html'));
  await page.waitForFunction(() => window.sceneElements !== undefined);
  await page.evaluate(([attributes, inline]) => void window.sceneElements.add(attributes, inline), [attributes, inline] as const);
}

const told = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate((name) => window.sceneElements.told.filter((event) => event.name === name).map(({ detail }) => detail), name);

async function toldOnce(page: Page, name: string): Promise<unknown> {
  await expect.poll(async () => (await told(page, name)).length, { timeout: 20_000 }).toBeGreaterThan(0);
  return (await told(page, name))[0];
}

const errorsOf = async (page: Page): Promise<string[]> =>
  (await told(page, 'error')).map((detail) => (detail as { readonly error: string }).error);

const state = (page: Page) => page.evaluate(() => window.sceneElements.element?.state);

/** Number of the update that the script is in. */
async function frame(page: Page): Promise<number> {
  const before = (await told(page, 'message')).length;
  await page.evaluate(() => window.sceneElements.element?.send('ask'));
  await expect.poll(async () => (await told(page, 'message')).length).toBeGreaterThan(before);
  return ((await told(page, 'message')).at(-1) as { readonly detail: number }).detail;
}

for (const [thread, renderer] of [
  ['worker', 'webgl2'],
  ['worker', 'canvas2d'],
  ['page', 'webgl2'],
] as const) {
  test(`a script inside the element draws with ${renderer} on the ${thread}`, async ({ page }) => {
    const noErrors = watchConsole(page);
    await open(page, { thread, renderer }, CUBE);
    expect(await toldOnce(page, 'ready')).toMatchObject({ tier: 'wasm', thread, renderer, refused: [] });
    await expect.poll(async () => (await page.evaluate(() => window.sceneElements.colors())).red).toBeGreaterThan(0.02);
    noErrors();
  });
}

for (const thread of ['page', 'worker']) {
  test(`what stands is printed, by webgl2 on the ${thread}`, async ({ page }) => {
    await open(page, { thread, renderer: 'webgl2', paused: '' }, CUBE);
    await toldOnce(page, 'ready');
    // The frames after the last one that was drawn take its picture away.
    await page.waitForTimeout(1000);
    const pictures = printedPictures(await page.pdf({ printBackground: true }));
    expect(pictures).toHaveLength(1);
    expect(pictures[0]?.lights).toBeGreaterThan(2000);
  });
}

test('the JavaScript engine runs the same script where it is asked for', async ({ page }) => {
  await open(page, { tier: 'js' }, CUBE);
  expect(await toldOnce(page, 'ready')).toMatchObject({ tier: 'js' });
  await expect.poll(async () => (await page.evaluate(() => window.sceneElements.colors())).red).toBeGreaterThan(0.02);
});

test('a script is taken from src, and from the property before it, and another one takes its place', async ({ page }) => {
  await page.route('**/game.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `export default (scene, { events }) => events.send('from', 'src');` }),
  );
  await open(page, { src: 'game.js' }, CUBE);
  await expect.poll(() => told(page, 'message')).toEqual([{ name: 'from', detail: 'src' }]);
  await page.evaluate(() => {
    const { element } = window.sceneElements;
    if (element !== null) element.script = `export default (scene, { events }) => events.send('from', 'script');`;
  });
  await expect.poll(async () => (await told(page, 'message')).at(-1)).toEqual({ name: 'from', detail: 'script' });
  await page.evaluate(() =>
    window.sceneElements.element?.reload({ text: `export default (s, { events }) => events.send('from', 'reload');` }),
  );
  await expect.poll(async () => (await told(page, 'message')).at(-1)).toEqual({ name: 'from', detail: 'reload' });
});

const BAD: readonly (readonly [what: string, answer: { status?: number; contentType: string; body: string }, says: RegExp])[] = [
  ['is missing', { status: 404, contentType: 'text/plain', body: 'no' }, /game\.js/],
  ['is HTML', { contentType: 'text/html', body: '<!doctype html><p>Sorry' }, /game\.js/],
  ['has a syntax error', { contentType: 'text/javascript', body: 'export default (scene) => {\n  const = 3;\n};' }, /game\.js/],
  ['exports nothing', { contentType: 'text/javascript', body: 'const a = 1;' }, /default/],
];
for (const [what, answer, says] of BAD) {
  test(`a script that ${what} is told of once, by one sentence, and another one runs after it`, async ({ page }) => {
    await page.route('**/game.js', (route) => route.fulfill(answer));
    await open(page, { src: 'game.js' });
    await toldOnce(page, 'error');
    await expect.poll(() => state(page)).toBe('failed');
    const errors = await errorsOf(page);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(says);
    expect(errors[0]).toMatch(/^Scene\w+Error: /);
    await page.evaluate((text) => window.sceneElements.element?.reload({ text }), CUBE);
    await toldOnce(page, 'ready');
  });
}

test('a script that throws in each update says where, and goes on; one that asks for too much is told what there is room for', async ({
  page,
}) => {
  await open(
    page,
    { 'max-entities': '3' },
    `export default (scene, { events }) => {\n  for (let i = 0; i < 3; i++) scene.create('cube');\n  return {\n    update() {\n      scene.create('cube');\n    },\n  };\n};`,
  );
  await toldOnce(page, 'error');
  const [error] = await errorsOf(page);
  expect(error).toContain('maxEntities');
  expect(error).toMatch(/inline script:5:\d+/);
  expect(await state(page)).toBe('running');
});

test('attributes and properties say the same, both ways, and what is refused is told of with what may be', async ({ page }) => {
  await open(page, { rate: '120', budget: '500', renderer: 'canvas2d', 'max-entities': '50', loading: 'lazy', paused: '' });
  const said = await page.evaluate(() => {
    const { element } = window.sceneElements;
    if (element === null) return null;
    const { rate, budget, renderer, maxEntities, loading, paused, thread, tier, debug, reducedMotion, orbit } = element;
    Object.assign(element, {
      rate: 60,
      budget: 900,
      renderer: 'auto',
      paused: false,
      orbit: false,
      maxEntities: 100_000,
      loading: 'eager',
    });
    return {
      ...{ rate, budget, renderer, maxEntities, loading, paused, thread, tier, debug, reducedMotion, orbit },
      now: [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
    };
  });
  expect(said).toEqual({
    ...{ rate: 120, budget: 500, renderer: 'canvas2d', maxEntities: 50, loading: 'lazy', paused: true, thread: 'auto', tier: 'auto' },
    ...{ debug: 'off', reducedMotion: 'still', orbit: true },
    now: ['budget=900', 'no-orbit='],
  });
  await page.evaluate(() => window.sceneElements.element?.setAttribute('rate', '5000'));
  expect((await errorsOf(page)).at(-1)).toMatch(/rate = 5000 is refused.*1 to 1000/);
});

test('a paused scene has its first picture, takes steps, and goes on', async ({ page }) => {
  await open(page, { paused: '', rate: '100' }, CUBE);
  await toldOnce(page, 'ready');
  expect(await state(page)).toBe('paused');
  const first = await page.evaluate(() => window.sceneElements.element?.step(10));
  expect(first).toBe(11);
  expect(await page.evaluate(() => window.sceneElements.element?.step(1))).toBe(12);
  await page.evaluate(() => window.sceneElements.element?.removeAttribute('paused'));
  await expect.poll(() => frame(page)).toBeGreaterThan(20);
});

test('a recording plays again to the same hash', async ({ page }) => {
  await open(page, {}, CUBE);
  await toldOnce(page, 'ready');
  const answer = await page.evaluate(async () => {
    const { element } = window.sceneElements;
    if (element === null) return null;
    await element.record();
    await element.send('ask');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const recording = JSON.parse(JSON.stringify(await element.stopRecording()));
    return { ...(await element.replay(recording)), steps: recording.steps.length, recorded: recording.hash };
  });
  expect(answer?.same).toBe(true);
  expect(answer?.hash).toBe(answer?.recorded);
  expect(answer?.steps).toBeGreaterThan(5);
  await expect.poll(() => state(page)).toBe('running');
});

test('a place is picked in CSS pixels: the cube in the middle, and nothing in a corner and outside', async ({ page }) => {
  await open(page, { paused: '' }, CUBE);
  await toldOnce(page, 'ready');
  const pick = (x: number, y: number) => page.evaluate(([x, y]) => window.sceneElements.element?.pick(x, y), [x, y] as const);
  expect(await pick(320, 180)).toMatchObject({ id: expect.any(Number), distance: expect.any(Number) });
  expect(await pick(2, 2)).toBeNull();
  expect(await pick(-5, 2000)).toBeNull();
});

test('keys reach the script only while the picture has the focus, and are up once it has lost it', async ({ page }) => {
  await open(page, {}, CUBE);
  await toldOnce(page, 'ready');
  const keys = async (): Promise<unknown> => {
    const before = (await told(page, 'message')).length;
    await page.evaluate(() => window.sceneElements.element?.send('keys'));
    await expect.poll(async () => (await told(page, 'message')).length).toBeGreaterThan(before);
    return ((await told(page, 'message')).at(-1) as { readonly detail: unknown }).detail;
  };
  await page.keyboard.down('KeyD');
  expect(await keys()).toBe(false);
  await page.keyboard.up('KeyD');
  await page.mouse.click(320, 180);
  await page.keyboard.down('KeyD');
  await expect.poll(keys).toBe(true);
  await page.evaluate(() => (document.activeElement as HTMLElement).shadowRoot?.querySelector<HTMLElement>('.stage')?.blur());
  await expect.poll(keys).toBe(false);
});

test('a wheel brings the default camera nearer where nothing around the scene scrolls', async ({ page }) => {
  await open(page, { paused: '' }, CUBE);
  await toldOnce(page, 'ready');
  const red = async (): Promise<number> => (await page.evaluate(() => window.sceneElements.colors())).red;
  const before = await red();
  await page.mouse.move(320, 180);
  await page.mouse.wheel(0, -240);
  await expect.poll(red).toBeGreaterThan(before * 1.3);
});

test('a scene that nobody sees sleeps, and wakes once it is seen again', async ({ page }) => {
  await open(page, { rate: '100' }, CUBE);
  await toldOnce(page, 'ready');
  await page.evaluate(() => Object.assign((window.sceneElements.element as HTMLElement).style, { marginTop: '5000px' }));
  await expect.poll(() => state(page)).toBe('paused');
  await page.evaluate(() => Object.assign((window.sceneElements.element as HTMLElement).style, { marginTop: '' }));
  await expect.poll(() => state(page)).toBe('running');
});

test('who asked for less motion gets a still picture and a button that plays it', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, {}, CUBE);
  await toldOnce(page, 'ready');
  expect(await state(page)).toBe('paused');
  await page.getByRole('button', { name: 'Play the scene' }).click();
  await expect.poll(() => state(page)).toBe('running');
  await page.evaluate((text) => void window.sceneElements.add({ 'reduced-motion': 'off' }, text), CUBE);
  await expect.poll(() => state(page)).toBe('running');
});

test('a scene goes on where it is moved within the page, and nothing of it is left where it is removed', async ({ page }) => {
  await open(page, { debug: 'top-left' }, CUBE);
  await toldOnce(page, 'ready');
  await toldOnce(page, 'stats');
  const before = await frame(page);
  await page.evaluate(() =>
    document.body.appendChild(document.createElement('section')).append(window.sceneElements.element as HTMLElement),
  );
  await expect.poll(() => frame(page)).toBeGreaterThan(before);
  expect(await told(page, 'ready')).toHaveLength(1);
  await expect(page.locator('script-scene .overlay')).toContainText('publishes');
  expect(page.workers().length).toBe(2);
  await page.evaluate(() => window.sceneElements.element?.remove());
  await expect.poll(() => page.workers().length).toBe(0);
  expect(await page.evaluate(() => window.sceneElements.element?.shadowRoot?.querySelector('canvas'))).toBeNull();
  await page.evaluate(() => document.body.append(window.sceneElements.element as HTMLElement));
  await expect.poll(async () => (await told(page, 'ready')).length).toBe(2);
});

test('a script that loops for ever is ended, and begins anew while the page goes on', async ({ page }) => {
  await open(
    page,
    { budget: '300' },
    `export default (scene, { events }) => { scene.create('cube'); events.on('loop', () => { for (;;); }); return { update() {} }; };`,
  );
  await toldOnce(page, 'ready');
  await page.evaluate(() => window.sceneElements.element?.send('loop'));
  expect(await toldOnce(page, 'restart')).toMatchObject({ faults: 1 });
  await expect.poll(() => state(page)).toBe('running');
});
