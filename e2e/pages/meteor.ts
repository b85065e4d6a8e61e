/** Gives the browser tests the element, the renderers with frames to draw without any engine, and React. */
import { createElement, StrictMode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import * as frames from '../../tests/web/renderers/meteor-frame.js';
import '../../web/elements/meteor-shower.js';
import { MeteorCanvas2d } from '../../web/renderers/meteor/canvas2d.js';
import { paletteOf } from '../../web/renderers/meteor/palette.js';
import type { MeteorRenderer } from '../../web/renderers/meteor/renderer.js';
import { MeteorWebgl2 } from '../../web/renderers/meteor/webgl2.js';

/** A React component with a shower in it, in strict mode: React mounts it, unmounts it and mounts it again. */
function mountInReact(into: HTMLElement, attributes: Readonly<Record<string, string | number>>): Root {
  function Sky() {
    const [clicks, setClicks] = useState(0);
    return createElement(
      'section',
      {},
      createElement('meteor-shower', attributes),
      createElement('button', { type: 'button', onClick: () => setClicks(clicks + 1) }, `${clicks} clicks`),
    );
  }
  const root = createRoot(into);
  root.render(createElement(StrictMode, null, createElement(Sky)));
  return root;
}

/** A renderer, at once. */
function createMeteorRenderer(canvas: OffscreenCanvas, { renderer }: { readonly renderer: 'webgl2' | 'canvas2d' }): MeteorRenderer {
  return renderer === 'webgl2' ? new MeteorWebgl2(canvas, 'the test') : new MeteorCanvas2d(canvas, 'the test');
}

const scope = { createMeteorRenderer, paletteOf, mountInReact, ...frames };
export type MeteorTestPage = typeof scope;
Object.assign(globalThis, { meteors: scope });
