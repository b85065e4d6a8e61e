import { expect, test } from '@playwright/test';
import { loadKernel } from '../web/kernels/life-node.js';
import { beginningOf } from '../web/life/page/beginning.js';
import { resolveRequest } from '../web/life/shared/founding.js';
import { readRecording } from '../web/life/shared/recording.js';
import type { Recording } from '../web/life/shared/types.js';
import { onSim, openWorld, watchConsole } from './demo-page.js';
import { openEnginePage } from './engine-page.js';

/** The hash of a recording played in Node. */
async function replayedInNode(recording: Recording): Promise<string> {
  const { request, resume } = beginningOf({ replay: readRecording(recording) });
  const kernel = await loadKernel('wasm', request);
  for (const { tick, command } of resume?.commands ?? []) {
    while (kernel.tick < tick) kernel.step();
    kernel.enqueue(command);
  }
  while (kernel.tick < recording.ticks) kernel.step();
  const hash = kernel.hash();
  kernel.destroy();
  return hash;
}

test.describe('a snapshot', () => {
  for (const [from, to] of [
    ['threads', 'wasm'],
    ['wasm', 'threads'],
  ] as const) {
    test(`saved in '${from}' goes on in '${to}', in Chromium as in Node`, async ({ page }) => {
      await openEnginePage(page);
      const { tiers, saved, loaded, bytes, later } = await page.evaluate(
        async ([from, to]) => {
          const { createLife } = window.skyflock;
          const run = async (life: Awaited<ReturnType<typeof createLife>>, ticks: number) => {
            for (let tick = 0; tick < ticks; tick += 1) life.step();
            return await life.hash();
          };
          const first = await createLife({ scene: 'savanna', tier: from, paused: true, options: { entities: 1000, seed: 6 } });
          const second = await createLife({ scene: 'flock', tier: to, paused: true, options: { entities: 200 } });
          const saved = await run(first, 30);
          const snapshot = await first.save();
          await second.load(snapshot);
          const loaded = await second.hash();
          const third = await createLife({ snapshot, tier: to, paused: true });
          const later = [await run(first, 40), await run(second, 40), await run(third, 40)].map(({ hash }) => hash);
          const tiers = [first.tier, second.tier, third.tier];
          for (const life of [first, second, third]) life.destroy();
          return { tiers, saved, loaded, bytes: [...new Uint8Array(snapshot)], later };
        },
        [from, to] as const,
      );
      expect(tiers).toEqual([from, to, to]);
      expect(loaded).toEqual(saved);
      const kernel = await loadKernel('wasm', resolveRequest({}), 1, {}, new Uint8Array(bytes).buffer);
      expect(kernel.hash()).toBe(saved.hash);
      while (kernel.tick < 70) kernel.step();
      expect(later).toEqual([kernel.hash(), kernel.hash(), kernel.hash()]);
      kernel.destroy();
    });
  }
});

test('a world that was meddled with while it ran is played again to the same hash, in Chromium and in Node', async ({ page }) => {
  await openEnginePage(page);
  const { recording, played } = await page.evaluate(async () => {
    const { createLife } = window.skyflock;
    const life = await createLife({ scene: 'savanna', options: { entities: 1500, seed: 9 }, speed: 2 });
    const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
    // Not awaited one by one: commands of a running world act when they come.
    await Promise.all([pause(150), life.paintFood({ x: 200.3, y: 100, radius: 80, amount: 4.5 }), life.setOption('turnRate', 2)]);
    await Promise.all([pause(150), life.spawn({ tribe: 'Fang', count: 60, x: 300, y: 300, radius: 60 })]);
    await Promise.all([pause(150), life.kill({ x: 120, y: 240, radius: 50 }), life.setGene(0, 'speed', 60)]);
    await life.spawn({ tribe: 0, count: 25, x: 100, y: 100, radius: 20 });
    await pause(200);
    const recording = await life.recording();
    life.destroy();
    const again = await createLife({ replay: recording, paused: true });
    for (let tick = 0; tick < recording.ticks; tick += 1) {
      again.step();
      if (tick % 20 === 0) await again.hash();
    }
    const played = await again.hash();
    again.destroy();
    return { recording, played };
  });
  expect(recording.commands.length).toBe(6);
  expect(played).toEqual({ tick: recording.ticks, hash: recording.hash });
  expect(await replayedInNode(recording as Recording)).toBe(recording.hash);
});

test.describe('the World tab', () => {
  test('saves the world to a file and goes on with it, and says what is wrong with another', async ({ page }) => {
    const check = watchConsole(page);
    await openWorld(page, '/life.html#scene=savanna&entities=800&seed=5');
    await page.getByRole('tab', { name: 'World' }).click();
    await onSim(page, (sim) => {
      sim.paused = true;
    });
    const saved = await onSim(page, async (sim) => await sim.life?.hash());
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save world' }).click()]);
    expect(download.suggestedFilename()).toMatch(/^skyflock-savanna-5-\d+\.skylife$/);
    const path = await download.path();
    // Another page, not only another place in this one.
    await page.goto('about:blank');
    await openWorld(page, '/life.html#scene=flock&entities=500');
    await page.getByRole('tab', { name: 'World' }).click();
    await onSim(page, (sim) => {
      sim.paused = true;
    });
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Load world' }).click();
    await (await chosen).setFiles(path);
    await expect(page.locator('#notices')).toContainText('is loaded.');
    expect(await onSim(page, async (sim) => await sim.life?.hash())).toEqual(saved);
    expect(await onSim(page, (sim) => sim.life?.founding.scene)).toBe('savanna');
    await expect(page.locator('#legend')).toContainText('Thicket');
    // Not a world: the present one goes on.
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'notes.skylife', mimeType: 'text/plain', buffer: Buffer.from('not a world') });
    await expect(page.locator('#notices')).toContainText(
      'notes.skylife was not loaded: The snapshot is invalid: it begins with other bytes.',
    );
    expect(await onSim(page, async (sim) => await sim.life?.hash())).toEqual(saved);
    check();
  });

  test('founds the world of a link with the commands in it', async ({ page }) => {
    await openWorld(page, '/life.html#scene=savanna&entities=300&seed=3&commands=0_spawn_1_40_80_60_30*2_kill_100_100_40');
    const recording = await onSim(page, async (sim) => {
      sim.paused = true;
      while (((await sim.life?.hash())?.tick ?? 0) < 5) sim.life?.step();
      return await sim.life?.recording();
    });
    expect(recording?.commands).toEqual([
      { tick: 0, do: 'spawn', tribe: 1, count: 40, x: 80, y: 60, radius: 30 },
      { tick: 2, do: 'kill', x: 100, y: 100, radius: 40 },
    ]);
    expect(await replayedInNode(recording as Recording)).toBe(recording?.hash);
    // The address keeps them as long as it is that world.
    expect(page.url()).toContain('commands=0_spawn_1_40_80_60_30*2_kill_100_100_40');
  });
});
