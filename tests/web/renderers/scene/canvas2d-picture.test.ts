import { describe, expect, it } from 'vitest';
import { CameraKind, LightKind } from '../../../../web/generated/scene-layout.js';
import { CpuPicture } from '../../../../web/renderers/scene/canvas2d-picture.js';
import { halvedLevels } from '../../../../web/renderers/scene/canvas2d-texels.js';
import { clipMatrix, onPicture, type Point, type TestCamera } from './cameras.js';
import { rgb, type TestEntity, type TestScene, viewsOf } from './draw-lists.js';
import { cube, grid, inverted, plane, points, sphere, wall } from './shapes.js';
import { evening, manyCubes } from './worlds.js';

interface Options {
  readonly width?: number;
  readonly height?: number;
  readonly ratio?: number;
  /** Texels of the only texture: a square. */
  readonly texels?: readonly number[];
}

/** The picture of a scene, and its pixels as 0xrrggbb. */
function pictureOf(scene: TestScene, { width = 80, height = 60, ratio = 1, texels }: Options = {}) {
  const picture = new CpuPicture();
  if (texels !== undefined) {
    const side = Math.sqrt(texels.length);
    picture.textures.set(0, halvedLevels({ width: side, height: side, texels: Uint32Array.from(texels) }));
  }
  const words = new Uint32Array(width * height);
  picture.draw(viewsOf(scene, width, height), words, width, height, ratio);
  const hex = (word: number): number => ((word & 255) << 16) | (word & 0xff00) | ((word >>> 16) & 255);
  return {
    words,
    at: (x: number, y: number): number => hex(words[y * width + x] as number),
    opacityAt: (x: number, y: number) => (words[y * width + x] as number) >>> 24,
  };
}

const BLACK = rgb(0);
/** Every side is as bright as its colour. */
const EVEN_LIGHT = { background: BLACK, ambient: rgb(0xffffff) };
const NO_LIGHT = [{ intensity: 0 }];
const FLAT: TestCamera = { kind: CameraKind.orthographic, field: 2, eye: [0, 0, 5] as Point };

/** A scene of one camera in even light. */
const sceneOf = (entities: readonly TestEntity[], more: Partial<TestScene> = {}, camera = FLAT): TestScene => ({
  shapes: [wall(), cube(), plane(), inverted(wall()), sphere()],
  ...EVEN_LIGHT,
  passes: [{ camera, entities, lights: NO_LIGHT }],
  ...more,
});

const countOf = (words: Uint32Array, isOne: (word: number) => boolean): number => words.filter(isOne).length;

