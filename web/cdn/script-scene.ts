/** `<script-scene>` in one file, for pages that load it from a content delivery network; its .wasm lies beside it. */
import { serveScene } from '../../workers/serve-scene.js';
import { serveScript } from '../../workers/serve-script.js';

export * from '../elements/script-scene.js';

/** What its workers run; pages have no use for it. */
export const threads = { scene: serveScene, script: serveScript };
