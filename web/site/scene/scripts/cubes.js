// A thousand cubes on a wave. Each turns by itself; places and turns of all are two calls an update.
const SIDE = 32;
const COUNT = SIDE * SIDE;

/** @type {import('skyflock/scene/script').ScriptModule} */
export default (scene) => {
  const { sin, cos } = scene.math;
  const { environment } = scene;
  environment.background = '#0a0f22';
  environment.ambient = '#343a66';
  environment.fog = { color: '#0a0f22', near: 24, far: 54 };
  scene.light({ direction: [-0.5, -1, -0.35], color: '#ffe2bd', intensity: 1.1 });
  const lamp = scene.light({ kind: 'point', color: '#4f8dff', intensity: 5, range: 15 });
  const camera = scene.camera({ fov: 0.72 });

  const cubes = Array.from({ length: COUNT }, (_, i) => {
    const x = ((i % SIDE) + 0.5) / SIDE;
    const z = Math.floor(i / SIDE) / SIDE;
    return scene.create('cube', { scale: 0.7, color: [0.25 + 0.75 * x, 0.28 + 0.3 * z, 0.95 - 0.55 * x, 1] });
  });
  const places = new Float32Array(3 * COUNT);
  const turns = new Float32Array(4 * COUNT);

  return {
    update() {
      const { time } = scene;
      for (let i = 0; i < COUNT; i += 1) {
        const x = (i % SIDE) - (SIDE - 1) / 2;
        const z = Math.floor(i / SIDE) - (SIDE - 1) / 2;
        const far = Math.sqrt(x * x + z * z);
        places.set([x, 1.5 * sin(0.42 * far - 1.6 * time), z], 3 * i);
        // A quaternion: half the angle, around an axis that leans a little.
        const half = 0.4 * time + 0.09 * far;
        turns.set([0.4 * sin(half), sin(half), 0, cos(half)], 4 * i);
      }
      scene.positions(cubes, places);
      scene.orientations(cubes, turns);

      lamp.position = [9 * cos(0.5 * time), 4, 9 * sin(0.5 * time)];
      camera.position = [25 * sin(0.08 * time), 14, 25 * cos(0.08 * time)];
      camera.lookAt([0, -1.5, 0]);
    },
  };
};
