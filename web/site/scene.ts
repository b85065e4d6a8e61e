/** The page of scripted scenes: a choice of scripts, the picture that they move, their text, and what happens to them. */
import { RENDERER_NAMES, type RendererChoice } from '../engine/renderer-names.js';
import { copyOnClick } from './common/copy-text.js';
import { byId, h } from './common/dom.js';
import { count, title } from './common/format.js';
import { EventLog } from './scene/event-log.js';
import { RecorderRow } from './scene/recorder-row.js';
import { SceneStage } from './scene/scene-stage.js';
import { SCENES, type SceneChoice, sceneOf, scriptUrl } from './scene/scripts.js';
import { sourceNodes } from './scene/source-view.js';

/** Updates that a scene which stands still is let run, so that there is something to see. */
const STILL_UPDATES = 90;
/** Radians a second by which the page turns the scene of faults, whatever its script does. */
const TURN = 0.12;

/** Milliseconds that an update takes at least to be told of: what is shorter is seen in the figures. */
const LEAST_SLOW_MS = 250;

/** What the buttons have the script of faults do. */
const FAULTS = [
  ['loop', 'Loop for ever'],
  ['throw', 'Throw every update'],
  ['flood', 'Flood'],
  ['none', 'Behave again'],
] as const;

const pauseButton = byId<HTMLButtonElement>('pause');
const stepButton = byId<HTMLButtonElement>('step');
const stageBox = byId('stage');
const log = new EventLog(byId('log'));
const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
let choice = sceneOf(location.hash);
let restarts = 0;
let floods = 0;

const say = (id: string, text: string): void => {
  byId(id).textContent = text;
};
const fail = (error: unknown): void => log.add(error instanceof Error ? error.message : String(error), 'bad');

const stage = new SceneStage(stageBox, {
  state: (state) => {
    if (state === 'failed') log.add('The script stands still until it is reloaded; the last picture stays.', 'bad');
    if (state === 'paused' && lessMotion.matches) void link.step(STILL_UPDATES).catch(fail);
  },
  error: (error, times) => log.add(error.message, 'bad', times),
  fault: ({ reason }) => log.add(reason, 'bad'),
  slow: (slow) => {
    if (slow === null || slow.milliseconds < LEAST_SLOW_MS) return;
    const took = `${Math.round(slow.milliseconds)} ms`;
    log.add(slow.update === null ? `Slow: the script has been silent for ${took}.` : `Slow: update ${slow.update} took ${took}.`, 'warn');
  },
  restart: ({ cause, faults }) => {
    restarts += 1;
    say('restarts', count(restarts));
    log.add(`Restart ${faults}: ${cause}.`, 'warn');
  },
  renderer: (name, reason) => {
    say('drawn-by', title(name));
    byId('drawn-by').title = reason;
  },
  stats: ({ show, script }) => {
    if (script !== null) say('script-rate', `${script.updatesPerSecond.toFixed(0)}/s · ${script.updateMs.toFixed(1)} ms`);
    if (show === null) return;
    say('picture-rate', `${show.framesPerSecond.toFixed(0)}/s · ${show.drawMs.toFixed(1)} ms`);
    say('entities', count(show.entities));
    say('dirty', `${(100 * show.dirtyRatio).toFixed(0)} %`);
    const ofFlood = show.floods + (script?.replaced ?? 0);
    if (ofFlood > floods && choice.name === 'faults')
      log.add('Flood: more commands came than a picture has time for; newer ones take the place of those that wait.', 'warn');
    floods = ofFlood;
  },
});
const { link } = stage;
const recorder = new RecorderRow(
  link,
  { record: byId<HTMLButtonElement>('record'), replay: byId<HTMLButtonElement>('replay'), text: byId('recording') },
  fail,
);

function showPaused(): void {
  pauseButton.textContent = link.paused ? 'Go on' : 'Pause';
  pauseButton.setAttribute('aria-pressed', String(link.paused));
  stepButton.disabled = !link.paused;
}

/** Shows all that belongs to a scene but its picture. */
async function describe(scene: SceneChoice): Promise<void> {
  stageBox.setAttribute('aria-label', scene.seen);
  byId('fault-buttons').hidden = scene.name !== 'faults';
  say('file', `${scene.name}.js`);
  log.clear();
  recorder.clear();
  restarts = 0;
  say('restarts', '0');
  const answer = await fetch(scriptUrl(scene));
  if (!answer.ok) throw new Error(`${scene.name}.js can't be shown: the server answers ${answer.status}`);
  const source = await answer.text();
  if (scene === choice) byId('source').replaceChildren(...sourceNodes(source));
}

function choose(scene: SceneChoice): void {
  choice = scene;
  describe(scene).catch(fail);
  link.orbit(null);
  link.reload({ url: scriptUrl(scene) }).catch((error: unknown) => {
    // A choice that came after it took its place.
    if (scene === choice) fail(error);
  });
}

for (const scene of SCENES) {
  const radio = h('input', { type: 'radio', name: 'scene', value: scene.name, checked: scene === choice });
  radio.addEventListener('change', () => {
    history.replaceState(null, '', `#${scene.name}`);
    choose(scene);
  });
  byId('scenes').append(h('label', {}, radio, scene.title));
}
addEventListener('hashchange', () => {
  const scene = sceneOf(location.hash);
  if (scene === choice) return;
  const radio = document.querySelector<HTMLInputElement>(`#scenes [value="${scene.name}"]`);
  if (radio !== null) radio.checked = true;
  choose(scene);
});

for (const [name, label] of FAULTS) {
  const button = h('button', { type: 'button', class: 'button' }, label);
  button.addEventListener('click', () => {
    log.add(`Told: ${label.toLowerCase()}.`);
    link.send('fault', name);
  });
  byId('fault-buttons').append(button);
}

pauseButton.addEventListener('click', () => {
  if (link.paused) link.resume();
  else link.pause();
  showPaused();
});
stepButton.addEventListener('click', () => void link.step().catch(fail));
byId('reload').addEventListener('click', () => choose(choice));
byId('png').addEventListener('click', () => {
  link.toPng().then((blob) => {
    const url = URL.createObjectURL(blob);
    h('a', { href: url, download: `${choice.name}.png` }).click();
    URL.revokeObjectURL(url);
  }, fail);
});

const renderers = byId<HTMLSelectElement>('renderer');
for (const name of ['auto', ...RENDERER_NAMES]) renderers.append(h('option', { value: name }, title(name)));
renderers.addEventListener('change', () => stage.setRenderer(renderers.value as RendererChoice));
copyOnClick(byId<HTMLButtonElement>('copy'), byId('source'));

let before = performance.now();
const turn = (now: number): void => {
  if (choice.name === 'faults' && !lessMotion.matches) link.orbit({ yaw: (TURN * Math.min(100, now - before)) / 1000 });
  before = now;
  requestAnimationFrame(turn);
};
requestAnimationFrame(turn);

describe(choice).catch(fail);
stage.start({ source: { url: scriptUrl(choice) }, paused: lessMotion.matches }).then(showPaused, fail);
