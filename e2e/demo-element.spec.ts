import { expect, test } from '@playwright/test';
import { addElement, coordinators, lights, onSim, openWorld, pictureOf, tickOf, watchConsole } from './demo-page.js';

test('attributes and properties say the same, both ways', async ({ page }) => {
  const noErrors = watchConsole(page);
  await addElement(page, { scene: 'flock', entities: '800', seed: '9', speed: '2', 'color-by': 'speed', renderer: 'canvas2d' });
  const said = await onSim(page, ({ scene, entities, seed, speed, colorBy, renderer, tier, paused, life }) => ({
    ...{ scene, entities, seed, speed, colorBy, renderer, tier, paused },
    founded: { scene: life?.founding.scene, entities: life?.founding.options.entities, seed: life?.founding.options.seed },
    life: { speed: life?.speed, colorBy: life?.colorBy, tier: life?.tier },
  }));
  expect(said).toEqual({
    ...{ scene: 'flock', entities: 800, seed: 9, speed: 2, colorBy: 'speed', renderer: 'canvas2d', tier: 'auto', paused: false },
    founded: { scene: 'flock', entities: 800, seed: 9 },
    life: { speed: 2, colorBy: 'speed', tier: 'threads' },
  });
  const reflected = await onSim(page, (sim) => {
    sim.speed = 4;
    sim.colorBy = 'diet';
    sim.paused = true;
    sim.entities = null;
    return [...sim.attributes].map(({ name, value }) => `${name}=${value}`).sort();
  });
  expect(reflected).toEqual(['color-by=diet', 'paused=', 'renderer=canvas2d', 'scene=flock', 'seed=9', 'speed=4']);
  // The world with the scene's own number of animals is a new one.
  await expect.poll(() => onSim(page, (sim) => [sim.life?.speed, sim.life?.colorBy, sim.life?.paused])).toEqual([4, 'diet', true]);
  noErrors();
});

test('a change of scene, number, seed or tribes founds one other world', async ({ page }) => {
  await addElement(page, { scene: 'flock', entities: '500' });
  const founded = await onSim(page, async (sim) => {
    let worlds = 0;
    sim.addEventListener('ready', () => {
      worlds += 1;
    });
    const ready = new Promise((done) => sim.addEventListener('ready', done, { once: true }));
    sim.scene = 'savanna';
    sim.entities = 700;
    sim.seed = 3;
    sim.tribes = [{ name: 'Only', hue: 100 }];
    await ready;
    await new Promise((done) => setTimeout(done, 500));
    const { scene, options, tribes } = sim.life?.founding ?? {};
    return { worlds, scene, entities: options?.entities, seed: options?.seed, tribes: tribes?.map(({ name }) => name) };
  });
  expect(founded).toEqual({ worlds: 1, scene: 'savanna', entities: 700, seed: 3, tribes: ['Only'] });
  await expect.poll(() => coordinators(page)).toBe(1);
});

test('an attribute that says nonsense is told of, and the default holds', async ({ page }) => {
  const lines: string[] = [];
  page.on('console', (message) => lines.push(message.text()));
  await addElement(page, { scene: 'flock', entities: '300' });
  const told = await onSim(page, async (sim) => {
    const errors: string[] = [];
    sim.addEventListener('error', ({ detail: { error } }) => errors.push(`${error.name} ${error.message}`));
    sim.setAttribute('scene', 'moon');
    sim.setAttribute('speed', '3');
    sim.setAttribute('color-by', 'mood');
    sim.setAttribute('renderer', 'crayon');
    const thrown: string[] = [];
    try {
      sim.entities = -4;
    } catch (error) {
      thrown.push(String(error));
    }
    return { errors, thrown, scene: sim.scene, speed: sim.speed, colorBy: sim.colorBy, entities: sim.entities };
  });
  expect(told).toMatchObject({ scene: 'savanna', speed: 1, colorBy: 'tribe', entities: 300 });
  expect(told.errors.length).toBe(4);
  expect(told.errors[0]).toMatch(/^LifeOptionError scene = moon is refused: it must be one of savanna, flock/);
  expect(told.thrown[0]).toMatch(/LifeOptionError: entities = -4/);
  expect(lines.find((line) => line.includes('color-by'))).toMatch(/tribe, diet, energy, speed, age; 'tribe' is shown/);
});

test('a world that can’t start says why and offers another try', async ({ page }) => {
  await page.goto('/engine.html');
  await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
  await page.evaluate(() => {
    const sim = document.createElement('life-sim');
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    sim.setAttribute('tier', 'threads');
    document.body.append(sim);
  });
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('This world did not start');
  await expect(alert).toContainText("Choose 'auto' or 'wasm'");
  await onSim(page, (sim) => sim.removeAttribute('tier'));
  await expect(alert).toBeHidden();
  await expect.poll(() => tickOf(page)).toBeGreaterThan(5);
});

