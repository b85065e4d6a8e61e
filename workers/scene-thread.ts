/** What runs in the show thread of a scene. */
import { serveScene } from './serve-scene.js';

serveScene();
