'use client';

import 'skyflock/life-sim';
import 'skyflock/meteor-shower';
import { useEffect } from 'react';
import { loadStateEngine } from 'skyflock/state';

export function Sky() {
  useEffect(() => {
    loadStateEngine().then((engine) => {
      globalThis.stateEngine = engine.name;
    });
  }, []);
  return (
    <>
      <life-sim entities={500} />
      <meteor-shower />
    </>
  );
}
