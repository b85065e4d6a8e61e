/** Gives the browser tests the element, the renderers with frames to draw without any engine, and React. */
import { createElement, StrictMode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import * as frames from '../../tests/web/renderers/meteor/meteor-frame.js';
import '../../web/elements/meteor-shower.js';
import type { MeteorShowerProps } from '../../web/elements/react.js';
import { DIRTY_ALL } from '../../web/generated/meteor-layout.js';
import { MeteorPipeline } from '../../web/kernels/meteor-pipeline.js';
import { paletteOf } from '../../web/meteor/shared/palette.js';
import type { MeteorRenderer } from '../../web/meteor/shared/renderer.js';
import { MeteorCanvas2d } from '../../web/renderers/meteor/canvas2d.js';
import { MeteorWebgl2 } from '../../web/renderers/meteor/webgl2.js';

/** A React component with a shower in it, in strict mode: React mounts it, unmounts it and mounts it again. */
function mountInReact(into: HTMLElement, attributes: MeteorShowerProps): Root {
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

/** Milliseconds that each frame of the default shower takes: its step, and its picture on a 2D canvas until the last pixel is there. */
async function timeFrames({
  width,
  height,
  warmUp,
  frames,
}: Readonly<Record<'width' | 'height' | 'warmUp' | 'frames', number>>): Promise<number[]> {
  const shower = await MeteorPipeline.create({ tier: 'wasm', options: { seed: 1, width, height } });
  const canvas = document.body.appendChild(document.createElement('canvas'));
  const renderer = new MeteorCanvas2d(canvas, 'the benchmark');
  renderer.resize(width, height, 1);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const times: number[] = [];
  for (let frame = -warmUp; frame < frames; frame += 1) {
    await new Promise(requestAnimationFrame);
    const begin = performance.now();
    const dirty = shower.updateAll(1 / 60);
    renderer.draw(shower.getRenderData(), frame === -warmUp ? DIRTY_ALL : dirty);
    // Reading a pixel waits for all that was asked of the canvas.
    context.getImageData(0, 0, 1, 1);
    if (frame >= 0) times.push(performance.now() - begin);
  }
  renderer.destroy();
  shower.destroy();
  canvas.remove();
  return times;
}

const scope = { timeFrames, createMeteorRenderer, paletteOf, mountInReact, ...frames };
export type MeteorTestPage = typeof scope;
Object.assign(globalThis, { meteors: scope });
