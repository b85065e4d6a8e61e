/** What is inside `<script-scene>`: its style sheet and its parts. */
import { HINT_RULES } from '../base/gesture-hint.js';
import { ShadowStyle } from '../base/shadow-style.js';

export const SCRIPT_SCENE_STYLE = new ShadowStyle(`${HINT_RULES}
:host {
  display: block;
  position: relative;
  overflow: hidden;
  contain: strict;
  min-block-size: 120px;
  block-size: 480px;
  background: var(--script-scene-background, #0b0f18);
  color: var(--script-scene-color, #dfe7f5);
  font: 400 14px/1.5 var(--script-scene-font, system-ui, sans-serif);
}
:host([hidden]) { display: none; }
.stage { position: absolute; inset: 0; outline: none; touch-action: pan-x pan-y; user-select: none; -webkit-user-select: none; }
:host([gestures='none']) .stage { touch-action: auto; }
:host([gestures='greedy']) .stage { touch-action: none; }
.stage:focus-visible { box-shadow: inset 0 0 0 2px var(--script-scene-accent, #6fe3c4); z-index: 1; }
canvas {
  position: absolute; inset: 0; inline-size: 100%; block-size: 100%; pointer-events: none;
  opacity: 0; transition: opacity var(--script-scene-fade, 0.3s) ease;
}
canvas.drawn { opacity: 1; }
.fallback { display: block; }
.play {
  position: absolute; inset: 0; margin: auto; inline-size: 76px; block-size: 76px; padding: 0;
  border: 1px solid rgb(255 255 255 / 0.35); border-radius: 50%; cursor: pointer;
  background: rgb(10 16 30 / 0.72); color: inherit; backdrop-filter: blur(6px);
}
.play:focus-visible { outline: 2px solid var(--script-scene-accent, #6fe3c4); outline-offset: 3px; }
.play::before {
  content: ''; display: inline-block; margin-inline-start: 7px; border-block: 14px solid transparent; border-inline-start: 24px solid currentColor;
}
[hidden] { display: none !important; }
@media (prefers-reduced-motion: reduce) { canvas { transition: none; } }
`);

export interface SceneShadow {
  /** Takes pointers, wheel and keys; canvases lie in it. */
  readonly stage: HTMLElement;
  readonly play: HTMLButtonElement;
  /** What the page put into the element: shown while nothing can be drawn. */
  readonly fallback: HTMLSlotElement;
}

/** Builds the parts by hand: pages with Trusted Types refuse innerHTML. */
export function buildSceneShadow(root: ShadowRoot): SceneShadow {
  const stage = document.createElement('div');
  stage.className = 'stage';
  stage.setAttribute('part', 'stage');
  // What the keys do is the script's.
  stage.setAttribute('role', 'application');
  stage.setAttribute('aria-label', 'A scene that a script moves');
  stage.tabIndex = 0;
  const play = document.createElement('button');
  play.className = 'play';
  play.type = 'button';
  play.hidden = true;
  play.setAttribute('part', 'play');
  play.setAttribute('aria-label', 'Play the scene');
  const fallback = document.createElement('slot');
  fallback.className = 'fallback';
  fallback.setAttribute('part', 'fallback');
  fallback.setAttribute('aria-live', 'polite');
  root.append(fallback, stage, play);
  return { stage, play, fallback };
}

/** A canvas for a scene. */
export function sceneCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('part', 'canvas');
  return canvas;
}
