/** The life page: a world over the whole screen, and what it takes to watch, steer and share it. */
import { LifeSimElement } from '../elements/life-sim.js';
import { ASKED_FOR } from '../engine/features.js';
import { pressureWords } from '../life/page/memory-pressure.js';
import type { LifeStats } from '../life.js';
import { copyReport } from './common/copy-report.js';
import { byId } from './common/dom.js';
import { Charts } from './life/charts.js';
import { Dock } from './life/dock.js';
import { addExports } from './life/exports.js';
import { FoundingBar } from './life/founding-bar.js';
import { History } from './life/history.js';
import { Inspector } from './life/inspector.js';
import { LetterKeys } from './life/keys.js';
import { Legend } from './life/legend.js';
import { Meter } from './life/meter.js';
import { Notices } from './life/notices.js';
import { pageSettings } from './life/page-settings.js';
import { recoveryWords } from './life/recovery-log.js';
import { addressText, readLink } from './life/share-link.js';
import { Transport } from './life/transport.js';
import { TribePanel } from './life/tribe-panel.js';
import { WorkersPanel } from './life/workers-panel.js';
import { askFor, WorldChoice } from './life/world-choice.js';
import { WorldFiles } from './life/world-files.js';
import { WorldPanel } from './life/world-panel.js';

const notices = new Notices(byId('notices'));
const { world, errors } = readLink(addressText(location));
const sim = new LifeSimElement();
sim.id = 'sim';
// Before the link's settings go in: what it says wrongly is told, too.
sim.addEventListener('error', ({ detail: { error } }) => notices.warn(error.message));
sim.showFood = true;
sim.tool = 'select';
// Nothing here scrolls but panels over it.
sim.gestures = 'greedy';

askFor(sim, world);
const settings = pageSettings(sim);
const choice = new WorldChoice(sim, settings, world);
const history = new History();
const letterKeys = new LetterKeys(sim, byId('chrome'));
const dock = new Dock(byId('dock'));
const legend = new Legend(byId('legend'), settings);
const meter = new Meter(byId('meter'), sim);
const charts = new Charts(dock.addTab('charts', 'Charts', () => charts.draw(history)));
const files = new WorldFiles(document.body, sim, notices);
const worldPanel = new WorldPanel(dock.addTab('world', 'World'), { choice, settings, files, notices, letterKeys });
const tribePanel = new TribePanel(dock.addTab('tribes', 'Tribes'), sim, choice);
const inspector = new Inspector(dock.addTab('animal', 'Animal'), sim);
const workersPanel = new WorkersPanel(
  dock.addTab('workers', 'Workers', () => workersPanel.opened()),
  sim,
  choice,
);
new Transport(byId('transport'), sim, settings, letterKeys);
new FoundingBar(byId('chrome'), sim);
addExports(dock.footer, { sim, choice, history, notices });
dock.footer.append(copyReport(sim));

function takeStats(stats: LifeStats): void {
  legend.update(stats);
  meter.update(stats);
  workersPanel.update(stats);
  if (history.add(stats) && dock.shows('charts')) charts.draw(history, stats);
  else charts.remember(stats);
}

sim.addEventListener('ready', ({ detail: { life } }) => {
  const { founding } = life;
  history.clear();
  legend.show(founding);
  charts.show(founding);
  meter.show(life);
  worldPanel.show(founding);
  tribePanel.show(founding);
  inspector.show(founding);
  workersPanel.show(life);
  choice.remember();
  if (life.stats !== null) takeStats(life.stats);
});
sim.addEventListener('stats', ({ detail }) => takeStats(detail));
sim.addEventListener('rendererchange', () => meter.showRenderer());
sim.addEventListener('pausechange', () => workersPanel.watch());
sim.addEventListener('recovery', ({ detail }) => {
  workersPanel.recovered(detail);
  // The log says it itself where it is seen.
  if (!dock.shows('workers')) notices.tellNotice(`${recoveryWords(detail)}.`);
});
sim.addEventListener('memorypressure', ({ detail }) => notices.warn(pressureWords(detail)));
sim.addEventListener('tierchange', ({ detail }) => {
  workersPanel.tierChanged(detail);
  if (sim.life !== null) meter.show(sim.life);
  if (detail.reason !== ASKED_FOR && !dock.shows('workers')) notices.warn(`The world goes on in tier ${detail.tier}: ${detail.reason}.`);
});
sim.addEventListener('selection', ({ detail: { inspection, died } }) => {
  if (inspection !== null && sim.selection !== null && !inspector.busy) dock.open('animal');
  inspector.update(inspection, died);
});
sim.addEventListener('extinction', ({ detail: { name, tribe } }) => {
  notices.tellNotice(tribe === null ? 'Nobody is alive any more.' : `${name} died out.`);
});

// How much of the picture's bottom the cards cover: on narrow screens that changes with the dock.
const measureCover = (): void => {
  const covered = innerHeight - byId('transport').getBoundingClientRect().top;
  sim.style.setProperty('--life-sim-clear-bottom', `${Math.max(0, covered)}px`);
};
const cover = new ResizeObserver(measureCover);
for (const id of ['transport', 'dock', 'stage']) cover.observe(byId(id));

byId('stage').append(sim);
dock.open(matchMedia('(max-width: 760px)').matches ? null : 'charts');
for (const error of errors) notices.warn(error.message);