describe('triangles', () => {
  it('that share an edge leave no pixel out and draw none twice', () => {
    // Half of what can be seen through, over black: a pixel that is drawn twice is brighter.
    const half = { color: rgb(0xffffff, 0.5), transparent: true };
    for (let step = 0; step < 40; step += 1) {
      const { words } = pictureOf(
        sceneOf([{ mesh: 0, scale: [1.3, 1.1, 1], turned: [0, 0, step * 0.37], position: [step * 0.011, 0, 0], ...half }]),
      );
      const tones = new Set(words);
      expect([...tones].sort()).toEqual([rgb(0), rgb(0x808080)].sort());
      expect(countOf(words, (word) => word !== BLACK)).toBeGreaterThan(1240);
    }
  });

  it('cover the pixels whose middles are within them', () => {
    const { at } = pictureOf(sceneOf([{ mesh: 0, color: rgb(0xff8040) }]));
    // 30 pixels a unit, around (40, 30).
    expect([at(25, 15), at(54, 15), at(25, 44), at(54, 44)]).toEqual([0xff8040, 0xff8040, 0xff8040, 0xff8040]);
    expect([at(24, 15), at(55, 15), at(25, 14), at(25, 45)]).toEqual([0, 0, 0, 0]);
  });

  it('are left out where they show their backs, in a mirrored instance as in any other', () => {
    const seen = (entity: TestEntity): boolean => pictureOf(sceneOf([entity])).at(40, 30) !== 0;
    expect(seen({ mesh: 0 })).toBe(true);
    expect(seen({ mesh: 3 })).toBe(false);
    expect(seen({ mesh: 0, turned: [0, Math.PI, 0] })).toBe(false);
    expect(seen({ mesh: 0, scale: [-1, 1, 1] })).toBe(true);
    expect(seen({ mesh: 0, scale: [-1, -1, 1] })).toBe(true);
    expect(seen({ mesh: 3, scale: [-1, 1, 1] })).toBe(false);
    expect(seen({ mesh: 0, scale: [0, 1, 1] })).toBe(false);
  });

  it('hide what is behind them, whichever is drawn first, and where they go through each other', () => {
    const red = { mesh: 0, color: rgb(0xff0000) };
    const blue = { mesh: 0, color: rgb(0x0000ff), position: [0, 0, -1] as Point };
    expect(pictureOf(sceneOf([red, blue])).at(40, 30)).toBe(0xff0000);
    expect(pictureOf(sceneOf([blue, red])).at(40, 30)).toBe(0xff0000);
    const tilted = { ...red, turned: [0, 0.8, 0] as Point };
    const { at } = pictureOf(sceneOf([tilted, { ...blue, position: [0, 0, 0] }]));
    expect([at(33, 30), at(46, 30)]).toEqual([0xff0000, 0x0000ff]);
  });

  it('are cut where they go through the near plane', () => {
    const camera = { eye: [0, 1, 0] as Point, target: [0, 0.9, -1] as Point, kind: CameraKind.perspective, field: 1.2 };
    const { words, at } = pictureOf(sceneOf([{ mesh: 2, scale: [400, 1, 400], color: rgb(0x00ff00) }], {}, camera));
    expect([at(0, 59), at(40, 59), at(79, 59)]).toEqual([0x00ff00, 0x00ff00, 0x00ff00]);
    expect(at(40, 2)).toBe(0);
    expect(countOf(words, (word) => word !== BLACK)).toBeGreaterThan(80 * 25);
  });

  it('with numbers beyond all measure draw nothing wrong', () => {
    for (const scale of [1e-6, 1e6, 1e9]) {
      const { words } = pictureOf(sceneOf([{ mesh: 1, scale: [scale, scale, scale], position: [0, 0, -3 * scale] }]));
      expect(countOf(words, (word) => word >>> 24 !== 255)).toBe(0);
    }
  });
});

describe('what can be seen through', () => {
  it('is blended over what is there, and hides nothing', () => {
    const glass = { mesh: 0, color: rgb(0xff0000, 0.5), transparent: true, position: [0, 0, 1] as Point };
    const back = { mesh: 0, color: rgb(0x0000ff) };
    expect(pictureOf(sceneOf([back, glass])).at(40, 30)).toBe(0x80007f);
    // It has no depth of its own: who is drawn later and is farther away stands over it.
    expect(pictureOf(sceneOf([glass, back])).at(40, 30)).toBe(0x0000ff);
    expect(pictureOf(sceneOf([{ ...back, position: [0, 0, 2] }, glass])).at(40, 30)).toBe(0x0000ff);
  });

  it('over a page that shines through has its own opacity', () => {
    const { at, opacityAt } = pictureOf(sceneOf([{ mesh: 0, color: rgb(0x20c0ff, 0.5), transparent: true }], { background: 0 }));
    expect(opacityAt(0, 0)).toBe(0);
    expect(opacityAt(40, 30)).toBe(128);
    expect(at(40, 30)).toBe(0x20c0ff);
  });
});

