/** What is inside `<meteor-shower>`: its style sheet and its parts. */

import { ShadowStyle } from '../base/shadow-style.js';

export const METEOR_SHOWER_STYLE = new ShadowStyle(`
:host {
  display: block;
  position: relative;
  overflow: hidden;
  contain: strict;
  block-size: 320px;
  pointer-events: none;
  user-select: none;
  -webkit-user-select: none;
  background: var(--meteor-shower-background, transparent);
}
:host([hidden]) { display: none; }
canvas, .stage, .fallback { position: absolute; inset: 0; }
canvas {
  inline-size: 100%; block-size: 100%; object-fit: cover;
  opacity: 0; transition: opacity var(--meteor-shower-fade, 0.9s) ease;
}
canvas.drawn { opacity: var(--meteor-shower-opacity, 1); }
.fallback { display: block; }
[hidden] { display: none !important; }
@media (prefers-reduced-motion: reduce) { canvas { transition: none; } }
`);

export interface MeteorShadow {
  /** Where canvases go; nothing in it is for screen readers. */
  readonly stage: HTMLElement;
  /** What the page put into the element: shown while nothing can be drawn. */
  readonly fallback: HTMLSlotElement;
}

/** Builds the parts by hand: pages with Trusted Types refuse innerHTML. */
export function buildMeteorShadow(root: ShadowRoot): MeteorShadow {
  const stage = document.createElement('div');
  stage.className = 'stage';
  stage.setAttribute('aria-hidden', 'true');
  const fallback = document.createElement('slot');
  fallback.className = 'fallback';
  fallback.setAttribute('part', 'fallback');
  // What a page says in it of a start that takes long is heard, too.
  fallback.setAttribute('aria-live', 'polite');
  root.append(stage, fallback);
  return { stage, fallback };
}

/** A canvas for a shower. */
export function meteorCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('part', 'canvas');
  return canvas;
}
