/** How a page's scenes start their threads: what draws, and what runs a script. */
import type { ScriptAddress } from '../engine/page-defaults.js';
import type { ScenePlace } from '../scene/page/scene-types.js';

/** How a page's scenes start their threads. */
export const SCENE_PLACE: ScenePlace = {
  startShow: (url: ScriptAddress | null) =>
    url === null
      ? new Worker(new URL('../../workers/scene.worker.ts', import.meta.url), { type: 'module' })
      : new Worker(url as string, { type: 'module' }),
  startScript: (url: ScriptAddress | null) =>
    url === null
      ? new Worker(new URL('../../workers/script.worker.ts', import.meta.url), { type: 'module' })
      : new Worker(url as string, { type: 'module' }),
  page: () => import('./scene-page.js'),
  get base() {
    return (globalThis as { document?: { readonly baseURI: string } }).document?.baseURI ?? null;
  },
  hidden: () => (globalThis as { document?: { readonly hidden: boolean } }).document?.hidden === true,
};
