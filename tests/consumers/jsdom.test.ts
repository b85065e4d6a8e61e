/** A user's own tests, under Vitest and jsdom, where there are neither workers nor a canvas. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { install, mustRun, remove } from './install.js';

describe('jsdom', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await install('jsdom');
  }, 360_000);
  afterAll(() => remove(folder), 60_000);

  test('elements come and go without an error', async () => {
    const output = await mustRun(folder, 'jsdom-vitest', 'vitest run', 180);
    expect(output).toMatch(/Tests +3 passed \(3\)/);
    expect(output).not.toMatch(/Unhandled|Error:/);
  }, 200_000);
});
