import { describe, expect, it } from 'vitest';
import {
  CameraView,
  cameraView,
  defaultCameraView,
  SceneBounds,
  Sight,
  usableView,
  VIEW_WORDS,
} from '../../../../web/fallback/scene/camera-view.js';
import { type CameraState, emptyCamera } from '../../../../web/fallback/scene/columns.js';
import { CameraKind, DrawView } from '../../../../web/generated/scene-layout.js';
import { clip, Dice, isInside, type Three, turned } from './draw-scene.js';

function viewOf(
  width: number,
  height: number,
  more: Partial<Record<'yaw' | 'pitch' | 'zoom' | 'panX' | 'panY', number>> = {},
): Float32Array {
  const view = new Float32Array(VIEW_WORDS);
  view[DrawView.width / 4] = width;
  view[DrawView.height / 4] = height;
  view[DrawView.zoom / 4] = 1;
  for (const [name, value] of Object.entries(more)) view[DrawView[name as 'yaw'] / 4] = value;
  return view;
}

function randomCamera(kind: CameraKind, dice: Dice): CameraState {
  const camera = emptyCamera();
  camera.kind = kind;
  for (let k = 0; k < 3; k++) camera.position[k] = dice.between(-30, 30);
  camera.orientation.set(dice.turn());
  camera.field = kind === CameraKind.perspective ? dice.between(0.1, 2.5) : dice.between(1, 40);
  camera.near = dice.between(0.1, 2);
  camera.far = dice.between(20, 300);
  return camera;
}

function viewThrough(camera: CameraState, view: Float32Array): CameraView {
  const made = new CameraView();
  cameraView(made, camera, 0, view);
  return made;
}

function defaultView(bounds: SceneBounds, view: Float32Array): CameraView {
  const made = new CameraView();
  defaultCameraView(made, bounds, view);
  return made;
}

describe('camera views in JavaScript', () => {
  it('of perspective have what is along the view direction in the middle, and the edge of the field at the edge', () => {
    const dice = new Dice(1);
    for (let i = 0; i < 100; i++) {
      const camera = randomCamera(CameraKind.perspective, dice);
      const made = viewThrough(camera, viewOf(1600, 900));
      const q = [...camera.orientation];
      const depth = 10;
      const slope = Math.tan(camera.field / 2);
      const at = (right: number, up: number): Three => {
        const way = turned(q, [right, up, -depth]);
        return [0, 1, 2].map((k) => (way[k] as number) + (camera.position[k] as number)) as unknown as Three;
      };
      const [x, y, , w] = clip(made.matrix, 0, at(0, 0));
      expect(w).toBeCloseTo(depth, 3);
      expect(Math.hypot(x, y) / w).toBeLessThan(2e-3);
      const edge = clip(made.matrix, 0, at((slope * depth * 1600) / 900, slope * depth));
      expect(edge[0] / edge[3]).toBeCloseTo(1, 2);
      expect(edge[1] / edge[3]).toBeCloseTo(1, 2);
    }
  });

  it('of screens count px from the upper left corner of their viewports', () => {
    const camera = emptyCamera();
    camera.kind = CameraKind.screen;
    camera.viewport.set([0.5, 0, 0.5, 1]);
    const { matrix } = viewThrough(camera, viewOf(800, 300));
    expect(clip(matrix, 0, [0, 0, 0]).slice(0, 2)).toEqual([-1, 1]);
    expect(clip(matrix, 0, [400, 300, 0])[0]).toBeCloseTo(1, 6);
    expect(clip(matrix, 0, [400, 300, 0])[1]).toBeCloseTo(-1, 6);
    expect(clip(matrix, 0, [0, 0, 5])[2]).toBeLessThan(clip(matrix, 0, [0, 0, 0])[2]);
  });

  it('by default frame the scene from all sides, in pictures of every shape', () => {
    const dice = new Dice(2);
    for (let i = 0; i < 100; i++) {
      const bounds = new SceneBounds();
      for (let k = 0; k < 3; k++) bounds.middle[k] = dice.between(-50, 50);
      bounds.radius = dice.between(0.5, 40);
      const view = viewOf(dice.between(50, 2000), dice.between(50, 2000), { yaw: dice.between(-7, 7), pitch: dice.between(-1.5, 1.5) });
      const made = defaultView(bounds, view);
      for (let k = 0; k < 30; k++) {
        const way = turned(dice.turn(), [0, bounds.radius, 0]);
        const place = way.map((v, axis) => v + (bounds.middle[axis] as number)) as unknown as Three;
        expect(isInside(made.matrix, 0, place, -1e-3)).toBe(true);
      }
    }
  });

  it('by default follow zoom and pan', () => {
    const bounds = new SceneBounds();
    bounds.radius = 2;
    const at = (more: Parameters<typeof viewOf>[2], place: Three): readonly [number, number] => {
      const [x, y, , w] = clip(defaultView(bounds, viewOf(1000, 500, more)).matrix, 0, place);
      return [x / w, y / w];
    };
    expect(at({ zoom: 2 }, [0, 1, 0])[1]).toBeCloseTo(at({}, [0, 1, 0])[1] * 2, 5);
    expect(at({ panX: 0.25, panY: -0.5 }, [0, 0, 0])[0]).toBeCloseTo(0.25, 5);
    expect(at({ panX: 0.25, panY: -0.5 }, [0, 0, 0])[1]).toBeCloseTo(-1, 5);
  });

  it('stay finite whatever the host writes into the view', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0, 3e38]) {
      const usable = new Float32Array(VIEW_WORDS);
      usableView(new Float32Array(VIEW_WORDS).fill(bad), usable);
      const bounds = new SceneBounds();
      bounds.radius = 1e30;
      const dice = new Dice(3);
      const made = [defaultView(bounds, usable)];
      for (const kind of [CameraKind.perspective, CameraKind.orthographic, CameraKind.screen])
        made.push(viewThrough(randomCamera(kind, dice), usable));
      for (const { matrix, eye } of made) expect([...matrix, ...eye].every(Number.isFinite)).toBe(true);
    }
  });

  it('leave no sphere out that reaches into the picture, and many that do not', () => {
    const dice = new Dice(4);
    const sight = new Sight();
    let seen = 0;
    let leftOut = 0;
    for (let i = 0; i < 3000; i++) {
      const kind = dice.below(3) as CameraKind;
      const made = viewThrough(randomCamera(kind, dice), viewOf(dice.between(100, 2000), dice.between(100, 2000)));
      const reach = kind === CameraKind.screen ? 2000 : 150;
      const middle: Three = [dice.between(-reach, reach), dice.between(-reach, reach), dice.between(-reach, reach)];
      const radius = dice.between(0, reach * 0.2);
      sight.look(made);
      const sees = sight.sees(Float32Array.of(...middle, radius));
      if (!sees) leftOut++;
      for (let k = 0; k < 20; k++) {
        const way = turned(dice.turn(), [radius * Math.cbrt(dice.share()), 0, 0]);
        if (!isInside(made.matrix, 0, way.map((v, axis) => v + (middle[axis] as number)) as unknown as Three)) continue;
        expect(sees).toBe(true);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(300);
    expect(leftOut).toBeGreaterThan(500);
  });
});
