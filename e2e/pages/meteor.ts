/** Gives the browser tests the element, the renderers with frames to draw without any engine, and React. */
import { createElement, StrictMode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import * as frames from '../../tests/web/renderers/meteor-frame.js';
import '../../web/elements/meteor-shower.js';
import { createMeteorRenderer } from '../../web/renderers/meteor/create-renderer.js';
import { paletteOf } from '../../web/renderers/meteor/palette.js';

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

const scope = { createMeteorRenderer, paletteOf, mountInReact, ...frames };
export type MeteorTestPage = typeof scope;
Object.assign(globalThis, { meteors: scope });
