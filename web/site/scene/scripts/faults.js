// A script that fails when it is told to: the picture goes on. A fault is sent by the page's buttons.
const COUNT = 120;

export default (scene) => {
  const { sin, cos } = scene.math;
  scene.environment({ background: '#17131f', ambient: '#4a4258' });
  scene.light({ kind: 'directional', direction: [-0.6, -1, -0.4], color: '#fff0e0' });
  scene.camera({ position: [0, 5, 13], fov: 0.8 }).lookAt([0, 0, 0]);
  const balls = Array.from({ length: COUNT }, (_, i) =>
    scene.create(
      { mesh: 'sphere', radius: 0.34, segments: 20, rings: 12 },
      { color: [0.95, 0.35 + 0.5 * (i / COUNT), 0.3 + 0.4 * sin(i), 1] },
    ),
  );
  let fault = 'none';
  scene.events.on((message) => {
    fault = message;
  });

  return {
    update() {
      const { time } = scene;
      balls.forEach((ball, i) => {
        const angle = 2.4 * i + 0.7 * time;
        const far = 0.45 * Math.sqrt(i + 1);
        ball.position = [far * cos(angle), 1.2 * sin(0.7 * i + 2 * time), far * sin(angle)];
      });
      if (fault === 'loop') for (;;);
      if (fault === 'throw') throw new Error('this update was told to throw');
      if (fault === 'flood') for (let n = 0; n < 200000; n += 1) balls[n % COUNT].color = [(n % 7) / 7, 0.4, 0.6, 1];
      if (fault === 'slow') for (const end = performance.now() + 300; performance.now() < end; );
    },
  };
};
