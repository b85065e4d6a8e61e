import { describe, expect, it } from 'vitest';
import { FrameAnimal } from '../../../../web/generated/life-layout.js';
import { paintGround } from '../../../../web/renderers/life/canvas2d-ground.js';
import { noPlaces, type PixelGrid, type Places, placeAnimals } from '../../../../web/renderers/life/canvas2d-places.js';
import { type Coloring, splat, splatKernel } from '../../../../web/renderers/life/canvas2d-splat.js';
import { headingOf, stamp, stampSheet } from '../../../../web/renderers/life/canvas2d-stamp.js';
import { densityField, groundColor } from '../../../../web/renderers/life/ground.js';
import { packPixel } from '../../../../web/renderers/life/pixel-math.js';
import { frameOf, type TestAnimal } from './herd.js';

const VIEW = { camera: { x: 128, y: 128, zoom: 1 }, width: 100, height: 80, ratio: 1, progress: 1, margin: 2 };
const RED: Coloring = { table: Uint8Array.of(200, 0, 0, 0, 200, 0), by: FrameAnimal.tribe };

function placesOf(animals: readonly TestAnimal[], view: Partial<typeof VIEW> = {}): Places {
  const places = noPlaces();
  placeAnimals(frameOf(animals), { ...VIEW, ...view }, places);
  return places;
}

const pointsOf = ({ xs, ys, count }: Places): number[][] =>
  Array.from({ length: count }, (_, index) => [xs[index] ?? Number.NaN, ys[index] ?? Number.NaN]);

interface TestGrid extends PixelGrid {
  readonly bytes: Uint8Array;
}

function gridOf(width = 100, height = 80): TestGrid {
  const words = new Uint32Array(width * height);
  return { width, height, words, bytes: new Uint8Array(words.buffer) };
}

function channelSum({ bytes }: TestGrid, channel: number): number {
  return bytes.reduce((sum, byte, index) => (index % 4 === channel ? sum + byte : sum), 0);
}

/** Mean place of the light in a channel. */
function centroid(grid: TestGrid, channel: number): { x: number; y: number } {
  let [sum, x, y] = [0, 0, 0];
  grid.bytes.forEach((byte, index) => {
    if (index % 4 !== channel) return;
    const pixel = index >> 2;
    sum += byte;
    x += byte * ((pixel % grid.width) + 0.5);
    y += byte * (Math.floor(pixel / grid.width) + 0.5);
  });
  return { x: x / sum, y: y / sum };
}

describe('places of animals', () => {
  it('are relative to the camera, and only of those in view', () => {
    const places = placesOf([
      { x: 128, y: 128 },
      { x: 138, y: 120 },
      { x: 10, y: 128 },
    ]);
    expect(pointsOf(places)).toEqual([
      [50, 40],
      [60, 32],
    ]);
  });

  it('go from where the tick began to where it ended', () => {
    const animal = { x: 130, y: 128, dx: 2, dy: -1 };
    expect(pointsOf(placesOf([animal], { progress: 0 }))).toEqual([[50, 41]]);
    expect(pointsOf(placesOf([animal], { progress: 0.5 }))).toEqual([[51, 40.5]]);
    expect(pointsOf(placesOf([animal], { progress: 1 }))).toEqual([[52, 40]]);
  });

  it('reach over the border of the torus', () => {
    expect(pointsOf(placesOf([{ x: 250, y: 2 }], { camera: { x: 4, y: 250, zoom: 1 } }))).toEqual([[40, 48]]);
  });

  it('stand once for every copy of the world in view, without a gap', () => {
    const view = { camera: { x: 100, y: 100, zoom: 0.25 }, width: 200, height: 64 };
    const places = placesOf([{ x: 100, y: 100 }], view);
    const xs = pointsOf(places)
      .map(([x]) => x)
      .sort((a, b) => (a ?? 0) - (b ?? 0));
    // The world is 64 pixels wide: copies stand 64 apart, across all of the view.
    expect(xs).toEqual([36, 100, 164]);
  });

  it('are made anew for every frame in the same arrays', () => {
    const places = placesOf([{ x: 128, y: 128 }]);
    const { xs } = places;
    placeAnimals(frameOf([{ x: 129, y: 128 }]), VIEW, places);
    expect(places.xs).toBe(xs);
    expect(pointsOf(places)).toEqual([[51, 40]]);
  });
});

