// @vitest-environment jsdom
/**
 * The elements in a DOM that draws nothing and observes nothing, as in the unit tests of pages that use them: they say what is
 * wrong, and throw nothing. jsdom has no canvas, observers, media queries, workers or constructed style sheets.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LifeSimElement } from '../../../web/elements/life-sim.js';
import { MeteorShowerElement } from '../../../web/elements/meteor-shower.js';

const rejections: unknown[] = [];
const note = (reason: unknown): void => {
  rejections.push(reason);
};
const thrown: unknown[] = [];
/** jsdom reports what a callback of an element throws as the browser does: on the window. */
const noteThrown = ({ error }: ErrorEvent): void => {
  thrown.push(error);
};

beforeEach(() => {
  process.on('unhandledRejection', note);
  window.addEventListener('error', noteThrown);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

afterEach(async () => {
  document.body.replaceChildren();
  // What began before goes on for a moment, and may fail.
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off('unhandledRejection', note);
  window.removeEventListener('error', noteThrown);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  expect(rejections.splice(0)).toEqual([]);
  expect(thrown.splice(0)).toEqual([]);
});

/** Puts markup on the page; resolves to the first error that its element tells of. */
async function firstError(element: HTMLElement): Promise<Error> {
  const told = new Promise<Error>((resolve) => {
    element.addEventListener('error', (event: Event & { detail?: { error: Error } }) => event.detail && resolve(event.detail.error));
  });
  document.body.append(element);
  return await told;
}

test('this DOM lacks what the elements are used to', () => {
  expect(document.createElement('canvas').getContext('2d')).toBeNull();
  for (const name of ['ResizeObserver', 'IntersectionObserver', 'matchMedia', 'Worker', 'OffscreenCanvas', 'CSS'])
    expect(typeof Reflect.get(globalThis, name), name).toBe('undefined');
  expect('adoptedStyleSheets' in document.createElement('div').attachShadow({ mode: 'open' })).toBe(false);
});

describe('<life-sim>', () => {
  test('says that it can draw nothing, and founds no world', async () => {
    const sim = document.createElement('life-sim');
    expect(sim).toBeInstanceOf(LifeSimElement);
    expect((await firstError(sim)).message).toMatch(/can't run here: this canvas gives no 2D context/);
    const message = sim.shadowRoot?.querySelector<HTMLElement>('.message');
    expect(message?.hidden).toBe(false);
    expect(message?.textContent).toMatch(/This world can't be shown here.*renderer 'canvas2d' can't run here.*open this one in a browser/s);
    expect(sim.life).toBeNull();
    expect(sim.drawnBy).toBeNull();
    await expect(sim.toPng()).rejects.toThrow('there is no picture yet');
    await expect(sim.save()).rejects.toThrow();
    // The button tries again, and says the same.
    const again = new Promise((resolve) => sim.addEventListener('error', resolve, { once: true }));
    message?.querySelector('button')?.click();
    await again;
    expect(message?.hidden).toBe(false);
  });

  test('takes every attribute, moves and leaves, and throws nothing', async () => {
    document.body.innerHTML =
      '<life-sim scene="islands" entities="300" paused partitions food renderer="webgl2" tool="select"></life-sim><p></p>';
    const sim = document.querySelector('life-sim') as LifeSimElement;
    sim.renderer = 'canvas2d';
    sim.showDensity = true;
    sim.paused = false;
    sim.follow = true;
    sim.fit();
    sim.step();
    sim.restart();
    await sim.select(1);
    document.querySelector('p')?.append(sim);
    await Promise.resolve();
    sim.remove();
    await Promise.resolve();
    document.body.append(sim);
    const other = document.implementation.createHTMLDocument();
    other.body.append(other.adoptNode(sim));
    document.body.append(document.adoptNode(sim));
    expect(sim.shadowRoot?.querySelectorAll('style')).toHaveLength(1);
  });
});

describe('<meteor-shower>', () => {
  test('says that it can draw nothing, and shows what the page put into it', async () => {
    const shower = document.createElement('meteor-shower');
    expect(shower).toBeInstanceOf(MeteorShowerElement);
    shower.innerHTML = '<p>No sky today.</p>';
    const fault = new Promise<string>((resolve) => shower.addEventListener('fault', ({ detail }) => resolve(detail.reason)));
    document.body.append(shower);
    expect(await fault).toMatch(/renderer 'canvas2d' can't run here: .*2D context/);
    expect(shower.shadowRoot?.querySelector<HTMLElement>('.fallback')?.hidden).toBe(false);
    expect(shower.drawnBy).toBeNull();
  });

  test('takes every attribute, moves and leaves, and throws nothing', async () => {
    document.body.innerHTML =
      '<meteor-shower preset="leonids" interactive loading="interaction" debug="top-left" renderer="webgl2" thread="worker"></meteor-shower><p></p>';
    const shower = document.querySelector('meteor-shower') as MeteorShowerElement;
    shower.style.setProperty('--meteor-shower-cool', 'red');
    shower.loading = 'eager';
    shower.paused = true;
    shower.interactive = false;
    shower.interactive = true;
    shower.refreshColors();
    shower.restart();
    document.querySelector('p')?.append(shower);
    await Promise.resolve();
    shower.remove();
    await Promise.resolve();
    document.body.append(shower);
    window.dispatchEvent(new Event('pointerdown'));
    const other = document.implementation.createHTMLDocument();
    other.body.append(other.adoptNode(shower));
    document.body.append(document.adoptNode(shower));
    expect(shower.shadowRoot?.querySelectorAll('style').length).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 200));
  });

  test('one that waits to be seen begins where nothing says what is seen', async () => {
    const shower = document.createElement('meteor-shower');
    shower.loading = 'lazy';
    const fault = new Promise((resolve) => shower.addEventListener('fault', resolve, { once: true }));
    document.body.append(shower);
    await fault;
  });
});

/** What may be missing besides, and what tests often put in the place of what jsdom lacks. */
const CASES: readonly { readonly name: string; readonly globals: Readonly<Record<string, unknown>> }[] = [
  { name: 'no frames', globals: { requestAnimationFrame: undefined, cancelAnimationFrame: undefined } },
  { name: 'no pixel ratio', globals: { devicePixelRatio: undefined } },
  { name: 'a ResizeObserver alone', globals: { ResizeObserver: class {} } },
  {
    name: 'media queries that say yes',
    globals: { matchMedia: () => ({ matches: true, addEventListener: () => {}, removeEventListener: () => {} }) },
  },
];

test.each(CASES)('$name: both elements come and go', async ({ globals }) => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  await firstError(document.createElement('life-sim'));
  const shower = document.createElement('meteor-shower');
  const fault = new Promise((resolve) => shower.addEventListener('fault', resolve, { once: true }));
  document.body.append(shower);
  await fault;
  document.body.replaceChildren();
});
