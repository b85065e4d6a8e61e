// @vitest-environment jsdom
/** Parts join a page and leave it with their element: once for each time that it comes and goes, a move being neither. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BaseElement, defineElement } from '../../../../web/elements/base/base-element.js';
import type { Part } from '../../../../web/elements/base/part.js';
import { Sight, type SightHost } from '../../../../web/elements/base/sight.js';
import '../../../../web/elements/life-sim.js';
import '../../../../web/elements/meteor-shower.js';

const log: string[] = [];

const part = (name: string): Part => ({
  connected: (element) => void log.push(`${name} joins ${element.localName} ${element.title}`.trim()),
  moved: () => void log.push(`${name} moves to another window`),
  disconnected: () => void log.push(`${name} leaves`),
});

class HouseElement extends BaseElement {
  constructor() {
    super();
    const walls: Part = { connected: () => void log.push('walls join') };
    const roof: Part = { disconnected: () => void log.push('roof leaves') };
    this.parts = [part('floor'), walls, roof, part('door')];
  }

  protected override get upgradedProperties(): readonly string[] {
    return ['colour'];
  }

  set colour(value: string) {
    log.push(`is ${value}`);
  }
}
defineElement('test-house', HouseElement);

const JOINED = ['floor joins test-house', 'walls join', 'door joins test-house'];
const LEFT = ['door leaves', 'roof leaves', 'floor leaves'];

let house: HTMLElement;
beforeEach(() => {
  house = document.createElement('test-house');
});
afterEach(async () => {
  document.body.replaceChildren();
  await Promise.resolve();
  vi.restoreAllMocks();
  log.length = 0;
});

test('parts join in the order of the list, and leave in the opposite one', async () => {
  expect(log).toEqual([]);
  document.body.append(house);
  expect(log).toEqual(JOINED);
  house.remove();
  expect(log).toEqual(JOINED);
  await Promise.resolve();
  expect(log).toEqual([...JOINED, ...LEFT]);
});

test('parts join and leave again with each time that the element comes and goes', async () => {
  for (let time = 0; time < 3; time += 1) {
    document.body.append(house);
    house.remove();
    await Promise.resolve();
  }
  expect(log).toEqual([0, 1, 2].flatMap(() => [...JOINED, ...LEFT]));
});

test('a move within the page is neither a coming nor a going', async () => {
  document.body.append(house, document.createElement('p'));
  document.querySelector('p')?.append(house);
  await Promise.resolve();
  document.body.prepend(house);
  await Promise.resolve();
  expect(log).toEqual(JOINED);
});

test('a removal that is followed by another one in the same moment ends the parts once', async () => {
  document.body.append(house);
  house.remove();
  document.body.append(house);
  house.remove();
  await Promise.resolve();
  await Promise.resolve();
  expect(log).toEqual([...JOINED, ...LEFT]);
});

test('an element that goes to another document at once keeps its parts, and one that pauses in between does not', async () => {
  const other = document.implementation.createHTMLDocument();
  document.body.append(house);
  other.body.append(other.adoptNode(house));
  await Promise.resolve();
  // That document is nowhere shown: the element is still the page's.
  expect(log).toEqual(JOINED);
  house.remove();
  await Promise.resolve();
  expect(log).toEqual([...JOINED, ...LEFT]);
  document.body.append(house);
  expect(log).toEqual([...JOINED, ...LEFT, ...JOINED]);
});

/** A document with a window of its own. */
function openFrame(): { readonly frame: HTMLIFrameElement; readonly view: Window; readonly inside: Document } {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  return { frame, view: frame.contentWindow as Window, inside: frame.contentDocument as Document };
}

const MOVED = ['floor moves to another window', 'door moves to another window'];

test('an element that goes to another window and back tells its parts, and one that goes on in its own does not', async () => {
  const { inside } = openFrame();
  document.body.append(house);
  inside.body.append(house);
  inside.body.prepend(house);
  await Promise.resolve();
  document.body.append(house);
  await Promise.resolve();
  expect(log).toEqual([...JOINED, ...MOVED, ...MOVED]);
});

