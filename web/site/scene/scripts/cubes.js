// A thousand cubes on a wave. Each turns by itself; the wave is one bulk setter an update.
const SIDE = 32;
const COUNT = SIDE * SIDE;

export default (scene) => {
  const { sin, cos } = scene.math;
  scene.environment({ background: '#0b1020', ambient: '#2c3350', fog: '#0b1020', fogNear: 26, fogFar: 70 });
  scene.light({ kind: 'directional', direction: [-0.5, -1, -0.35], color: '#fff2dc', intensity: 1.1 });
  scene.light({ kind: 'point', position: [0, 7, 0], color: '#6aa8ff', intensity: 2.4, range: 26 });
  scene.camera({ position: [0, 17, 30], fov: 0.8 }).lookAt([0, -1, 0]);

  const cubes = [];
  for (let i = 0; i < COUNT; i += 1) {
    const hue = i / COUNT;
    cubes.push(scene.create('cube', { scale: 0.72, color: [0.35 + 0.6 * hue, 0.45 + 0.3 * sin(hue * 9), 1 - 0.6 * hue, 1] }));
  }
  const places = new Float32Array(3 * COUNT);
  const turns = new Float32Array(4 * COUNT);
  let time = 0;

  return {
    update(dt) {
      time += dt;
      for (let i = 0; i < COUNT; i += 1) {
        const x = (i % SIDE) - (SIDE - 1) / 2;
        const z = Math.floor(i / SIDE) - (SIDE - 1) / 2;
        const far = Math.sqrt(x * x + z * z);
        places[3 * i] = x;
        places[3 * i + 1] = 1.6 * sin(0.42 * far - 2 * time);
        places[3 * i + 2] = z;
        const half = 0.5 * (time + 0.12 * far);
        turns[4 * i] = 0.4 * sin(half);
        turns[4 * i + 1] = sin(half);
        turns[4 * i + 3] = cos(half);
      }
      scene.positions(cubes, places);
      scene.orientations(cubes, turns);
    },
  };
};