describe('light', () => {
  it('comes from where it shines from', () => {
    const lights = [{ direction: [-1, 0, 0] as Point, color: rgb(0xffffff) }];
    const scene = { ...sceneOf([{ mesh: 4, scale: [1.5, 1.5, 1.5] }]), ambient: BLACK };
    const { at } = pictureOf({ ...scene, passes: [{ ...(scene.passes[0] as TestScene['passes'][0]), lights }] });
    expect(at(58, 30)).toBeGreaterThan(0xc0c0c0);
    expect(at(25, 30)).toBe(0);
  });

  it('of a lamp is in the middle of a ground of two triangles', () => {
    const camera = { kind: CameraKind.orthographic, field: 10, eye: [0, 10, 0] as Point, target: [0, 0, 0] as Point };
    const lights = [{ kind: LightKind.point, position: [1, 1, 0] as Point, range: 3 }];
    const scene = { ...sceneOf([]), ambient: BLACK, passes: [{ camera, entities: [{ mesh: 2, scale: [20, 1, 20] as Point }], lights }] };
    const { at } = pictureOf(scene, { width: 320, height: 240 });
    expect(at(184, 120) & 255).toBeGreaterThan(220);
    expect(at(184, 120) & 255).toBeGreaterThan(at(140, 120) & 255);
    expect([at(20, 120), at(300, 20)]).toEqual([0, 0]);
  });

  it('falls on neither lines nor points, nor on what is before a screen camera', () => {
    const scene = { background: BLACK, ambient: BLACK };
    const camera = { kind: CameraKind.screen };
    const line = pictureOf({
      ...scene,
      shapes: [grid(2, 1)],
      passes: [{ camera: FLAT, entities: [{ mesh: 0, turned: [Math.PI / 2, 0, 0] }], lights: NO_LIGHT }],
    });
    expect(countOf(line.words, (word) => word === 0xffffffff)).toBeGreaterThan(100);
    const screen = pictureOf({
      ...scene,
      shapes: [wall()],
      passes: [{ camera, entities: [{ mesh: 0, position: [40, 30, 0], scale: [20, 20, 1] }], lights: NO_LIGHT }],
    });
    expect(screen.at(40, 30)).toBe(0xffffff);
  });
});

describe('fog', () => {
  const fog = { color: rgb(0xff00ff), near: 5, far: 30 };

  it('closes with depth, and on a ground whose corners are all in it', () => {
    const camera = { eye: [0, 2, 0] as Point, target: [0, 1.5, -10] as Point, kind: CameraKind.perspective, field: 1 };
    const { at } = pictureOf(sceneOf([{ mesh: 2, scale: [500, 1, 500], color: rgb(0x00ff00) }], { fog }, camera));
    const shares = [59, 50, 44, 40, 38].map((y) => (at(40, y) >>> 16) & 255);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(at(40, 59)).toBe(0x00ff00);
    expect(at(40, 30)).toBe(0xff00ff);
  });

  it('hides what is beyond its end, small or large, line or body', () => {
    const camera = { eye: [0, 0, 0] as Point, target: [0, 0, -1] as Point, kind: CameraKind.perspective, field: 1 };
    for (const size of [1, 400]) {
      const { words } = pictureOf(
        sceneOf([{ mesh: 1, position: [0, 0, -300], scale: [size, size, size] }], { fog, background: rgb(0xff00ff) }, camera),
      );
      expect(countOf(words, (word) => word !== rgb(0xff00ff))).toBe(0);
    }
    const lines = sceneOf([{ mesh: 0, position: [0, -1, 0] }], { fog, background: rgb(0xff00ff), shapes: [grid(200, 20)] }, camera);
    const { words } = pictureOf(lines);
    expect(countOf(words.subarray(0, 80 * 31), (word) => word !== rgb(0xff00ff))).toBe(0);
    expect(countOf(words, (word) => word !== rgb(0xff00ff))).toBeGreaterThan(50);
  });
});

