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

export default (scene) => {
  const { sin, cos } = scene.math;
  scene.environment({ background: '#03050c', ambient: '#1a1d28' });
  scene.light({ kind: 'point', position: [0, 0, 0], color: '#fff1d0', intensity: 2.6, range: 90 });
  const camera = scene.camera({ position: [0, 20, 42], fov: 0.75, far: 400 });
  const sphere = { mesh: 'sphere', radius: 1, segments: 28, rings: 18 };
  const small = { mesh: 'sphere', radius: 1, segments: 8, rings: 5 };
  // The sun's own face is lit from nowhere: lights around it make it shine.
  for (const side of [-1, 1]) {
    scene.light({
      kind: 'spot',
      position: [0, 9 * side, 0],
      direction: [0, -side, 0],
      color: '#ffd080',
      intensity: 4,
      range: 9,
      outer: 0.4,
      inner: 0.2,
    });
  }
  for (const [x, z] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    scene.light({
      kind: 'spot',
      position: [9 * x, 0, 9 * z],
      direction: [-x, 0, -z],
      color: '#ffd080',
      intensity: 4,
      range: 8.5,
      outer: 0.25,
      inner: 0.2,
    });
  }
  const sun = scene.create(sphere, { scale: 2, color: '#ffcf6b' });

  const turning = PLANETS.map((planet) => {
    const carrier = scene.create('cube', { mesh: null });
    const body = scene.create(sphere, { parent: carrier, position: [planet.far, 0, 0], scale: planet.size, color: planet.color });
    if (planet.ring) {
      const ring = { mesh: 'cylinder', radius: 2.1, height: 0.03, segments: 48 };
      scene.create(ring, { parent: body, orientation: [0.2, 0, 0.12, 0.97], color: '#cdb98a90' });
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
      sun.orientation = [0, sin(0.1 * time), 0, cos(0.1 * time)];
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
      camera.position = [44 * sin(angle), 15 + 6 * sin(0.11 * time), 44 * cos(angle)];
      camera.lookAt([0, 0, 0]);
    },
  };
};
