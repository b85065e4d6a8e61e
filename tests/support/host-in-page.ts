/**
 * What elements do in other people's pages, as functions that run in the page of any browser; each uses nothing that stands
 * outside of it. e2e has the same cases in Chromium, with a real mouse and real fingers.
 */
import type { LifeSimElement } from '../../web/elements/life-sim.js';
import type { MeteorShowerElement } from '../../web/elements/meteor-shower.js';

export type ElementTag = 'life-sim' | 'meteor-shower';

/** What each way of being hidden does to an element, by its name: whether it rests, and goes on after it. */
export async function sightInPage(tag: ElementTag): Promise<Record<string, readonly [rests: boolean, goesOn: boolean]>> {
  type Style = Readonly<Record<string, string>>;
  const ways: Readonly<Record<string, { readonly host?: Style; readonly box?: Style }>> = {
    'no height': { host: { height: '0', minHeight: '0' } },
    'closed accordion': { box: { height: '0', overflow: 'hidden' } },
    'visibility: hidden': { box: { visibility: 'hidden' } },
    'opacity: 0': { box: { opacity: '0' } },
    "along the screen's edge": { box: { position: 'absolute', top: '100vh', insetInline: '0' } },
  };
  const box = document.body.appendChild(document.createElement('section'));
  const element = document.createElement(tag);
  const own = tag === 'life-sim' ? { entities: '300', tier: 'js', renderer: 'canvas2d' } : { thread: 'page', renderer: 'canvas2d' };
  for (const [name, value] of Object.entries(own)) element.setAttribute(name, value);
  element.style.height = '200px';
  box.append(element);
  const isResting = (): boolean | null => {
    if (tag === 'life-sim') return (element as LifeSimElement).life?.hidden ?? null;
    const { state } = element as MeteorShowerElement;
    return state === 'starting' ? null : state !== 'running';
  };
  const becomes = async (resting: boolean): Promise<boolean> => {
    const until = performance.now() + 8000;
    while (isResting() !== resting) {
      if (performance.now() > until) return false;
      await new Promise((done) => setTimeout(done, 20));
    }
    // A moment later it is still so.
    await new Promise((done) => setTimeout(done, 350));
    return isResting() === resting;
  };
  const seen: Record<string, readonly [boolean, boolean]> = { 'at the start': [false, await becomes(false)] };
  for (const [name, { host = {}, box: around = {} }] of Object.entries(ways)) {
    const before = [element.style.cssText, box.style.cssText];
    Object.assign(element.style, host);
    Object.assign(box.style, around);
    const rests = await becomes(true);
    element.style.cssText = before[0] as string;
    box.style.cssText = before[1] as string;
    seen[name] = [rests, await becomes(false)];
  }
  box.remove();
  return seen;
}

/** How far off strokes land in each host, and by how many pixels its picture differs from what is seen of it. Unit: pixels of the screen. */
export async function zoomInPage(): Promise<Record<string, { readonly off: number; readonly coarse: number }>> {
  type Style = Readonly<Record<string, string>>;
  const hosts: Readonly<Record<string, { readonly host?: Style; readonly box?: Style }>> = {
    plain: {},
    'zoom: 2': { host: { zoom: '2' } },
    'zoom: 1.5 around it': { box: { zoom: '1.5' } },
    padding: { host: { padding: '30px 50px 10px 20px' } },
    'padding, border and zoom': { host: { padding: '20px', border: '7px solid red', zoom: '1.25' } },
  };
  const seen: Record<string, { off: number; coarse: number }> = {};
  for (const [name, { host = {}, box: around = {} }] of Object.entries(hosts)) {
    const box = document.body.appendChild(document.createElement('section'));
    Object.assign(box.style, { width: '400px', position: 'absolute', top: '0', left: '0' }, around);
    const sim = document.createElement('life-sim');
    Object.assign(sim, { entities: 300, tier: 'js', renderer: 'canvas2d', paused: true, tool: 'food' });
    Object.assign(sim.style, { height: '200px' }, host);
    const ready = new Promise((done) => sim.addEventListener('ready', done, { once: true }));
    box.append(sim);
    await ready;
    const stage = sim.shadowRoot?.querySelector('.stage') as HTMLElement;
    const canvas = stage.querySelector('canvas') as HTMLCanvasElement;
    // What the screen shows of the picture, whatever units a browser gives the places of enlarged boxes in.
    const corners = (): { left: number; top: number; width: number; height: number } => {
      let [first, last, high, low] = [-1, -1, -1, -1];
      const inner = (x: number, y: number): boolean => sim.shadowRoot?.elementFromPoint(x, y) === stage;
      const [midX, midY] = [100, 100];
      for (let x = 0; x < innerWidth; x += 1) {
        if (!inner(x + 0.5, midY)) continue;
        if (first < 0) first = x;
        last = x + 1;
      }
      for (let y = 0; y < innerHeight; y += 1) {
        if (!inner(midX, y + 0.5)) continue;
        if (high < 0) high = y;
        low = y + 1;
      }
      return { left: first, top: high, width: last - first, height: low - high };
    };
    const until = performance.now() + 3000;
    let picture = corners();
    const isFine = (): boolean => Math.abs(canvas.width - picture.width * devicePixelRatio) < 2;
    while (!isFine() && performance.now() < until) {
      await new Promise((done) => setTimeout(done, 50));
      picture = corners();
    }
    const places: { x: number; y: number }[] = [];
    const life = sim.life as unknown as { paintFood: unknown; founding: { worldWidth: number; worldHeight: number } };
    life.paintFood = async (place: { x: number; y: number }) => void places.push(place);
    const [across, down] = [0.25, 0.4];
    const at = { clientX: picture.left + across * picture.width, clientY: picture.top + down * picture.height };
    const how = { ...at, bubbles: true, composed: true, pointerId: 7, pointerType: 'mouse', button: 0 };
    stage.dispatchEvent(new PointerEvent('pointerdown', how));
    stage.dispatchEvent(new PointerEvent('pointerup', how));
    const { worldWidth, worldHeight } = life.founding;
    const scale = Math.max(picture.width / worldWidth, picture.height / worldHeight);
    const expected = {
      x: worldWidth / 2 + ((across - 0.5) * picture.width) / scale,
      y: worldHeight / 2 + ((down - 0.5) * picture.height) / scale,
    };
    const place = places[0] ?? { x: Number.NaN, y: Number.NaN };
    seen[name] = {
      off: Math.max(Math.abs(place.x - expected.x), Math.abs(place.y - expected.y)) * scale,
      coarse: Math.max(
        Math.abs(canvas.width - picture.width * devicePixelRatio),
        Math.abs(canvas.height - picture.height * devicePixelRatio),
      ),
    };
    box.remove();
  }
  return seen;
}

