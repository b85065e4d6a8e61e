/** The benchmark page: a table for people, and `window.skyflockBench` for the command line. */
import type { SceneName } from '../generated/life-layout.js';
import { Measure } from './measure.js';
import type { Round } from './measure-protocol.js';

declare global {
  interface Window {
    skyflockBench?: Measure;
  }
}

const RUNS: readonly { scene: SceneName; entities: number }[] = [
  { scene: 'flock', entities: 10_000 },
  { scene: 'flock', entities: 100_000 },
  { scene: 'savanna', entities: 10_000 },
  { scene: 'savanna', entities: 100_000 },
  { scene: 'swarm', entities: 100_000 },
];
const WARM_UP_TICKS = 60;
const ROUNDS = 3;
const TICKS = 30;

const measure = new Measure();
window.skyflockBench = measure;

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as T;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function addRow(scene: string, entities: number, rounds: readonly Round[]): void {
  const last = rounds[rounds.length - 1];
  if (last === undefined) return;
  const tick = median(rounds.map((round) => median(round.milliseconds)));
  const cells = [
    scene,
    entities.toLocaleString('en'),
    ((tick * 1e6) / last.population).toFixed(1),
    (1000 / tick).toFixed(0),
    `${(last.memoryBytes / 1e6).toFixed(1)} MB`,
    last.hash,
  ];
  const row = document.createElement('tr');
  for (const text of cells) row.append(Object.assign(document.createElement('td'), { textContent: text }));
  element('results').append(row);
}

async function runAll(): Promise<void> {
  const button = element<HTMLButtonElement>('run');
  const progress = element('progress');
  button.disabled = true;
  element('results').replaceChildren();
  try {
    for (const { scene, entities } of RUNS) {
      const key = `${scene}-${entities}`;
      progress.textContent = `${scene}, ${entities.toLocaleString('en')} animals: warming up`;
      await measure.found({ key, scene, options: { entities }, warmUpTicks: WARM_UP_TICKS });
      const rounds: Round[] = [];
      for (let i = 0; i < ROUNDS; i++) {
        progress.textContent = `${scene}, ${entities.toLocaleString('en')} animals: round ${i + 1} of ${ROUNDS}`;
        rounds.push(await measure.round(key, TICKS, false));
      }
      addRow(scene, entities, rounds);
      await measure.drop(key);
    }
    progress.textContent = 'Done.';
  } catch (error) {
    progress.textContent = error instanceof Error ? error.message : String(error);
  } finally {
    button.disabled = false;
  }
}

element('run').addEventListener('click', () => void runAll());
