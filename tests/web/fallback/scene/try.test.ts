import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mixWord } from '../../../../web/engine/hash.js';
import { Scene } from '../../../../web/fallback/scene/scene.js';
import { SceneHeader } from '../../../../web/generated/scene-layout.js';
import { resolveOptions } from '../../../../web/scene/shared/settings.js';
import { Feed, parseGoldenScenes, SceneStream, streamOptions } from '../../../scenes/scene.js';

const golden = parseGoldenScenes(readFileSync(new URL('../../../scenes/scene-hashes.txt', import.meta.url), 'utf8'));
describe('x', () => {
  it.each(golden)('seed $seed', ({ seed, entities, hashes }) => {
    const scene = new Scene(resolveOptions(streamOptions(entities)));
    if (!scene.found()) throw new Error('no');
    const stream = new SceneStream(seed, entities);
    const feed = new Feed();
    let fold = 0;
    let update = 0;
    const got = hashes.map((h) => {
      for (; update < h.update; update++) {
        feed.send({ inbox: scene.inbox.words, decode: (c) => scene.decode(c) }, stream.next(), () => 16384);
        const n = (scene.header[SceneHeader.callbackCount / 4] as number) * 16;
        for (let i = 0; i < n; i++) fold = mixWord(fold, scene.outbox.records.words[i] as number);
        scene.outbox.clear();
      }
      return { update, state: scene.hash(), callbacks: fold.toString(16).padStart(8, '0') };
    });
    expect(got).toEqual(hashes);
  });
});
