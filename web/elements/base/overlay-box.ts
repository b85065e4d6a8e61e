/** The box of the debug overlays, and how their lines are written: each element has lines of its own. */
import type { OverlayHost, OverlayScript } from './debug-overlay.js';
import { ShadowStyle } from './shadow-style.js';

const OVERLAY_STYLE = new ShadowStyle(`
.overlay {
  position: absolute; margin: 10px; padding: 8px 10px; border-radius: 8px; border-inline-start: 3px solid var(--tier);
  background: rgb(8 12 22 / 0.82); color: #dfe7f5; font: 500 11px/1.55 ui-monospace, Menlo, Consolas, monospace; white-space: pre;
  pointer-events: none; max-inline-size: calc(100% - 20px); box-sizing: border-box; overflow: hidden;
}
@media (max-width: 560px) { .overlay { white-space: pre-wrap; } }
.overlay.wasm, .overlay.threads { --tier: #58d68d; }
.overlay.js, .overlay.js-workers { --tier: #f4d03f; }
.overlay.top-left { inset: 0 auto auto 0; }
.overlay.top-right { inset: 0 0 auto auto; }
.overlay.bottom-left { inset: auto auto 0 0; }
.overlay.bottom-right { inset: auto 0 0 auto; }
`);

const KIBIBYTE = 2 ** 10;
const MEBIBYTE = 2 ** 20;
/** Characters of a line that draws. */
const BAR = 12;
const FRAMES = 32;
/** A frame as long as this, or longer, is drawn at full height. Unit: ms. */
const TALLEST_FRAME = 50;
const HEIGHTS = '▁▂▃▄▅▆▇█';

/** What an overlay shows: its lines, in the colour of a tier. */
export interface Figures {
  readonly tier: string;
  readonly text: string;
}

/** Makes an element's overlay of what its figures are; it hides where there are none. */
export function overlayOf<Host extends OverlayHost>(figures: (host: Host) => Figures | null): OverlayScript<Host>['showFigures'] {
  return (host, addStyle) => {
    addStyle(OVERLAY_STYLE);
    const box = host.ownerDocument.createElement('div');
    box.setAttribute('part', 'overlay');
    box.setAttribute('aria-hidden', 'true');
    host.shadowRoot?.append(box);
    return () => {
      const newest = host.debug === 'off' ? null : figures(host);
      box.hidden = newest === null;
      box.className = `overlay ${host.debug} ${newest?.tier ?? ''}`;
      if (newest !== null) box.textContent = newest.text;
    };
  };
}

export function bytesText(bytes: number): string {
  return bytes < MEBIBYTE ? `${Math.round(bytes / KIBIBYTE)} KiB` : `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}

/** A part of what there is room for: how much of it is in use, and the most there was at a time where that is known. */
export function room(name: string, used: number, of: number, most?: number): string {
  const filled = of === 0 ? 0 : Math.min(BAR, Math.ceil((used / of) * BAR));
  return `${name.padEnd(8)} ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${used} of ${of}${most === undefined ? '' : `, most ${most}`}`;
}

/** The last frames, newest at the right, each as high as it was long; and the longest of all where that is known. */
export function frames(log: readonly number[], most?: number): string {
  const last = log.slice(-FRAMES);
  const height = (interval: number): string =>
    HEIGHTS[Math.min(HEIGHTS.length - 1, Math.floor((interval / TALLEST_FRAME) * HEIGHTS.length))] ?? '';
  return `${last.map(height).join('').padStart(FRAMES, ' ')}  to ${Math.max(0, ...last).toFixed(0)} ms${most === undefined ? '' : `, most ${most.toFixed(0)} ms`}`;
}