/** What a world does with the wheel, with ctrl and the wheel, and with one finger that drags, by what stands around it. */
export async function gesturesInPage(): Promise<Record<string, Readonly<Record<'wheel' | 'control' | 'finger' | 'brush', string>>>> {
  const places: Readonly<Record<string, readonly [before: string, after: string]>> = {
    'a page that scrolls': ['<div style="height: 3000px">', '</div>'],
    'a pane that scrolls': ['<div style="height: 300px; overflow: auto"><div style="height: 3000px">', '</div></div>'],
    'a pane that is cut': ['<div style="height: 300px; overflow: hidden"><div style="height: 3000px">', '</div></div>'],
  };
  const seen: Record<string, Record<'wheel' | 'control' | 'finger' | 'brush', string>> = {};
  for (const [place, [before, after]] of Object.entries(places)) {
    for (const gestures of ['cooperative', 'greedy', 'none']) {
      const around = document.createElement('div');
      around.innerHTML = `${before}<life-sim gestures="${gestures}" scene="flock" entities="200" tier="js" renderer="canvas2d" paused style="height: 200px"></life-sim>${after}`;
      const others = [...document.body.children];
      document.body.replaceChildren(around);
      const sim = document.querySelector('life-sim') as LifeSimElement;
      await new Promise((done) => sim.addEventListener('ready', done, { once: true }));
      const stage = sim.shadowRoot?.querySelector('.stage') as HTMLElement;
      // Until it is drawn, a busy machine may not have told it its size.
      const until = performance.now() + 8000;
      while (!stage.classList.contains('drawn') && performance.now() < until) await new Promise((done) => setTimeout(done, 20));
      await new Promise((done) => setTimeout(done, 100));
      const { left, top } = stage.getBoundingClientRect();
      const place0 = { clientX: left + 100, clientY: top + 100, bubbles: true, composed: true, cancelable: true };
      const state = (): string => JSON.stringify(sim.camera);
      const act = (work: () => boolean): string => {
        const was = state();
        const isTaken = work();
        const hint = sim.shadowRoot?.querySelector('.hint.shown');
        const told = hint === null ? '' : `, says ${hint?.textContent}`;
        hint?.classList.remove('shown');
        return `${isTaken ? 'taken' : 'left'}, ${state() === was ? 'stands' : 'moves'}${told}`;
      };
      const wheel = (ctrlKey: boolean): boolean => {
        const event = new WheelEvent('wheel', { ...place0, deltaY: -100, ctrlKey });
        stage.dispatchEvent(event);
        return event.defaultPrevented;
      };
      const finger = (): boolean => {
        const touch = { ...place0, pointerId: 3, pointerType: 'touch', button: 0, isPrimary: true };
        stage.dispatchEvent(new PointerEvent('pointerdown', touch));
        stage.dispatchEvent(new PointerEvent('pointermove', { ...touch, clientX: left + 130 }));
        stage.dispatchEvent(new PointerEvent('pointerup', { ...touch, clientX: left + 130 }));
        return getComputedStyle(stage).touchAction === 'none';
      };
      const row = { wheel: act(() => wheel(false)), control: act(() => wheel(true)), finger: act(finger), brush: '' };
      let strokes = 0;
      (sim.life as unknown as { paintFood: unknown }).paintFood = async () => {
        strokes += 1;
      };
      sim.tool = 'food';
      row.brush = `${act(finger)}, ${strokes > 0 ? 'paints' : 'does nothing'}`;
      seen[`${place}, ${gestures}`] = row;
      document.body.replaceChildren(...others);
    }
  }
  return seen;
}

