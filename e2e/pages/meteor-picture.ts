/** Gives the browser tests the shower's renderers and frames to draw, without any engine. */
import * as frames from '../../tests/web/renderers/meteor-frame.js';
import { createMeteorRenderer } from '../../web/renderers/meteor/create-renderer.js';
import { paletteOf } from '../../web/renderers/meteor/palette.js';

const scope = { createMeteorRenderer, paletteOf, ...frames };
export type MeteorPicturePage = typeof scope;
Object.assign(globalThis, { meteorPicture: scope });
