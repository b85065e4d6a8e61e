/** `<meteor-shower>` in one file, for pages that load it from a content delivery network; its .wasm lies beside it. */
import { serveShow } from '../../workers/serve-show.js';

export * from '../elements/meteor-shower.js';

/** What its workers run; pages have no use for it. */
export const threads = { meteor: serveShow };
