/** The figures of `debug` in a corner of an element: what shows them is loaded when they are asked for the first time. */
import { loadPart } from '../../engine/load-part.js';
import type { ShadowStyle } from './shadow-style.js';

/** Where the debug overlay is; `off` for none. */
export const CORNERS = ['off', 'top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export type Corner = (typeof CORNERS)[number];

export interface OverlayHost extends HTMLElement {
  readonly debug: Corner;
}

/** The script that shows an element's figures. */
export interface OverlayScript<Host> {
  /** Begins to show them; the returned function shows the newest. @param addStyle gives the element's shadow a style sheet more */
  showFigures(host: Host, addStyle: (style: ShadowStyle) => void): () => void;
}

export interface DebugOverlay {
  /** `debug` has another value. */
  change(): Promise<void>;
  /** Shows the newest figures. */
  show(): void;
}

/** Makes an element's overlay. @param fail tells that its script did not come */
export function debugOverlay<Host extends OverlayHost>(
  host: Host,
  load: () => Promise<OverlayScript<Host>>,
  addStyle: (style: ShadowStyle) => void,
  fail: (host: Host, error: Error) => void,
): DebugOverlay {
  let showNewest: (() => void) | undefined;
  const show = (): void => showNewest?.();
  return {
    show,
    async change() {
      try {
        if (host.debug !== 'off' && showNewest === undefined) {
          const { showFigures } = await loadPart(load, "'debug'");
          // It may have been turned off and on meanwhile.
          showNewest ??= showFigures(host, addStyle);
        }
        show();
      } catch (error) {
        fail(host, error as Error);
      }
    },
  };
}