test('a window that closes ends the parts of what is in it, unless the page takes that out meanwhile', async () => {
  const { view, inside } = openFrame();
  document.body.append(house);
  const close = async (persisted: boolean): Promise<void> => {
    view.dispatchEvent(Object.assign(new Event('pagehide'), { persisted }));
    await new Promise((done) => setTimeout(done, 5));
  };
  inside.body.append(house);
  await close(true);
  expect(log).toEqual([...JOINED, ...MOVED]);
  view.addEventListener('pagehide', () => document.body.append(house), { once: true });
  await close(false);
  expect(log).toEqual([...JOINED, ...MOVED, ...MOVED]);
  inside.body.append(house);
  log.length = 0;
  await close(false);
  expect(log).toEqual(LEFT);
  document.body.append(house);
  expect(log).toEqual([...LEFT, ...JOINED]);
});

test('what was set before the element was defined is set anew before any part joins', () => {
  class LateHouseElement extends HouseElement {}
  const late = document.createElement('test-late-house');
  Object.assign(late, { colour: 'red' });
  document.body.append(late);
  defineElement('test-late-house', LateHouseElement);
  expect(log).toEqual(['is red', 'floor joins test-late-house', 'walls join', 'door joins test-late-house']);
});

test('parts hear that the page is about to be printed, for as long as their element is on it', async () => {
  const print = (): boolean => dispatchEvent(new Event('beforeprint'));
  class PictureElement extends BaseElement {
    constructor() {
      super();
      this.parts = [part('frame'), { beforePrint: () => void log.push('prints') }];
    }
    protected override get upgradedProperties(): readonly string[] {
      return [];
    }
  }
  defineElement('test-picture', PictureElement);
  const picture = document.createElement('test-picture');
  print();
  document.body.append(picture);
  print();
  // A move within the page.
  document.body.prepend(picture);
  await Promise.resolve();
  print();
  picture.remove();
  await Promise.resolve();
  print();
  expect(log).toEqual(['frame joins test-picture', 'prints', 'prints', 'frame leaves']);
});

test('an element that goes to the document of a frame hears of the printing of that one', async () => {
  const frame = document.body.appendChild(document.createElement('iframe'));
  const inner = frame.contentDocument as Document;
  const seen: string[] = [];
  class PageElement extends BaseElement {
    constructor() {
      super();
      this.attachShadow({ mode: 'open' });
      this.parts = [{ beforePrint: () => void seen.push(this.ownerDocument === inner ? 'frame' : 'page') }];
    }
    protected override get upgradedProperties(): readonly string[] {
      return [];
    }
  }
  defineElement('test-page', PageElement);
  const page = document.body.appendChild(document.createElement('test-page'));
  inner.body.append(inner.adoptNode(page));
  await Promise.resolve();
  dispatchEvent(new Event('beforeprint'));
  inner.defaultView?.dispatchEvent(new Event('beforeprint'));
  document.body.append(document.adoptNode(page));
  dispatchEvent(new Event('beforeprint'));
  expect(seen).toEqual(['frame', 'page']);
});

/** Listeners that are added to a target and not yet removed from it. */
function watchListeners(target: EventTarget): () => string[] {
  const added: string[] = [];
  vi.spyOn(target, 'addEventListener').mockImplementation((name) => void added.push(name));
  vi.spyOn(target, 'removeEventListener').mockImplementation((name) => {
    const index = added.indexOf(name);
    if (index >= 0) added.splice(index, 1);
  });
  return () => [...added].sort();
}

test.each([
  ['life-sim', '', ['visibilitychange'], []],
  ['meteor-shower', 'loading="interaction" interactive', ['visibilitychange'], ['pointermove', 'pointerdown', 'keydown', 'scroll']],
])('<%s> leaves no listener on the page behind', async (tag, attributes, onDocument, onWindow) => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const ofDocument = watchListeners(document);
  const ofWindow = watchListeners(window);
  document.body.innerHTML = `<${tag} ${attributes}></${tag}>`;
  expect(ofDocument()).toEqual(onDocument);
  expect(ofWindow()).toEqual(expect.arrayContaining(onWindow));
  document.body.replaceChildren();
  await Promise.resolve();
  expect([...ofDocument(), ...ofWindow()]).toEqual([]);
});

test('where nothing tells what is seen, an element is seen while its page is not hidden', async () => {
  const told: unknown[] = [];
  const host: SightHost = { onResize: (...size) => void told.push(size), onSight: (isSeen) => void told.push(isSeen) };
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
  const sight = new Sight(host, house);
  sight.connected();
  hidden.mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(sight.isSeen).toBe(false);
  sight.disconnected();
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event('visibilitychange'));
  sight.connected();
  sight.disconnected();
  const pixel = [1, 1, devicePixelRatio];
  expect(told).toEqual([pixel, true, false, pixel, true]);
});