describe('textures', () => {
  const [RED, GREEN, BLUE, WHITE] = [0xff0000, 0x00ff00, 0x0000ff, 0xffffff];
  const texels = [RED, GREEN, BLUE, WHITE].map((color) => rgb(color));

  it('stand upright: their first row is at the upper edge', () => {
    const { at } = pictureOf(sceneOf([{ mesh: 0, texture: 0, scale: [2, 2, 1] }], { textures: [false] }), { texels });
    expect([at(20, 10), at(60, 10), at(20, 50), at(60, 50)]).toEqual([RED, GREEN, BLUE, WHITE]);
  });

  it('are in perspective: the middle of a slanted wall is not the middle of its picture', () => {
    const camera = { eye: [0, 0, 0] as Point, target: [0, 0, -1] as Point, kind: CameraKind.perspective, field: 1.2 };
    const ground = { mesh: 2, texture: 0, position: [0, -1, -10] as Point, scale: [40, 1, 16] as Point };
    const { at } = pictureOf(sceneOf([ground], { textures: [false] }, camera), { texels });
    const view = clipMatrix(camera, 80, 60);
    const middle = Math.round(onPicture(view, [0, -1, -10], 80, 60).y);
    expect([at(30, middle + 2), at(30, middle - 2)]).toEqual([BLUE, RED]);
    expect([at(50, middle + 2), at(50, middle - 2)]).toEqual([WHITE, GREEN]);
  });

  it('are multiplied with their entity’s colour, and repeat', () => {
    const { at } = pictureOf(sceneOf([{ mesh: 0, texture: 0, scale: [2, 2, 1], color: rgb(0xffff00) }], { textures: [false] }), { texels });
    expect([at(20, 10), at(20, 50), at(60, 50)]).toEqual([RED, 0, 0xffff00]);
  });

  it('that are far away are of their mean colour', () => {
    const fine = Array.from({ length: 64 * 64 }, (_, index) => rgb((index + Math.floor(index / 64)) % 2 === 0 ? WHITE : 0));
    const { words } = pictureOf(sceneOf([{ mesh: 0, texture: 0, scale: [1.5, 1.5, 1] }], { textures: [false] }), {
      texels: fine,
      width: 20,
      height: 20,
    });
    const inside = [...words].filter((word) => word !== BLACK);
    expect(inside.length).toBeGreaterThan(200);
    for (const word of inside) expect(Math.abs((word & 255) - 128)).toBeLessThan(40);
  });

  it('that can be seen through show what is behind them', () => {
    const holed = [rgb(RED), rgb(0, 0), rgb(0, 0), rgb(RED)];
    const entities = [
      { mesh: 0, color: rgb(BLUE), scale: [2, 2, 1] as Point },
      { mesh: 0, texture: 0, transparent: true, position: [0, 0, 1] as Point, scale: [2, 2, 1] as Point },
    ];
    const { at } = pictureOf(sceneOf(entities, { textures: [true] }), { texels: holed });
    expect([at(20, 10), at(60, 10), at(20, 50), at(60, 50)]).toEqual([RED, BLUE, BLUE, RED]);
  });
});

describe('cameras', () => {
  it('draw in their own part of the picture, over what was there', () => {
    const wide = { camera: FLAT, entities: [{ mesh: 0, scale: [4, 4, 1] as Point, color: rgb(0xff0000) }], lights: NO_LIGHT };
    const inset = {
      camera: { ...FLAT, viewport: [0.5, 0, 0.5, 0.5] as const },
      entities: [{ mesh: 0, color: rgb(0x00ff00) }],
      lights: NO_LIGHT,
    };
    const { at } = pictureOf(sceneOf([], { passes: [wide, inset] }));
    expect([at(10, 10), at(10, 50), at(70, 50)]).toEqual([0xff0000, 0xff0000, 0xff0000]);
    expect(at(60, 15)).toBe(0x00ff00);
    expect(at(42, 2)).toBe(0);
  });

  it('of a screen count pixels from the upper left corner, and the last of what they draw is in front', () => {
    const camera = { kind: CameraKind.screen };
    const sign = { mesh: 0, scale: [20, 10, 1] as Point };
    const { at } = pictureOf(
      sceneOf([], {
        passes: [
          { camera: FLAT, entities: [{ mesh: 0, position: [0, 0, 4] }], lights: NO_LIGHT },
          {
            camera,
            entities: [
              { ...sign, position: [12, 8, 5], color: rgb(0xff0000) },
              { ...sign, position: [16, 8, -5], color: rgb(0x0000ff) },
            ],
          },
        ],
      }),
    );
    expect([at(3, 8), at(12, 8), at(25, 8), at(12, 14)]).toEqual([0xff0000, 0x0000ff, 0x0000ff, 0]);
  });
});

