/** Gives the browser tests the element, and what its events told. */
import '../../web/elements/script-scene.js';
import type { ScriptSceneElement } from '../../web/elements/script-scene.js';

const EVENTS = [...(['ready', 'statechange', 'rendererchange', 'error', 'slow', 'restart', 'message', 'quit', 'stats', 'fault'] as const)];

export interface ToldEvent {
  readonly name: string;
  readonly detail: unknown;
}

/** Events as plain data: errors by their name and message. */
function plain(detail: unknown): unknown {
  const { error } = (detail ?? {}) as { readonly error?: Error };
  return error instanceof Error ? { ...(detail as object), error: `${error.name}: ${error.message}` } : detail;
}

/** Puts an element with these attributes, and this script inside, on the page. */
function add(attributes: Readonly<Record<string, string>>, inline?: string): ScriptSceneElement {
  const element = document.createElement('script-scene');
  const told: ToldEvent[] = [];
  for (const name of EVENTS) element.addEventListener(name, ({ detail }: CustomEvent) => told.push({ name, detail: plain(detail) }));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (inline !== undefined) {
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.textContent = inline;
    element.append(script);
  }
  sceneElements.told = told;
  sceneElements.element = element;
  document.body.append(element);
  return element;
}

/** Shares of the picture, 0 to 1, that are red, and that are not empty. */
async function colors(): Promise<{ readonly red: number; readonly drawn: number }> {
  const bitmap = await createImageBitmap(await (sceneElements.element as ScriptSceneElement).toPng());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  let red = 0;
  let drawn = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
    if (r > 60 && r > 2 * g && r > 2 * b) red += 1;
    if (r + g + b > 90) drawn += 1;
  }
  return { red: (4 * red) / data.length, drawn: (4 * drawn) / data.length };
}

const sceneElements = { add, colors, told: [] as ToldEvent[], element: null as ScriptSceneElement | null };
export type SceneElementsPage = typeof sceneElements;

Object.assign(window, { sceneElements });
