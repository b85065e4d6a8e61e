import 'skyflock/life-sim';
import 'skyflock/meteor-shower';
import 'skyflock/script-scene';
import { loadStateEngine } from 'skyflock/state';

loadStateEngine().then((engine) => {
  globalThis.stateEngine = engine.name;
});