test('a move in the page keeps the world; a removal ends it; an insertion founds it anew', async ({ page }) => {
  const noErrors = watchConsole(page);
  await addElement(page, { entities: '500', seed: '2' });
  await expect.poll(() => tickOf(page)).toBeGreaterThan(20);
  const before = await tickOf(page);
  await page.evaluate(() => {
    const sim = document.querySelector('life-sim');
    const frame = document.body.appendChild(document.createElement('section'));
    if (sim !== null) frame.append(sim);
  });
  expect(await tickOf(page)).toBeGreaterThanOrEqual(before);
  expect(coordinators(page)).toBe(1);
  await page.evaluate(() => {
    const sim = document.querySelector('life-sim');
    Object.assign(globalThis, { away: sim });
    sim?.remove();
  });
  await expect.poll(() => page.workers().length).toBe(0);
  await page.evaluate(() => document.body.append((globalThis as unknown as { away: HTMLElement }).away));
  await expect.poll(() => coordinators(page)).toBe(1);
  await expect.poll(() => tickOf(page)).toBeGreaterThan(0);
  expect(lights(await pictureOf(page))).toBeGreaterThan(20);
  noErrors();
});

test('thirty elements that come and go at once leave no worker and no canvas', async ({ page }) => {
  await page.goto('/engine.html');
  await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
  await page.evaluate(async () => {
    for (let round = 0; round < 30; round += 1) {
      const sim = document.createElement('life-sim');
      sim.setAttribute('entities', '200');
      sim.setAttribute('renderer', round % 2 === 0 ? 'webgl2' : 'canvas2d');
      document.body.append(sim);
      await new Promise((done) => setTimeout(done, 40 * (round % 5)));
      sim.remove();
    }
  });
  await expect.poll(() => page.workers().length).toBe(0);
  expect(await page.locator('canvas').count()).toBe(0);
});

test('a world rests while it is off the screen', async ({ page }) => {
  await addElement(page, { entities: '300' });
  await expect.poll(() => tickOf(page)).toBeGreaterThan(5);
  await page.evaluate(() => {
    const space = document.createElement('div');
    space.style.height = '4000px';
    document.body.append(space);
    scrollTo({ top: 3000, behavior: 'instant' });
  });
  await expect.poll(() => onSim(page, (sim) => sim.life?.hidden)).toBe(true);
  const rested = await onSim(page, async (sim) => (await sim.life?.hash())?.tick);
  await page.waitForTimeout(400);
  expect(await onSim(page, async (sim) => (await sim.life?.hash())?.tick)).toBe(rested);
  expect(await onSim(page, (sim) => sim.paused)).toBe(false);
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await expect.poll(() => tickOf(page)).toBeGreaterThan((rested ?? 0) + 5);
});

test.describe('with less motion asked for', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('a world waits, shows its first picture, and plays when told to', async ({ page }) => {
    await addElement(page, { entities: '400' });
    expect(await onSim(page, (sim) => sim.paused)).toBe(true);
    expect(await tickOf(page)).toBe(0);
    expect(lights(await pictureOf(page))).toBeGreaterThan(20);
    const play = page.getByRole('button', { name: 'Play the world' });
    await play.click();
    await expect(play).toBeHidden();
    await expect.poll(() => tickOf(page)).toBeGreaterThan(10);
  });
});

test('the keyboard moves the view, stops and steps the world', async ({ page }) => {
  await addElement(page, { scene: 'flock', entities: '500' });
  await onSim(page, (sim) => sim.focus());
  const camera = () => onSim(page, (sim) => sim.camera);
  const start = await camera();
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const moved = await camera();
  expect(moved.zoom).toBeGreaterThan(start.zoom * 1.2);
  expect(moved.x).toBeGreaterThan(start.x);
  expect(moved.y).toBeGreaterThan(start.y);
  await page.keyboard.press('0');
  expect(await camera()).toEqual(start);
  await page.keyboard.press('Space');
  expect(await onSim(page, (sim) => sim.paused)).toBe(true);
  const { tick = 0 } = (await onSim(page, (sim) => sim.life?.hash())) ?? {};
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await expect.poll(async () => (await onSim(page, (sim) => sim.life?.hash()))?.tick).toBe(tick + 2);
});

test('the pointer drags and zooms around what is under it', async ({ page }) => {
  await addElement(page, { scene: 'flock', entities: '500', paused: '' });
  const camera = () => onSim(page, (sim) => sim.camera);
  const start = await camera();
  await page.mouse.move(300, 200);
  await page.mouse.down();
  await page.mouse.move(360, 240, { steps: 4 });
  await page.mouse.up();
  const dragged = await camera();
  expect(dragged.x).toBeCloseTo(start.x - 60 / start.zoom, 3);
  expect(dragged.y).toBeCloseTo(start.y - 40 / start.zoom, 3);
  await page.mouse.wheel(0, -200);
  await expect.poll(async () => (await camera()).zoom).toBeGreaterThan(start.zoom * 1.2);
});

test('its picture has a label that says who is alive', async ({ page }) => {
  await openWorld(page, '/life.html#entities=600&seed=3');
  const world = page.locator('life-sim').getByRole('img');
  await expect(world).toHaveAttribute('aria-label', /^A living world, scene savanna, after \d+ seconds?: \d+ animals \(Meadow \d+, /);
  await expect(world).toHaveAttribute('tabindex', '0');
});
