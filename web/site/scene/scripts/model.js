// A model from a file, Wavefront OBJ with its MTL: a lighthouse on a rock, and the light that goes around.
/** Sine and cosine of an eighth of a turn: a quaternion of them is a quarter turn. */
const EIGHTH = Math.SQRT1_2;

export default async (scene) => {
  const { sin, cos } = scene.math;
  scene.environment({ background: '#1b2a41', ambient: '#36445e', fog: '#1b2a41', fogNear: 18, fogFar: 60 });
  scene.light({ kind: 'directional', direction: [0.6, -0.7, -0.5], color: '#b8ccff', intensity: 0.7 });
  const beam = scene.light({ kind: 'spot', position: [0, 6.4, 0], color: '#ffe9a8', intensity: 14, range: 40, inner: 0.1, outer: 0.24 });
  const camera = scene.camera({ position: [12, 6, 12], fov: 0.8 });
  const waves = 48;
  const water = scene.create({ mesh: 'plane', width: 120, depth: 120, segments: waves }, { position: [0, -0.35, 0], color: '#24527a' });

  const { parts } = await scene.resources.obj(new URL('../models/lighthouse.obj', import.meta.url).href);
  const tower = scene.create(null);
  for (const { mesh, material } of parts) scene.create(mesh, { parent: tower, color: material?.color ?? '#cccccc' });
  const boats = Array.from({ length: 7 }, (_, n) => {
    const hull = scene.create(
      { mesh: 'cone', radius: 0.35, height: 1.4, segments: 5 },
      { color: '#8c3b2e', orientation: [EIGHTH, 0, 0, EIGHTH] },
    );
    const sail = scene.create(
      { mesh: 'cone', radius: 0.4, height: 1.3, segments: 3 },
      { parent: hull, position: [0, -0.1, -0.75], orientation: [-EIGHTH, 0, 0, EIGHTH], color: '#f2ead8' },
    );
    return { hull, sail, far: 6 + 2.3 * n, phase: scene.random() * 6.3, speed: 0.22 / (1 + 0.25 * n) };
  });

  return {
    update() {
      const { time } = scene;
      const turn = 0.9 * time;
      beam.direction = [cos(turn), -0.16, sin(turn)];
      water.position = [0, -0.35 + 0.05 * sin(1.3 * time), 0];
      for (const { hull, far, phase, speed } of boats) {
        const angle = phase + speed * time;
        hull.position = [far * cos(angle), -0.1 + 0.06 * sin(1.7 * time + phase), far * sin(angle)];
        const half = 0.5 * (-angle + Math.PI);
        // First laid down, then turned to where it goes.
        hull.orientation = [EIGHTH * cos(half), EIGHTH * sin(half), -EIGHTH * sin(half), EIGHTH * cos(half)];
      }
      const around = 0.12 * time;
      camera.position = [17 * cos(around), 5.5 + 1.5 * sin(0.2 * time), 17 * sin(around)];
      camera.lookAt([0, 2.6, 0]);
    },
  };
};
