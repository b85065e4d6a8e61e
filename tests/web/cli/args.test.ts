import { describe, expect, it } from 'vitest';
import { parseRunArguments } from '../../../web/cli/args.js';
import { UsageError } from '../../../web/cli/flags.js';
import { ProgressBar, progressLine } from '../../../web/cli/progress.js';
import { PartitionStrategy } from '../../../web/generated/life-layout.js';

describe('the arguments of skyflock run', () => {
  it('have a default each', () => {
    expect(parseRunArguments([])).toEqual({
      scene: undefined,
      ticks: undefined,
      tier: 'auto',
      workers: 1,
      strategy: PartitionStrategy.bisection,
      options: {},
      every: 60,
      ...{ snapshotIn: null, snapshotOut: null, replay: null },
      csv: null,
      json: false,
      criticalPath: false,
    });
  });

  it('are read in any order, with a space or an equals sign', () => {
    const args =
      '--json --seed=7 --scene flock --entities 5000 --ticks 10 --tier wasm --workers 1 --partition-strategy tiles --every 5 --csv out.csv';
    expect(parseRunArguments(args.split(' '))).toEqual({
      scene: 'flock',
      ticks: 10,
      tier: 'wasm',
      workers: 1,
      strategy: PartitionStrategy.tiles,
      options: { entities: 5000, seed: 7 },
      every: 5,
      csv: 'out.csv',
      ...{ snapshotIn: null, snapshotOut: null, replay: null },
      json: true,
      criticalPath: false,
    });
  });

  it('cut a world for its critical path in one thread', () => {
    expect(parseRunArguments(['--critical-path', '--workers', '8'])).toMatchObject({ criticalPath: true, workers: 8, tier: 'auto' });
    expect(parseRunArguments('--workers 8 --critical-path --tier wasm'.split(' '))).toMatchObject({ criticalPath: true, tier: 'wasm' });
  });

  it.each([
    ['--snapshot-in a.skylife --scene flock', /--scene is refused with --snapshot-in, which says it already/],
    ['--replay a.json --seed 4', /--seed is refused with --replay, which says it already/],
    ['--snapshot-in a.skylife --critical-path --workers 2', /--critical-path founds its worlds/],
    ['--ticks 0', /--ticks 0 is refused: it must be a whole number from 1/],
    ['--scene moon', /--scene moon is refused: it must be one of .*savanna/],
    ['--entities 0', /--entities 0 is refused: it must be a whole number from 1 to 1048576/],
    ['--entities 1e3', /whole number/],
    ['--entities -5', /whole number/],
    ['--seed 4294967296', /from 0 to 4294967295/],
    ['--ticks 0', /--ticks 0/],
    ['--ticks', /--ticks needs a value/],
    ['--ticks --json', /--ticks needs a value/],
    ['--tier turbo', /one of auto, threads, wasm, js-workers, js/],
    ['--workers 2 --tier wasm', /--workers 2 is refused: the 'wasm' tier runs on 1 worker/],
    ['--workers 0', /from 1 to 16/],
    ['--workers 99', /from 1 to 16/],
    ['--workers many', /whole number/],
    ['--partition-strategy slices', /--partition-strategy slices is refused: it must be one of bisection, strips, tiles/],
    ['--every 0', /--every 0/],
    ['--json=yes', /--json takes no value/],
    ['--critical-path', /--critical-path needs --workers from 2/],
    ['--critical-path --workers 1', /--critical-path needs --workers from 2/],
    ['--critical-path --workers 17', /--workers 17 is refused: it must be a whole number from 1 to 16/],
    ['--critical-path --workers 2 --tier threads', /refused with --tier threads: .*'wasm'/],
    ['--critical-path --workers 2 --tier js', /refused with --tier js/],
    ['--critical-path --workers 2 --ticks 1', /--critical-path needs --ticks from 2/],
    ['--critical-path=8', /--critical-path takes no value/],
    ['--seed 1 --seed 2', /--seed is given twice/],
    ['--frobnicate 3', /unknown argument '--frobnicate'; there are --scene/],
    ['flock', /unknown argument 'flock'/],
  ])('%s is refused in one line', (text, message) => {
    const parse = (): unknown => parseRunArguments(text.split(' '));
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
    try {
      parse();
    } catch (error) {
      expect((error as Error).message).not.toContain('\n');
    }
  });
});

describe('the progress bar', () => {
  it('says how far it is and how much longer it takes', () => {
    expect(progressLine(50, 200, 1000, '9 alive')).toBe('[######..................] 25 %  tick 50 of 200  3 s left  9 alive');
  });

  it('is drawn on a terminal only, at most ten times a second, and taken away in the end', () => {
    const written: string[] = [];
    const write = (text: string): number => written.push(text);
    const piped = new ProgressBar({ write }, 10, 0);
    piped.update(1, 500, '');
    piped.finish();
    expect(written).toEqual([]);
    const shown = new ProgressBar({ isTTY: true, columns: 40, write }, 10, 0);
    shown.update(1, 500, '');
    shown.update(2, 550, '');
    shown.finish();
    expect(written).toHaveLength(2);
    expect(written[0]?.length).toBeLessThan(50);
    expect(written[1]).toBe('\r\x1b[K');
  });
});