/** What an element does in the document of an iframe, or of a pop-up where the browser opens one for a script. */
export async function documentsInPage({
  tag,
  inPopUp,
}: {
  readonly tag: ElementTag;
  readonly inPopUp: boolean;
}): Promise<Record<string, boolean>> {
  const element = document.createElement(tag);
  const own = tag === 'life-sim' ? { entities: '300', tier: 'js', renderer: 'canvas2d' } : { renderer: 'canvas2d' };
  for (const [name, value] of Object.entries(own)) element.setAttribute(name, value);
  element.style.cssText = 'height: 200px; width: 300px';
  document.body.append(element);
  const until = async (what: () => boolean): Promise<boolean> => {
    const end = performance.now() + 8000;
    while (!what()) {
      if (performance.now() > end) return false;
      await new Promise((done) => setTimeout(done, 20));
    }
    return true;
  };
  const isThere = (): boolean =>
    tag === 'life-sim' ? (element as LifeSimElement).life !== null : (element as MeteorShowerElement).runsOn !== null;
  const runs = (): boolean =>
    tag === 'life-sim' ? (element as LifeSimElement).life?.hidden === false : (element as MeteorShowerElement).state === 'running';
  const hide = (target: Document, isHidden: boolean): void => {
    Object.defineProperty(target, 'hidden', { value: isHidden, configurable: true });
    target.dispatchEvent(new Event('visibilitychange'));
  };
  const seen: Record<string, boolean> = { 'runs on the page': await until(runs) };
  const frame = document.createElement('iframe');
  frame.style.cssText = 'width: 400px; height: 300px';
  document.body.append(frame);
  // Firefox replaces the first document of a frame once.
  await new Promise((done) => setTimeout(done, 300));
  const view = (inPopUp ? window.open('about:blank', '', 'width=500,height=400') : frame.contentWindow) as Window;
  if (view === null) return { 'opens a pop-up': false };
  await new Promise((done) => setTimeout(done, 300));
  view.document.body.append(element);
  seen['runs there'] = await until(runs);
  hide(document, true);
  await new Promise((done) => setTimeout(done, 500));
  seen['runs while its old page is hidden'] = runs();
  hide(view.document, true);
  seen['rests while its window is hidden'] = await until(() => !runs());
  hide(view.document, false);
  seen['goes on after that'] = await until(runs);
  hide(document, false);
  if (inPopUp) view.close();
  else frame.remove();
  seen['ends with its window'] = await until(() => !isThere());
  document.body.append(element);
  seen['begins anew on the page'] = await until(() => isThere() && runs());
  element.remove();
  frame.remove();
  Reflect.deleteProperty(document, 'hidden');
  return seen;
}

/** Puts an element of 400 by 200 pixels on the page, in place of one that was there before; resolves once it is drawn, or runs. */
export async function putInPage({
  tag,
  attributes,
}: {
  readonly tag: ElementTag;
  readonly attributes: Readonly<Record<string, string>>;
}): Promise<void> {
  document.querySelector(tag)?.remove();
  const element = document.createElement(tag);
  const own = tag === 'life-sim' ? { entities: '300', tier: 'js', renderer: 'canvas2d' } : { thread: 'page', renderer: 'canvas2d' };
  for (const [name, value] of Object.entries({ ...own, ...attributes })) element.setAttribute(name, value);
  element.style.cssText = 'width: 400px; height: 200px; padding: 0';
  const ready = new Promise((done) => element.addEventListener('ready', done, { once: true }));
  document.body.prepend(element);
  await ready;
}

/** How an element of the page stands: device pixels of its picture, those to a pixel of the page, and what it does. */
export function stateInPage(tag: ElementTag): { readonly pixels: readonly number[]; readonly ratio: number; readonly does: string } {
  const element = document.querySelector(tag);
  const canvas = element?.shadowRoot?.querySelector('canvas');
  const { devicePixelRatio: ratio } = window;
  const pixels = [canvas?.width ?? 0, canvas?.height ?? 0];
  if (tag === 'meteor-shower') return { pixels, ratio, does: (element as MeteorShowerElement).state };
  const { life } = element as LifeSimElement;
  const play = element?.shadowRoot?.querySelector<HTMLElement>('.play');
  return { pixels, ratio, does: `${life?.paused ? 'stands' : 'runs'}, ${play?.hidden === false ? 'with' : 'without'} a button` };
}
