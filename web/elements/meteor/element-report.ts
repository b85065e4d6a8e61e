/** The report of a `<meteor-shower>`: loaded when somebody asks for one. */
import { eventsOf, type Report } from '../../engine/diagnostics.js';
import type { Past } from '../../engine/history.js';
import { METEOR_WORDS, type ShowerFacts, showerReport } from '../../meteor/page/shower-report.js';
import type { MeteorHost } from './host.js';
import type { ShowView } from './show-view.js';

export function elementReport(host: MeteorHost, view: Pick<ShowView, 'state' | 'drawnBy' | 'begun'>, past: Past): Report {
  const { preset, seed, density, speed, stars, options, quality, reducedMotion, loading, warmUp, paused, interactive, metrics } = host;
  const { drawnBy, begun } = view;
  const changed = eventsOf(past, 'tierchange').at(-1)?.detail as { readonly tier: string } | undefined;
  const facts: ShowerFacts = {
    about: 'meteor-shower',
    state: host.isConnected ? view.state : 'absent',
    asked: host.tier,
    runs: metrics?.tier ?? changed?.tier ?? begun?.tier ?? null,
    refused: begun?.refused ?? [],
    runsOn: host.runsOn,
    renderer: drawnBy === null ? null : { asked: host.renderer, name: drawnBy.renderer, reason: drawnBy.reason },
    settings: {
      ...{ preset, seed, density, speed, stars, qualityAsked: quality, thread: host.thread, reducedMotion, loading, warmUp },
      ...{ paused, interactive, ...numbersOf(options) },
    },
    metrics,
    past,
  };
  return showerReport(facts);
}

/** What a page gave as options: its numbers, by names that are Skyflock's. */
function numbersOf(options: object): Record<string, number> {
  const numbers = Object.entries(options).filter((entry): entry is [string, number] => {
    const [name, value] = entry;
    return METEOR_WORDS.has(name) && typeof value === 'number';
  });
  return Object.fromEntries(numbers.map(([name, value]) => [`options.${name}`, value]));
}
