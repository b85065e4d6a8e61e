/** What is inside `<life-sim>`: its style sheet and its parts. */

import type { Report } from '../../engine/diagnostics.js';
import type { LifeProgress } from '../../life.js';
import { HINT_RULES } from '../base/gesture-hint.js';
import { ShadowStyle } from '../base/shadow-style.js';

export const LIFE_SIM_STYLE = new ShadowStyle(`${HINT_RULES}
:host {
  display: block;
  position: relative;
  overflow: hidden;
  contain: strict;
  min-block-size: 120px;
  block-size: 480px;
  background: var(--life-sim-background, #060913);
  color: var(--life-sim-color, #dfe7f5);
  font: 400 14px/1.5 var(--life-sim-font, system-ui, sans-serif);
}
:host([hidden]) { display: none; }
.stage { position: absolute; inset: 0; outline: none; touch-action: pan-x pan-y; user-select: none; -webkit-user-select: none; }
:host([gestures='none']) .stage { touch-action: auto; }
:host(:is([gestures='greedy'], [tool='food'], [tool='spawn'], [tool='kill'])) .stage { touch-action: none; }
.stage canvas { display: block; inline-size: 100%; block-size: 100%; pointer-events: none; opacity: 0; transition: opacity 0.5s ease; }
.stage canvas.over { position: absolute; inset: 0; }
.stage.drawn canvas { opacity: 1; }
.stage:focus-visible { box-shadow: inset 0 0 0 2px var(--life-sim-accent, #6fe3c4); }
:host([tool='pan']) .stage, .stage { cursor: grab; }
.stage:active { cursor: grabbing; }
:host([tool='select']) .stage { cursor: default; }
:host(:is([tool='food'], [tool='spawn'], [tool='kill'])) .stage { cursor: crosshair; }
.play {
  position: absolute; inset: 0; margin: auto; inline-size: 76px; block-size: 76px; padding: 0;
  border: 1px solid rgb(255 255 255 / 0.35); border-radius: 50%; cursor: pointer;
  background: rgb(10 16 30 / 0.72); color: inherit; backdrop-filter: blur(6px);
}
.play:hover { background: rgb(24 36 60 / 0.85); }
.play:focus-visible { outline: 2px solid var(--life-sim-accent, #6fe3c4); outline-offset: 3px; }
.play::before {
  content: ''; display: inline-block; margin-inline-start: 7px; border-block: 14px solid transparent; border-inline-start: 24px solid currentColor;
}
.message {
  position: absolute; inset: 0; margin: auto; inline-size: min(34rem, 86%); block-size: fit-content;
  padding: 22px 26px; border: 1px solid rgb(255 140 110 / 0.4); border-radius: 14px;
  background: rgb(24 14 20 / 0.92); text-align: start; user-select: text;
}
.message h2 { margin: 0 0 6px; font: 600 17px/1.3 inherit; font-family: inherit; }
.message p { margin: 6px 0 0; overflow-wrap: anywhere; }
.message .way-out { color: #ffcf9f; }
.message button {
  margin-block-start: 14px; padding: 7px 16px; border: 0; border-radius: 8px; cursor: pointer;
  background: var(--life-sim-accent, #6fe3c4); color: #06221b; font: 600 14px/1.4 inherit; font-family: inherit;
}
.message .report { margin-inline-start: 8px; border: 1px solid currentColor; background: transparent; color: inherit; }
.message textarea.report { display: block; box-sizing: border-box; inline-size: 100%; block-size: 8em; margin: 10px 0 0; font: 12px/1.4 monospace; }
.starting { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 10px; padding: 20px; text-align: center; pointer-events: none; }
.starting progress { inline-size: min(16rem, 70%); accent-color: var(--life-sim-accent, #6fe3c4); }
.notice {
  position: absolute; inset: auto 12px 12px; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px;
  inline-size: fit-content; max-inline-size: calc(100% - 24px); margin: auto; padding: 8px 14px; border-radius: 10px;
  background: rgb(10 16 30 / 0.88); font-size: 13px;
}
.notice button {
  padding: 4px 12px; border: 1px solid rgb(255 255 255 / 0.35); border-radius: 7px; cursor: pointer;
  background: transparent; color: inherit; font: inherit;
}
.notice button:hover { background: rgb(255 255 255 / 0.12); }
.notice button:focus-visible { outline: 2px solid var(--life-sim-accent, #6fe3c4); outline-offset: 2px; }
.quiet { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
@media (prefers-reduced-motion: reduce) { .stage canvas { transition: none; } }
`);

