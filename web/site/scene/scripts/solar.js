// A sun that is a light, planets that follow it, moons that follow planets. Distances and sizes are drawn, not to scale.
const PLANETS = [
  { name: 'Mercury', far: 4, size: 0.32, year: 2.4, color: '#a89a8c' },
  { name: 'Venus', far: 6, size: 0.55, year: 4.2, color: '#e3c27a' },
  { name: 'Earth', far: 8.6, size: 0.6, year: 7, color: '#4f8fe0', moons: 1 },
  { name: 'Mars', far: 11, size: 0.42, year: 11, color: '#d2693f', moons: 2 },
  { name: 'Jupiter', far: 15.5, size: 1.6, year: 24, color: '#d8b48a', moons: 4 },
  { name: 'Saturn', far: 21, size: 1.35, year: 38, color: '#e6d3a0', moons: 3, ring: true },
  { name: 'Uranus', far: 25.5, size: 0.95, year: 60, color: '#9bdde0', moons: 2 },
  { name: 'Neptune', far: 29, size: 0.92, year: 85, color: '#4b6fe0', moons: 1 },
];
const ROCKS = 700;

/** @type {import('skyflock/scene/script').ScriptModule} */
export default (scene) => {
  const { sin, cos } = scene.math;
  scene.environment.background = '#04060f';
  scene.environment.ambient = '#1c2033';
  scene.light({ kind: 'point', position: [0, 0, 0], color: '#ffeccb', intensity: 2.4, range: 110 });
  const camera = scene.camera({ fov: 0.62, far: 400 });
  const sphere = scene.mesh('sphere', { radius: 1, segments: 32, rings: 20 });
  const small = scene.mesh('sphere', { radius: 1, segments: 10, rings: 6 });

  const sun = sunOf(scene);
  scene.create(sun, { scale: 2, color: '#ffc766' });
  // Its glow: shells that can be seen through, one around the other.
  for (let n = 1; n <= 10; n += 1) scene.create(sun, { scale: 2 + 0.16 * n, color: [1, 0.62 - 0.03 * n, 0.24, 0.07] });
  scene.create(starsOf(scene, 1400), { color: '#c9d6ff' });

  const turning = PLANETS.map((planet) => {
    const carrier = scene.create(null);
    const body = scene.create(sphere, { parent: carrier, position: [planet.far, 0, 0], scale: planet.size, color: planet.color });
    if (planet.ring) {
      const ring = { kind: 'cylinder', radius: 2.1, height: 0.03, segments: 64 };
      scene.create(ring, { parent: body, orientation: [0.2, 0, 0.12, 0.97], color: '#e6d0a088' });
    }
    const moons = Array.from({ length: planet.moons ?? 0 }, (_, n) => {
      const moon = scene.create(small, { parent: body, scale: 0.16 / planet.size, color: '#c9c9d2' });
      return { moon, far: 1.5 + 0.45 * n, month: 1.1 + 0.7 * n };
    });
    return { ...planet, carrier, moons, phase: scene.random() };
  });

  const rocks = [];
  const places = new Float32Array(3 * ROCKS);
  const belt = Array.from({ length: ROCKS }, () => ({
    far: 12.4 + 1.6 * scene.random(),
    high: 0.5 * (scene.random() - 0.5),
    phase: scene.random(),
  }));
  for (let i = 0; i < ROCKS; i += 1) rocks.push(scene.create('cube', { scale: 0.03 + 0.06 * scene.random(), color: '#8d8378' }));

  return {
    update() {
      const { time } = scene;
      for (const { carrier, moons, phase, year } of turning) {
        const half = Math.PI * (time / year + phase);
        carrier.orientation = [0, sin(half), 0, cos(half)];
        for (const { moon, far, month } of moons) {
          const angle = (2 * Math.PI * time) / month;
          moon.position = [far * cos(angle), 0.2 * sin(angle), far * sin(angle)];
        }
      }
      belt.forEach(({ far, high, phase }, i) => {
        const angle = 2 * Math.PI * (phase + time / 15);
        places[3 * i] = far * cos(angle);
        places[3 * i + 1] = high;
        places[3 * i + 2] = far * sin(angle);
      });
      scene.positions(rocks, places);
      const angle = 0.06 * time;
      camera.position = [38 * sin(angle), 13 + 4 * sin(0.11 * time), 38 * cos(angle)];
      camera.lookAt([0, 0, 0]);
    },
  };
};

/** A ball whose normals point inwards: the light in its middle lights all of it alike. */
function sunOf(scene) {
  const { sin, cos } = scene.math;
  const [around, rings] = [40, 24];
  const positions = [];
  const indices = [];
  for (let j = 0; j <= rings; j += 1) {
    const tilt = (Math.PI * j) / rings;
    for (let i = 0; i <= around; i += 1) {
      const angle = (2 * Math.PI * i) / around;
      positions.push(sin(tilt) * cos(angle), cos(tilt), sin(tilt) * sin(angle));
      const at = j * (around + 1) + i;
      if (j < rings && i < around) indices.push(at, at + 1, at + around + 1, at + 1, at + around + 2, at + around + 1);
    }
  }
  return scene.mesh({ positions, indices, normals: positions.map((value) => -value) });
}

/** Points all over a wide sphere. */
function starsOf(scene, count) {
  const positions = [];
  for (let i = 0; i < count; i += 1) {
    const [x, y, z] = [scene.random() - 0.5, scene.random() - 0.5, scene.random() - 0.5];
    const far = 200 / Math.sqrt(x * x + y * y + z * z);
    positions.push(x * far, y * far, z * far);
  }
  return scene.mesh({ mode: 'points', positions });
}
