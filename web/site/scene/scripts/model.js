// A model from a file, Wavefront OBJ with its MTL: a lighthouse on a rock, and the beam that goes around.
/** Sine and cosine of an eighth of a turn: a quaternion of them is a quarter turn. */
const EIGHTH = Math.SQRT1_2;
const LAMP = [0, 6.4, 0];

/** @type {import('skyflock/scene/script').ScriptModule} */
export default async (scene) => {
  const { sin, cos } = scene.math;
  const { environment } = scene;
  environment.background = '#22304f';
  environment.ambient = '#4a587c';
  environment.fog = { color: '#22304f', near: 16, far: 62 };
  scene.light({ direction: [0.7, -0.5, -0.4], color: '#ffb38a', intensity: 0.8 });
  scene.light({ kind: 'point', position: LAMP, color: '#ffe2a0', intensity: 2.2, range: 26 });
  const spot = scene.light({ kind: 'spot', position: LAMP, color: '#ffe9b0', intensity: 16, range: 46, inner: 0.06, outer: 0.2 });
  const camera = scene.camera({ fov: 0.62 });

  const lighthouse = await scene.resources.obj('../models/lighthouse.obj');
  lighthouse.create();
  const water = scene.create({ kind: 'plane', width: 160, depth: 160, segments: 40 }, { color: '#2c6488' });

  // The beam turns with an entity that has no mesh and only carries it.
  const pivot = scene.create(null, { position: LAMP });
  scene.create(beamOf(scene, 17, 1.9), { parent: pivot, color: '#fff0c070' });

  const hull = scene.mesh('cone', { radius: 0.34, height: 1.5, segments: 6 });
  const sail = scene.mesh('cone', { radius: 0.42, height: 1.5, segments: 3 });
  const boats = Array.from({ length: 7 }, (_, n) => {
    const boat = scene.create(null);
    scene.create(hull, { parent: boat, color: '#7c3a2d', orientation: [EIGHTH, 0, 0, EIGHTH], scale: [1, 1, 0.6] });
    scene.create(sail, { parent: boat, color: '#fff4e0', position: [0, 0.85, -0.05], scale: [0.25, 1, 1] });
    return { boat, far: 7.5 + 2.1 * n, phase: 6.28 * scene.random(), speed: 0.2 / (1 + 0.3 * n) };
  });

  return {
    update() {
      const { time } = scene;
      const half = 0.35 * time;
      pivot.setOrientation(0, sin(half), 0, cos(half));
      spot.direction = [cos(2 * half), -0.14, -sin(2 * half)];
      water.setPosition(0, -0.42 + 0.05 * sin(1.1 * time), 0);
      for (const { boat, far, phase, speed } of boats) {
        const angle = phase + speed * time;
        boat.setPosition(far * cos(angle), -0.3 + 0.06 * sin(1.7 * time + phase), far * sin(angle));
        boat.setOrientation(0, sin(-0.5 * angle), 0, cos(-0.5 * angle));
      }
      const around = 0.7 + 0.07 * time;
      camera.position = [19 * cos(around), 5 + 1.2 * sin(0.2 * time), 19 * sin(around)];
      camera.lookAt([0, 3.1, 0]);
    },
  };
};

/** A beam along x that fades with the way. All its normals point back to the lamp. */
function beamOf(scene, length, radius) {
  const { sin, cos } = scene.math;
  const positions = [0, 0, 0];
  const normals = [-1, 0, 0];
  const colors = [1, 1, 1, 1];
  const indices = [];
  const segments = 24;
  for (let i = 0; i < segments; i += 1) {
    const angle = (2 * Math.PI * i) / segments;
    positions.push(length, radius * sin(angle), radius * cos(angle));
    normals.push(-1, 0, 0);
    colors.push(1, 1, 1, 0);
    indices.push(0, 1 + ((i + 1) % segments), 1 + i);
  }
  return scene.mesh({ positions, normals, colors, indices });
}
