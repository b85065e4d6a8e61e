import { describe, expect, it } from 'vitest';
import { MeteorType, TrailStyle } from '../../../../web/generated/meteor-layout.js';
import { type NumberList, SLICE, SPRITE } from '../../../../web/renderers/meteor/draw-list.js';
import { CROWD, ShowerLists, sparkExposure, trailStyleOf } from '../../../../web/renderers/meteor/shower-lists.js';
import { CELL_OF } from '../../../../web/renderers/meteor/sprite-sheet.js';
import { showerOf, type TestMeteor } from './meteor-frame.js';

const AREA = 1280 * 720;

function recordsOf<Fields extends Readonly<Record<string, number>> & { numbers: number }>(
  list: NumberList,
  fields: Fields,
): Record<Exclude<keyof Fields, 'numbers'>, number>[] {
  const names = Object.keys(fields).filter((name) => name !== 'numbers');
  return Array.from({ length: list.count }, (_, index) =>
    Object.fromEntries(names.map((name) => [name, list.data[index * fields.numbers + (fields[name] as number)]])),
  ) as Record<Exclude<keyof Fields, 'numbers'>, number>[];
}

function listsOf(meteors: readonly TestMeteor[], style: TrailStyle = TrailStyle.tapered): ShowerLists {
  const lists = new ShowerLists();
  lists.takeMeteors(showerOf({ meteors }), style, AREA);
  return lists;
}

describe('the draw lists of a shower', () => {
  it('have a trail from its end to the head, without a gap', () => {
    const slices = recordsOf(listsOf([{ x: 500, y: 300, angle: 0, trail: 190, points: 20 }]).slices, SLICE);
    expect(slices[0]).toMatchObject({ x1: 500, y1: 300, u1: 1 });
    expect(slices.at(-1)).toMatchObject({ x0: 310, y0: 300, u0: 0 });
    slices.slice(1).forEach((slice, index) => {
      expect([slice.x1, slice.y1, slice.u1]).toEqual([slices[index]?.x0, slices[index]?.y0, slices[index]?.u0]);
    });
  });

  it('have all colours on a trail that is still growing, and no blunt end', () => {
    const shower = showerOf({ meteors: [{ x: 100, y: 100, points: 6 }] });
    // Half of its length yet.
    for (let point = 0; point < 6; point += 1) shower.trailPoints[point * 3 + 2] = 1 - point / 10;
    const lists = new ShowerLists();
    lists.takeMeteors(shower, TrailStyle.tapered, AREA);
    const slices = recordsOf(lists.slices, SLICE);
    expect(slices[0]?.u1).toBe(1);
    expect(slices.at(-1)?.u0).toBe(0);
  });

  it('have as many pieces as their bends show, and fewer in cheaper styles and in crowds', () => {
    const one: TestMeteor = { x: 500, y: 300, points: 28, bend: 0.6 };
    expect(listsOf([{ ...one, bend: 0 }]).slices.count).toBe(2);
    expect(listsOf([one], TrailStyle.tapered).slices.count).toBeGreaterThan(listsOf([one], TrailStyle.simple).slices.count);
    const crowd = Array.from({ length: CROWD + 1 }, () => one);
    expect(listsOf(crowd).slices.count).toBeLessThanOrEqual(crowd.length * 2);
    expect(listsOf(crowd).heads.count).toBe(crowd.length);
  });

  it('have a shine and a core for each head, the type’s own', () => {
    const heads = recordsOf(listsOf([{ x: 9, y: 8, scale: 1, glow: 2.5, type: MeteorType.bright }]).heads, SPRITE);
    expect(heads).toEqual([
      { x: 9, y: 8, radius: 17, light: 2.5, cell: CELL_OF.shines + 2 },
      { x: 9, y: 8, radius: 6, light: 1, cell: CELL_OF.cores + 2 },
    ]);
  });

  it('let a trail go out with its head, and draw no head whose glow is gone', () => {
    const [full, fading, gone] = [0.5, 0.97, 1].map((life) => listsOf([{ x: 9, y: 9, life, glow: life === 1 ? 0 : 1 }]));
    const light = (lists: ShowerLists | undefined): number | undefined => recordsOf((lists as ShowerLists).slices, SLICE)[0]?.light;
    expect(light(full)).toBe(1);
    expect(light(fading)).toBeGreaterThan(0);
    expect(light(fading)).toBeLessThan(0.6);
    expect(gone?.slices.count).toBe(0);
    expect(gone?.heads.count).toBe(0);
  });

  it('keep small meteors visible: no trail is thinner than its style’s least', () => {
    const [slice] = recordsOf(listsOf([{ x: 9, y: 9, scale: 0.05 }]).slices, SLICE);
    expect(slice?.half).toBeGreaterThanOrEqual(2);
  });

  it('have stars, and a cross of light for those that sparkle', () => {
    const lists = new ShowerLists();
    lists.takeStars(
      showerOf({
        stars: [
          { x: 1, y: 2, color: 3 },
          { x: 4, y: 5, color: 1, sparkle: 0.5 },
        ],
      }),
    );
    expect(recordsOf(lists.stars, SPRITE).map(({ cell }) => cell)).toEqual([CELL_OF.stars + 3, CELL_OF.stars + 1, CELL_OF.sparkles + 1]);
  });

  it('dim a crowd, so that it is no white sheet, and nothing else', () => {
    expect(sparkExposure(showerOf({ sparks: [{ x: 1, y: 1 }] }), AREA)).toBe(1);
    expect(sparkExposure({ ...showerOf({}), particleCount: 1_000_000 }, AREA)).toBeLessThan(0.2);
    const many = listsOf(Array.from({ length: 9000 }, () => ({ x: 1, y: 1, glow: 1, trail: 0 })));
    expect(recordsOf(many.heads, SPRITE)[0]?.light).toBeLessThan(0.3);
  });

  it('use the trails of the quality', () => {
    expect([0, 1, 2].map((quality) => trailStyleOf(showerOf({ quality })))).toEqual([
      TrailStyle.simple,
      TrailStyle.smooth,
      TrailStyle.tapered,
    ]);
  });

  it('reuse their memory: another picture allocates none', () => {
    const lists = new ShowerLists();
    const shower = showerOf({ meteors: Array.from({ length: 40 }, () => ({ x: 1, y: 1 })) });
    lists.takeMeteors(shower, TrailStyle.tapered, AREA);
    const { data } = lists.slices;
    for (let round = 0; round < 10; round += 1) lists.takeMeteors(shower, TrailStyle.tapered, AREA);
    expect(lists.slices.data).toBe(data);
    expect(lists.slices.count).toBe(40 * 2);
  });
});