export interface Shadow {
  readonly stage: HTMLElement;
  readonly play: HTMLButtonElement;
  readonly message: HTMLElement;
  /** What is shown while a start takes long: what the page gives for it, or a line. */
  readonly starting: HTMLElement;
  /** What goes on in a start, and how much of it is done. */
  readonly stageOfStart: HTMLElement;
  readonly doneOfStart: HTMLProgressElement;
  /** What the user may do about a world that runs slower than it could. */
  readonly notice: HTMLElement;
  readonly status: HTMLElement;
}

/** Builds the parts by hand: pages with Trusted Types refuse innerHTML. */
export function buildShadow(root: ShadowRoot): Shadow {
  const stage = element('div', 'stage');
  stage.setAttribute('part', 'stage');
  stage.setAttribute('role', 'img');
  stage.setAttribute('aria-label', 'A living world that is starting.');
  stage.setAttribute('aria-keyshortcuts', 'ArrowLeft ArrowRight ArrowUp ArrowDown + - 0 Space .');
  stage.tabIndex = 0;
  const play = element('button', 'play') as HTMLButtonElement;
  play.type = 'button';
  play.hidden = true;
  play.setAttribute('part', 'play');
  play.setAttribute('aria-label', 'Play the world');
  const message = element('div', 'message');
  message.hidden = true;
  message.setAttribute('part', 'message');
  message.setAttribute('role', 'alert');
  const starting = element('slot', 'starting') as HTMLSlotElement;
  starting.name = 'starting';
  starting.hidden = true;
  starting.setAttribute('part', 'starting');
  const stageOfStart = element('span', '');
  const doneOfStart = element('progress', '') as HTMLProgressElement;
  doneOfStart.setAttribute('aria-label', 'The start of the world');
  starting.append(stageOfStart, doneOfStart);
  const notice = element('div', 'notice');
  notice.hidden = true;
  notice.setAttribute('part', 'notice');
  const status = element('div', 'quiet');
  status.setAttribute('role', 'status');
  root.append(stage, play, message, starting, notice, status);
  return { stage, play, message, starting, stageOfStart, doneOfStart, notice, status };
}

/** What is shown and said of a start that takes long. */
const STARTING_TEXT = 'The world is starting; its files are on their way.';

const STAGE_TEXTS: Readonly<Record<LifeProgress['stage'], string>> = {
  wasm: STARTING_TEXT,
  founding: 'The world is founded: its animals come.',
  threads: 'The world is founded; its threads are starting.',
};

/** Shows how far a start is; null for one that begins. */
export function showProgress({ stageOfStart, doneOfStart }: Shadow, progress: LifeProgress | null): void {
  stageOfStart.textContent = progress === null ? STARTING_TEXT : STAGE_TEXTS[progress.stage];
  if (progress?.share == null) doneOfStart.removeAttribute('value');
  else doneOfStart.value = progress.share;
}

/** Shows what the user may do, in one line below the picture. */
export function showNotice(notice: HTMLElement, text: string, action: string, act: () => void): void {
  const line = element('span', '');
  line.textContent = text;
  notice.replaceChildren(
    line,
    button(action, act),
    button('Leave it', () => notice.setAttribute('hidden', '')),
  );
  notice.hidden = false;
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = element('button', '') as HTMLButtonElement;
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', act);
  return made;
}

/** What went wrong, what to do about it, and what the user may do in the message itself. */
export interface Trouble {
  readonly title: string;
  readonly reason: string;
  readonly wayOut: string | null;
  retry(): void;
  /** What the user may send along with a complaint. */
  report(): Promise<Report>;
}

/** Shows what went wrong in place of the picture. */
export function showMessage(message: HTMLElement, { title, reason, wayOut, retry, report }: Trouble): void {
  const heading = element('h2', '');
  heading.textContent = title;
  const why = element('p', '');
  why.textContent = reason;
  message.replaceChildren(heading, why);
  if (wayOut !== null) {
    const out = element('p', 'way-out');
    out.textContent = wayOut;
    message.append(out);
  }
  message.append(button('Try again', retry));
  message.hidden = false;
  // Whoever has lost the server goes without it.
  import('../base/report-button.js').then(
    ({ reportButton }) => why.isConnected && message.append(reportButton(report, true)),
    () => {},
  );
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  return made;
}
