// A script that fails when the page tells it to. The picture is drawn on another thread, and goes on.
const COUNT = 240;

/** @type {import('skyflock/scene/script').ScriptModule} */
export default (scene, { events }) => {
  const { sin, cos } = scene.math;
  scene.environment.background = '#1a1020';
  scene.environment.ambient = '#54405f';
  scene.light({ direction: [-0.6, -1, -0.4], color: '#ffdcc0', intensity: 0.9 });
  scene.light({ kind: 'point', position: [0, 3, 0], color: '#ff5f7e', intensity: 3, range: 10 });
  // It makes no camera: visitors turn the one that every scene has, even while this script hangs.

  const ball = scene.mesh('sphere', { radius: 0.3, segments: 20, rings: 12 });
  const balls = Array.from({ length: COUNT }, (_, i) => scene.create(ball, { color: [0.98, 0.42 + (0.46 * i) / COUNT, 0.42, 1] }));

  let fault = 'none';
  events.on('fault', (name) => {
    fault = name;
  });

  return {
    update() {
      const { time } = scene;
      balls.forEach((one, i) => {
        const angle = 2.39996 * i + 0.25 * time;
        const far = 0.42 * Math.sqrt(i + 1);
        one.setPosition(far * cos(angle), 0.7 * sin(1.1 * far - 2.2 * time), far * sin(angle));
      });
      if (fault === 'loop') for (;;);
      if (fault === 'throw') throw new Error('this update was told to throw');
      if (fault === 'flood') for (let n = 0; n < 200_000; n += 1) balls[n % COUNT].color = [1, (n % 97) / 97, 0.5, 1];
    },
  };
};
