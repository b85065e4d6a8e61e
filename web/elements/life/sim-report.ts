/** The report of a `<life-sim>`: loaded when somebody asks for one. */
import { browserReport } from '../../engine/browser.js';
import { makeReport, type OwnReport, type Report, timingOf } from '../../engine/diagnostics.js';
import type { Past } from '../../engine/history.js';
import { lifeWords, ownLifeReport } from '../../life/page/life-report.js';
import type { LifeHost } from './host.js';
import type { Picture } from './picture.js';

/** @param past the element's: it goes on where another world takes the place of one */
export async function simReport(host: LifeHost, picture: Pick<Picture, 'drawLog'>, state: string, past: Past): Promise<Report> {
  const { life, drawnBy, timing } = host;
  // A world knows how long its ticks took.
  const world = life === null ? ownLifeReport({ life, state, runsOn: null, asked: null, ticks: [], past }) : await life.report();
  const { colorBy, tool, debug, workers, showDensity, showPartitions, showSight } = host;
  const own: OwnReport = {
    about: 'life-sim',
    state: state === 'running' ? world.state : state,
    tier: { ...world.tier, asked: host.tier },
    threads: world.threads,
    renderer: drawnBy === null ? null : { asked: host.renderer, name: drawnBy.name, reason: drawnBy.reason },
    settings: { ...world.settings, colorBy, tool, debug, workersAsked: workers, showDensity, showPartitions, showSight },
    fault: world.fault,
    timings: { tick: world.timings.tick, frame: timingOf(timing.frameLog), draw: timingOf(picture.drawLog) },
    memory: { engineBytes: world.memory.engineBytes, mostEngineBytes: null },
    counts: { ...world.counts, framesPerSecond: Math.round(timing.framesPerSecond) },
  };
  return makeReport(own, past, browserReport(), lifeWords([...(host.tribes ?? []), ...(life?.founding.tribes ?? [])]));
}
