/** What is inside `<meteor-shower>`: its style sheet and its parts. */

const STYLE = `
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
canvas {
  position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover;
  opacity: 0; transition: opacity var(--meteor-shower-fade, 0.9s) ease;
}
canvas.drawn { opacity: var(--meteor-shower-opacity, 1); }
.overlay {
  position: absolute; margin: 10px; padding: 8px 10px; border-radius: 8px; border-inline-start: 3px solid var(--tier);
  background: rgb(8 12 22 / 0.82); color: #dfe7f5; font: 500 11px/1.55 ui-monospace, Menlo, Consolas, monospace; white-space: pre;
}
.overlay.wasm { --tier: #58d68d; }
.overlay.js { --tier: #f4d03f; }
.overlay.top-left { inset: 0 auto auto 0; }
.overlay.top-right { inset: 0 0 auto auto; }
.overlay.bottom-left { inset: auto auto 0 0; }
.overlay.bottom-right { inset: auto 0 0 auto; }
.fallback { position: absolute; inset: 0; display: block; }
[hidden] { display: none !important; }
@media (prefers-reduced-motion: reduce) { canvas { transition: none; } }
`;

export interface MeteorShadow {
  /** Where canvases go; nothing in it is for screen readers. */
  readonly stage: HTMLElement;
  readonly overlay: HTMLElement;
  /** What the page put into the element: shown while nothing can be drawn. */
  readonly fallback: HTMLSlotElement;
}

/** Builds the parts by hand: pages with Trusted Types refuse innerHTML. */
export function buildMeteorShadow(root: ShadowRoot): MeteorShadow {
  const stage = document.createElement('div');
  stage.setAttribute('aria-hidden', 'true');
  const overlay = document.createElement('div');
  overlay.className = 'overlay';
  overlay.setAttribute('part', 'overlay');
  overlay.setAttribute('aria-hidden', 'true');
  overlay.hidden = true;
  const fallback = document.createElement('slot');
  fallback.className = 'fallback';
  fallback.setAttribute('part', 'fallback');
  root.replaceChildren(stage, overlay, fallback);
  addStyle(root);
  return { stage, overlay, fallback };
}

let shared: CSSStyleSheet | null = null;

/** One sheet for all showers, which a policy against inline styles allows; browsers without such sheets get an element. */
function addStyle(root: ShadowRoot): void {
  if ('adoptedStyleSheets' in root) {
    if (shared === null) {
      shared = new CSSStyleSheet();
      shared.replaceSync(STYLE);
    }
    root.adoptedStyleSheets = [shared];
    return;
  }
  const style = document.createElement('style');
  style.textContent = STYLE;
  (root as ShadowRoot).prepend(style);
}

/** A canvas for a shower. */
export function meteorCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('part', 'canvas');
  return canvas;
}
