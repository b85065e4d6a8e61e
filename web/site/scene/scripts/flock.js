// 20,000 birds, each of which looks at the neighbours in its cell of a grid: Craig Reynolds' boids (1987) in plain JavaScript.
const COUNT = 20000;
const HALF = 60;
const CELL = 4;
const CELLS = Math.ceil((2 * HALF) / CELL);
const MOST_NEIGHBOURS = 8;

/** @type {import('skyflock/scene/script').ScriptModule} */
export default (scene) => {
  const { environment } = scene;
  environment.background = '#f2b48c';
  environment.ambient = '#9a7f96';
  environment.fog = { color: '#f2b48c', near: 70, far: 210 };
  scene.light({ direction: [-0.7, -0.6, -0.3], color: '#ffe3b8' });
  const camera = scene.camera({ fov: 0.7 });
  scene.create({ kind: 'plane', width: 700, depth: 700 }, { position: [0, -48, 0], color: '#8b6a78' });
  const bird = scene.mesh('cone', { radius: 0.5, height: 1, segments: 4 });

  const birds = [];
  const place = new Float32Array(3 * COUNT);
  const speed = new Float32Array(3 * COUNT);
  const turn = new Float32Array(4 * COUNT);
  for (let i = 0; i < COUNT; i += 1) {
    for (let k = 0; k < 3; k += 1) {
      // Three numbers added up: many birds in the middle, few far out.
      place[3 * i + k] = (scene.random() + scene.random() + scene.random() - 1.5) * 0.7 * HALF;
      speed[3 * i + k] = (scene.random() - 0.5) * 10;
    }
    const shade = 0.14 + 0.2 * scene.random();
    birds.push(scene.create(bird, { scale: [0.6, 1.5, 0.3], color: [shade, 0.7 * shade, 0.2 + 0.5 * shade, 1] }));
  }

  // Which birds are in which cell: the first of each, and who comes after whom.
  const first = new Int32Array(CELLS ** 3);
  const next = new Int32Array(COUNT);
  const cellOf = (at) => Math.min(CELLS - 1, Math.max(0, Math.floor((at + HALF) / CELL)));
  const sort = () => {
    first.fill(-1);
    for (let i = 0; i < COUNT; i += 1) {
      const cell = (cellOf(place[3 * i + 1]) * CELLS + cellOf(place[3 * i + 2])) * CELLS + cellOf(place[3 * i]);
      next[i] = first[cell];
      first[cell] = i;
    }
  };

  /** What the neighbours in its cell make of a bird's speed. */
  const steer = (i, dt) => {
    let [x, y, z] = [0, 0, 0];
    let [vx, vy, vz] = [0, 0, 0];
    let [awayX, awayY, awayZ] = [0, 0, 0];
    let seen = 0;
    const [px, py, pz] = [place[3 * i], place[3 * i + 1], place[3 * i + 2]];
    const cell = (cellOf(py) * CELLS + cellOf(pz)) * CELLS + cellOf(px);
    for (let j = first[cell]; j >= 0 && seen < MOST_NEIGHBOURS; j = next[j]) {
      if (j === i) continue;
      seen += 1;
      const [dx, dy, dz] = [place[3 * j] - px, place[3 * j + 1] - py, place[3 * j + 2] - pz];
      const near = 1 / (0.3 + dx * dx + dy * dy + dz * dz);
      x += dx;
      y += dy;
      z += dz;
      vx += speed[3 * j];
      vy += speed[3 * j + 1];
      vz += speed[3 * j + 2];
      awayX -= dx * near;
      awayY -= dy * near;
      awayZ -= dz * near;
    }
    const share = seen > 0 ? 1 / seen : 0;
    const pull = (at) => (Math.abs(at) > 0.7 * HALF ? -0.5 * at : -0.02 * at);
    speed[3 * i] += dt * (1.2 * x * share + 1.6 * (vx * share - speed[3 * i] * (seen > 0)) + 4 * awayX + pull(px) - 0.06 * pz);
    speed[3 * i + 1] += dt * (1.2 * y * share + 1.6 * (vy * share - speed[3 * i + 1] * (seen > 0)) + 4 * awayY + 1.6 * pull(py));
    speed[3 * i + 2] += dt * (1.2 * z * share + 1.6 * (vz * share - speed[3 * i + 2] * (seen > 0)) + 4 * awayZ + pull(pz) + 0.06 * px);
  };

  /** Points a cone, whose tip is up, along a direction. */
  const point = (i, x, y, z) => {
    const w = 1 + y;
    const isDown = w < 1e-4;
    turn[4 * i] = isDown ? 1 : z;
    turn[4 * i + 1] = 0;
    turn[4 * i + 2] = isDown ? 0 : -x;
    turn[4 * i + 3] = isDown ? 0 : w;
  };

  return {
    update(dt) {
      const step = Math.min(dt, 0.05);
      sort();
      for (let i = 0; i < COUNT; i += 1) {
        steer(i, step);
        const [x, y, z] = [speed[3 * i], speed[3 * i + 1], speed[3 * i + 2]];
        const length = Math.sqrt(x * x + y * y + z * z) || 1;
        const wanted = Math.min(18, Math.max(8, length)) / length;
        speed[3 * i] = x * wanted;
        speed[3 * i + 1] = y * wanted;
        speed[3 * i + 2] = z * wanted;
        for (let k = 0; k < 3; k += 1) place[3 * i + k] += speed[3 * i + k] * step;
        point(i, x / length, y / length, z / length);
      }
      scene.positions(birds, place);
      scene.orientations(birds, turn);
      const angle = 0.05 * scene.time;
      camera.position = [118 * scene.math.sin(angle), 14, 118 * scene.math.cos(angle)];
      camera.lookAt([0, 0, 0]);
    },
  };
};
