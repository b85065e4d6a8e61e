/** What elements do in other people's pages, in every browser alike. */
import { expect, test } from 'vitest';
import { documentsInPage, type ElementTag, gesturesInPage, putInPage, sightInPage, stateInPage, zoomInPage } from './host-in-page.js';

const TAGS: readonly ElementTag[] = ['life-sim', 'meteor-shower'];
const DEADLINE_MS = 180_000;

/** A page in the browser of the test. */
interface Page {
  evaluate<Argument, Value>(work: (argument: Argument) => Value | Promise<Value>, argument: Argument): Promise<Value>;
}

/** A page whose screen, and whose user, can become another one. */
interface ChangingPage extends Page {
  setPixelRatio(ratio: number): Promise<void>;
  setReducedMotion(isReduced: boolean): Promise<void>;
}

/** Tests that elements follow the screen that they are on, and what their user wants, while they stand or run. */
export function testChanges(page: ChangingPage): void {
  const state = (tag: ElementTag): Promise<ReturnType<typeof stateInPage>> => page.evaluate(stateInPage, tag);

  test.each(TAGS)('<%s> that stands is as fine as the screen that its window comes to', { timeout: DEADLINE_MS }, async (tag) => {
    await page.setPixelRatio(1);
    await page.evaluate(putInPage, { tag, attributes: { paused: '' } });
    for (const ratio of [1, 2, 1.5, 1]) {
      await page.setPixelRatio(ratio);
      await expect.poll(() => state(tag), { timeout: 10_000 }).toMatchObject({ ratio, pixels: [400 * ratio, 200 * ratio] });
    }
  });

  test.each([
    ['life-sim', 'runs, without a button', 'stands, with a button'],
    ['meteor-shower', 'running', 'still'],
  ] as const)(
    '<%s> that runs stands when its user asks for less motion, and goes on when that is taken back',
    { timeout: DEADLINE_MS },
    async (tag, runs, stands) => {
      await page.setReducedMotion(false);
      await page.evaluate(putInPage, { tag, attributes: {} });
      for (const isReduced of [false, true, false]) {
        await page.setReducedMotion(isReduced);
        await expect.poll(async () => (await state(tag)).does, { timeout: 10_000 }).toBe(isReduced ? stands : runs);
      }
    },
  );

  test('a world that its page paused is left alone by that', { timeout: DEADLINE_MS }, async () => {
    await page.setReducedMotion(false);
    await page.evaluate(putInPage, { tag: 'life-sim', attributes: { paused: '' } });
    for (const isReduced of [true, false]) {
      await page.setReducedMotion(isReduced);
      await new Promise((done) => setTimeout(done, 500));
      expect((await state('life-sim')).does).toBe('stands, without a button');
    }
  });
}

/** Tests that elements rest while nobody sees them. */
export function testSight(page: Page): void {
  test.each(TAGS)('<%s> rests while nobody can see it, whatever hides it', { timeout: DEADLINE_MS }, async (tag) => {
    const seen = await page.evaluate(sightInPage, tag);
    expect(seen).toEqual({
      'at the start': [false, true],
      'no height': [true, true],
      'closed accordion': [true, true],
      'visibility: hidden': [true, true],
      'opacity: 0': [true, true],
      "along the screen's edge": [true, true],
    });
  });
}

/** Tests that a page may enlarge and pad an element. */
export function testZoom(page: Page): void {
  test('strokes on a world that is enlarged or padded land under the pointer, and its picture is fine', {
    timeout: DEADLINE_MS,
  }, async () => {
    const seen = await page.evaluate(zoomInPage, null);
    expect(Object.keys(seen)).toEqual(['plain', 'zoom: 2', 'zoom: 1.5 around it', 'padding', 'padding, border and zoom']);
    for (const [name, { off, coarse }] of Object.entries(seen)) {
      expect(off, name).toBeLessThan(1.5);
      expect(coarse, name).toBeLessThan(2);
    }
  });
}

/** Tests whose the wheel and a finger are. */
export function testGestures(page: Page): void {
  test('a world leaves a page that scrolls its wheel and its fingers, unless it is greedy', { timeout: DEADLINE_MS }, async () => {
    const seen = await page.evaluate(gesturesInPage, null);
    const greedy = { wheel: 'taken, moves', control: 'taken, moves', brush: 'taken, stands, paints' };
    const none = { wheel: 'left, stands', control: 'left, stands', finger: 'left, stands', brush: 'taken, stands, paints' };
    const shares = {
      wheel: expect.stringMatching(/^left, stands, says Use (Ctrl|⌘) \+ scroll to zoom$/),
      control: 'taken, moves',
      finger: 'left, stands, says Use two fingers to move',
      brush: 'taken, stands, paints',
    };
    expect(seen).toEqual({
      'a page that scrolls, cooperative': shares,
      'a page that scrolls, greedy': { ...greedy, finger: 'taken, moves' },
      'a page that scrolls, none': none,
      'a pane that scrolls, cooperative': shares,
      'a pane that scrolls, greedy': { ...greedy, finger: 'taken, moves' },
      'a pane that scrolls, none': none,
      // The style leaves a finger to the page in case that it scrolls; each movement is taken, since it does not.
      'a pane that is cut, cooperative': { ...greedy, finger: 'left, moves' },
      'a pane that is cut, greedy': { ...greedy, finger: 'taken, moves' },
      'a pane that is cut, none': none,
    });
  });
}

/** Tests that another window's sight is an element's own. */
export function testDocuments(page: Page, inPopUp: boolean): void {
  const where = inPopUp ? 'a pop-up' : 'an iframe';
  test.each(TAGS)(`<%s> in ${where} rests when that window is hidden, and ends with it`, { timeout: DEADLINE_MS }, async (tag) => {
    const seen = await page.evaluate(documentsInPage, { tag, inPopUp });
    expect(seen).toEqual({
      'runs on the page': true,
      'runs there': true,
      'runs while its old page is hidden': true,
      'rests while its window is hidden': true,
      'goes on after that': true,
      'ends with its window': true,
      'begins anew on the page': true,
    });
  });
}