describe('lights from afar', () => {
  it('have the colour of their tribe and stand where the animal does, to a fraction of a pixel', () => {
    for (const shift of [0, 0.25, 0.5, 0.75]) {
      const animals = [{ x: 128 + shift, y: 128, tribe: 1 }];
      const grid = gridOf();
      splat(grid, placesOf(animals), frameOf(animals).animals, RED, splatKernel(1.2, 5), 1);
      expect(channelSum(grid, 0)).toBe(0);
      expect(channelSum(grid, 1)).toBeGreaterThan(100);
      expect(Math.abs(centroid(grid, 1).x - (50 + shift))).toBeLessThan(0.3);
      expect(Math.abs(centroid(grid, 1).y - 40)).toBeLessThan(0.3);
    }
  });

  it('add up and saturate in a crowd', () => {
    const crowd = Array.from({ length: 50 }, () => ({ x: 128, y: 128 }));
    const grid = gridOf();
    splat(grid, placesOf(crowd), frameOf(crowd).animals, RED, splatKernel(1.2, 3), 1);
    expect(Math.max(...grid.bytes.filter((_, index) => index % 4 === 0))).toBe(255);
  });

  it('are dimmer when they starve, and when the crowd is dimmed', () => {
    const lightOf = (energy: number, light: number): number => {
      const animals = [{ x: 128, y: 128, energy }];
      const grid = gridOf();
      splat(grid, placesOf(animals), frameOf(animals).animals, RED, splatKernel(1.2, 5), light);
      return channelSum(grid, 0);
    };
    expect(lightOf(0, 1)).toBeLessThan(lightOf(255, 1) * 0.6);
    expect(lightOf(255, 0.5)).toBeLessThan(lightOf(255, 1) * 0.6);
    expect(lightOf(0, 1)).toBeGreaterThan(0);
  });

  it('write nothing beyond the edges', () => {
    const animals = [78, 79, 178, 179].flatMap((x) => [88, 89, 167, 168].map((y) => ({ x: x + 0.5, y: y + 0.5 })));
    const grid = gridOf();
    splat(grid, placesOf(animals), frameOf(animals).animals, RED, splatKernel(1.2, 5), 1);
    const left = Array.from({ length: 80 }, (_, row) => grid.bytes[row * 400] ?? 0);
    const right = Array.from({ length: 80 }, (_, row) => grid.bytes[row * 400 + 396] ?? 0);
    // A light cut at one edge leaks to the other if its row is not checked.
    expect(left.slice(10, 70).every((byte) => byte === 0)).toBe(true);
    expect(right.slice(10, 70).every((byte) => byte === 0)).toBe(true);
  });
});

describe('drops up close', () => {
  it('point where the animal goes', () => {
    const heading = (dx: number, dy: number): number => headingOf(frameOf([{ x: 0, y: 0, dx, dy }]).animals, 0);
    expect([heading(1, 0), heading(0, 1), heading(-1, 0), heading(0, -1), heading(0, 0)]).toEqual([0, 8, 16, 24, 0]);
    const animals = [{ x: 128, y: 128, dx: 1, dy: 0 }];
    const grid = gridOf();
    stamp(grid, placesOf(animals, { margin: 30 }), frameOf(animals).animals, RED, stampSheet(8));
    const at = (x: number, y: number): number => grid.bytes[(y * 100 + x) * 4] ?? 0;
    // The head covers ahead; behind, beside the thin tail, there is only halo.
    expect(at(56, 40)).toBe(200);
    expect(at(40, 46)).toBeLessThan(80);
    expect(at(40, 46)).toBeGreaterThan(0);
  });

  it('cover what is under them rather than add to it', () => {
    const pile = Array.from({ length: 20 }, () => ({ x: 128, y: 128 }));
    const grid = gridOf();
    stamp(grid, placesOf(pile, { margin: 30 }), frameOf(pile).animals, RED, stampSheet(6));
    expect(grid.bytes[(40 * 100 + 51) * 4]).toBe(200);
  });

  it('are cut at the edges, not wrapped to the other side', () => {
    const animals = [{ x: 79, y: 128 }];
    const grid = gridOf();
    stamp(grid, placesOf(animals, { margin: 30 }), frameOf(animals).animals, RED, stampSheet(8));
    for (let row = 0; row < 80; row += 1) expect(grid.bytes[(row * 100 + 99) * 4]).toBe(0);
    expect(channelSum(grid, 0)).toBeGreaterThan(0);
  });
});

describe('the ground', () => {
  const view = { width: 64, height: 64, ratio: 1, camera: { x: 128, y: 128, zoom: 0.25 }, worldWidth: 256, worldHeight: 256 };
  const night = packPixel(...groundColor(0, 0));

  it('is night without food and density', () => {
    const pixels = new Uint32Array(64 * 64);
    paintGround(pixels, view, null, null);
    expect(new Set(pixels)).toEqual(new Set([night]));
  });

  it('shows food where it is, repeating with the torus', () => {
    const bytes = new Uint8Array(256);
    bytes[16 * 4 + 12] = 255; // cell (12, 4): world 192..208, 64..80
    const pixels = new Uint32Array(64 * 64);
    const field = { columns: 16, rows: 16, bytes };
    paintGround(pixels, view, field, null);
    const lit = (x: number, y: number): boolean => pixels[y * 64 + x] !== night;
    expect(lit(50, 18)).toBe(true);
    expect(lit(30, 18)).toBe(false);
    paintGround(pixels, { ...view, camera: { x: 128 + 256, y: 128 - 256, zoom: 0.25 } }, field, null);
    expect(lit(50, 18)).toBe(true);
    paintGround(pixels, { ...view, camera: { x: 200, y: 72, zoom: 0.25 } }, field, null);
    expect(lit(32, 32)).toBe(true);
  });

  it('shows crowds as heat, over food too', () => {
    const frame = frameOf(Array.from({ length: 40 }, () => ({ x: 200, y: 72 })));
    const heat = densityField(frame);
    expect(Math.max(...heat.bytes)).toBeGreaterThan(150);
    const [plain, both] = [new Uint32Array(64 * 64), new Uint32Array(64 * 64)];
    const food = { columns: 16, rows: 16, bytes: new Uint8Array(256).fill(128) };
    paintGround(plain, view, null, heat);
    paintGround(both, view, food, heat);
    const red = (pixels: Uint32Array, x: number, y: number): number => (pixels[y * 64 + x] ?? 0) & 255;
    expect(red(plain, 50, 18)).toBeGreaterThan(red(plain, 10, 50) + 60);
    expect(red(both, 50, 18)).toBeGreaterThan(red(both, 10, 50) + 40);
  });

  it('counts an animal on the last edge of the world in the last square', () => {
    const heat = densityField(frameOf([{ x: 255.99999, y: 255.99999 }]));
    expect(heat.bytes.at(-1)).toBeGreaterThan(0);
  });
});