describe('lines', () => {
  it('on a surface are seen whole, and behind a wall not at all', () => {
    const camera: TestCamera = { eye: [3, 3, 8], target: [0, 0, 0], field: 0.9 };
    const linesOver = (...others: TestEntity[]): number => {
      const scene = sceneOf([...others, { mesh: 5, color: rgb(0xff0000) }], { shapes: [...sceneOf([]).shapes, grid(8, 8)] }, camera);
      return countOf(pictureOf(scene, { width: 640, height: 480 }).words, (word) => word === rgb(0xff0000));
    };
    const alone = linesOver();
    expect(alone).toBeGreaterThan(2000);
    expect(linesOver({ mesh: 2, scale: [9, 1, 9], color: rgb(0x00ff00) })).toBeGreaterThan(0.99 * alone);
    expect(linesOver({ mesh: 0, scale: [90, 90, 1], position: [0, 0, 5], color: rgb(0x00ff00) })).toBe(0);
  });
});

describe('points', () => {
  it('are round, three pixels wide, at their places', () => {
    const scene = {
      ...EVEN_LIGHT,
      shapes: [points([0, 0, 0], [0.5, 0.5, 0])],
      passes: [{ camera: FLAT, entities: [{ mesh: 0 }], lights: NO_LIGHT }],
    };
    const plain = pictureOf(scene);
    expect([plain.at(40, 30), plain.at(55, 15)]).toEqual([0xffffff, 0xffffff]);
    const wide = pictureOf(scene, { width: 160, height: 120, ratio: 2 });
    const count = countOf(wide.words, (word) => word !== BLACK);
    expect(count).toBeGreaterThan(40);
    expect(count).toBeLessThan(80);
  });
});

describe('a picture', () => {
  it('is full of whole pixels, and the same each time', () => {
    const first = pictureOf(evening(), { width: 160, height: 90 }).words;
    expect(countOf(first, (word) => word >>> 24 !== 255)).toBe(0);
    expect(new Set(first).size).toBeGreaterThan(1000);
    expect(pictureOf(evening(), { width: 160, height: 90 }).words).toEqual(first);
  });

  it('shows small things as dots at the places of the things', () => {
    const camera = { eye: [0, 0, 0] as Point, target: [0, 0, -1] as Point, kind: CameraKind.perspective, field: 1 };
    const place: Point = [30, 20, -100];
    const { at } = pictureOf(sceneOf([{ mesh: 1, position: place, color: rgb(0xffffff) }], {}, camera));
    const { x, y } = onPicture(clipMatrix(camera, 80, 60), place, 80, 60);
    expect(at(Math.floor(x), Math.floor(y))).toBe(0xffffff);
  });

  it('of far more triangles than there is time for takes not far more time', () => {
    const timeOf = (scene: TestScene): number => {
      const picture = new CpuPicture();
      const words = new Uint32Array(320 * 180);
      const views = viewsOf(scene, 320, 180);
      const times = Array.from({ length: 5 }, () => {
        const begin = process.cpuUsage();
        picture.draw(views, words, 320, 180, 1);
        return process.cpuUsage(begin).user;
      });
      return Math.min(...times);
    };
    // Sixteen times as many cubes; as triangles they would take sixteen times as long.
    expect(timeOf(manyCubes(64_000, 40))).toBeLessThan(8 * timeOf(manyCubes(4000, 20)));
  });
});
