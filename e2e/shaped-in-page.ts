/** What the tests of meteors that are asked for do in a page, whichever browser it is in. */
import type { MeteorShowerElement } from '../web/elements/meteor-shower.js';

/** Of the sky that meteors fly in. Unit: px. */
export const SKY = { width: 640, height: 320 } as const;

interface ShapedRequest {
  readonly attributes: Readonly<Record<string, string>>;
  readonly meteors: readonly Readonly<Record<string, number | string>>[];
  /** Places that are looked at until the last meteor is gone, each with the colour that is looked for. */
  readonly looks: readonly { readonly x: number; readonly y: number; readonly color: readonly [number, number, number] }[];
}

export interface ShapedAnswer {
  readonly ids: readonly number[];
  readonly events: readonly { readonly id: number; readonly what: string; readonly x: number; readonly y: number }[];
  /** Most pixels around each place that had its colour at a time. */
  readonly pixels: readonly number[];
}

/**
 * Puts a shower on the page, asks for meteors, and looks at its pictures. May use nothing that stands outside of it.
 * A pixel has a colour where its channels are as the colour's are: the bright ones high, the dark ones at most a third of that.
 */
export async function fliesInPage({ attributes, meteors, looks }: ShapedRequest): Promise<ShapedAnswer> {
  const REACH = 12;
  const shower = document.createElement('meteor-shower') as MeteorShowerElement;
  const style = 'display: block; inline-size: 640px; block-size: 320px';
  const all = { style, stars: '0', options: '{"rate": 0, "burst": 0, "debrisRate": 0}', ...attributes };
  for (const [name, value] of Object.entries(all)) shower.setAttribute(name, value);
  const events: { id: number; what: string; x: number; y: number }[] = [];
  shower.addEventListener('meteor', ({ detail }) => events.push({ ...detail }));
  const ready = new Promise<void>((resolve, reject) => {
    shower.addEventListener('ready', () => resolve());
    shower.addEventListener('fault', ({ detail }) => reject(new Error(detail.reason)));
  });
  document.body.append(shower);
  await ready;
  const ids: number[] = [];
  for (const meteor of meteors) ids.push(await shower.spawn(meteor));
  const pixels = looks.map(() => 0);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  const end = performance.now() + 30_000;
  while (ids.some((id) => !events.some((event) => event.id === id && event.what === 'gone')) && performance.now() < end) {
    const image = await createImageBitmap(await shower.toPng());
    Object.assign(canvas, { width: 640, height: 320 });
    context.fillRect(0, 0, 640, 320);
    context.drawImage(image, 0, 0, 640, 320);
    looks.forEach(({ x, y, color }, at) => {
      const { data } = context.getImageData(x - REACH, y - REACH, 2 * REACH, 2 * REACH);
      let count = 0;
      for (let pixel = 0; pixel < data.length; pixel += 4) {
        const bright = color.map((channel, index) => (channel > 127 ? (data[pixel + index] as number) : 255));
        const dark = color.map((channel, index) => (channel > 127 ? 0 : (data[pixel + index] as number)));
        if (Math.min(...bright) > 70 && Math.max(...dark) < Math.min(...bright) / 3) count += 1;
      }
      pixels[at] = Math.max(pixels[at] as number, count);
    });
    await new Promise((done) => setTimeout(done, 10));
  }
  shower.remove();
  return { ids, events, pixels };
}

/** Two arcs that meet nowhere, in colours of their own, and one straight meteor below in the colours of its type. */
export const SHAPED: Omit<ShapedRequest, 'attributes'> = {
  meteors: [
    { x: 20, y: 20, endX: 300, endY: 20, controlX: 160, controlY: 260, lifetime: 4, scale: 2, color: 'lime' },
    { x: 620, y: 20, endX: 340, endY: 20, controlX: 480, controlY: 260, lifetime: 4, scale: 2, color: 'rgb(255 0 255)', glowColor: '#f0f' },
    { x: 20, y: 280, endX: 620, endY: 280, controlX: 320, controlY: 280, lifetime: 4, scale: 2, type: 'cool' },
  ],
  looks: [
    // The middle of each arc: half-way between its control point and the middle of its ends.
    { x: 160, y: 140, color: [0, 255, 0] },
    { x: 480, y: 140, color: [255, 0, 255] },
    // Neither colour is anywhere else.
    { x: 480, y: 140, color: [0, 255, 0] },
    { x: 160, y: 140, color: [255, 0, 255] },
    { x: 320, y: 280, color: [0, 255, 0] },
    { x: 320, y: 280, color: [255, 0, 255] },
  ],
};

/** What is wrong with an answer to SHAPED, or null. */
export function wrongWith({ ids, events, pixels }: ShapedAnswer): string | null {
  if (new Set(ids).size !== 3 || ids.includes(0)) return `the ids are ${ids.join()}`;
  for (const [at, id] of ids.entries()) {
    const told = events.filter((event) => event.id === id);
    if (told.map(({ what }) => what).join() !== 'spawned,dying,gone') return `meteor ${id} tells of ${JSON.stringify(told)}`;
    const { endX, endY } = SHAPED.meteors[at] as { endX: number; endY: number };
    const last = told[2] as ShapedAnswer['events'][number];
    if (Math.abs(last.x - endX) > 0.5 || Math.abs(last.y - endY) > 0.5) return `meteor ${id} ends at ${last.x}, ${last.y}`;
  }
  const seen = pixels.map((count) => count > 3);
  return seen.join() === 'true,true,false,false,false,false' ? null : `pixels of the colours looked for: ${pixels.join()}`;
}
