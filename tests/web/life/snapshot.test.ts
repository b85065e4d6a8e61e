import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import createEngine from '../../../build/wasm/skyflock-life.js';
import { writeBytes } from '../../../web/engine/memory-views.js';
import { LAYOUT_ID, OPTIONS, SNAPSHOT_VERSION, SnapshotHeader } from '../../../web/generated/life-layout.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { beginningOf } from '../../../web/life/page/beginning.js';
import { LifeSnapshotError } from '../../../web/life/shared/errors.js';
import { resolveRequest, SCENE_NAMES } from '../../../web/life/shared/founding.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { foundingOfSnapshot, hashOfHeader, readParts, snapshotChecksum, verifyChecksum } from '../../../web/life/shared/snapshot.js';
import { instantiate } from '../../../web/life/wasm/wasm-kernel.js';

const module = WebAssembly.compile(readFileSync(new URL('../../../build/wasm/skyflock-life.wasm', import.meta.url)));
const kernels: LifeKernel[] = [];
afterEach(() => {
  for (const kernel of kernels.splice(0)) kernel.destroy();
});

const SMALL = resolveRequest({
  scene: 'savanna',
  options: { entities: 60, columns: 16, rows: 16, seed: 8 },
  tribes: [{ name: 'Läufer' }, { name: 'Jäger "b"\n', genes: { diet: 1 } }],
});

async function load(snapshot: ArrayBuffer): Promise<LifeKernel> {
  const kernel = await loadKernel('wasm', SMALL, 1, {}, snapshot);
  kernels.push(kernel);
  return kernel;
}

async function saved(ticks: number): Promise<ArrayBuffer> {
  const kernel = await loadKernel('wasm', SMALL);
  kernels.push(kernel);
  for (let tick = 0; tick < ticks; tick += 1) kernel.step();
  return kernel.save();
}

const stored = (name: string): ArrayBuffer => new Uint8Array(readFileSync(new URL(`../../snapshots/${name}`, import.meta.url))).buffer;

/** A copy with a word changed, and the checksum made right for it. */
function changed(snapshot: ArrayBuffer, at: number, word: number): ArrayBuffer {
  const copy = snapshot.slice(0);
  const view = new DataView(copy);
  view.setUint32(at, word, true);
  if (copy.byteLength % 4 === 0) view.setUint32(SnapshotHeader.checksum, snapshotChecksum(copy), true);
  return copy;
}

const refusal = (read: () => unknown): string | null => {
  try {
    read();
    return null;
  } catch (error) {
    if (!(error instanceof LifeSnapshotError)) throw error;
    return error.message;
  }
};

describe('a snapshot', () => {
  it('says what its world was founded with, and when it is of', async () => {
    const snapshot = await saved(30);
    const { header, end } = readParts(snapshot);
    expect(header).toMatchObject({ version: SNAPSHOT_VERSION, tick: 30, tribeCount: 2, optionCount: OPTIONS.length, cellCount: 256 });
    expect(end).toBe(snapshot.byteLength);
    expect(hashOfHeader(header)).toBe(kernels[0]?.hash());
    const founding = foundingOfSnapshot(snapshot);
    expect(founding.scene).toBe('savanna');
    expect(founding.tribes.map(({ name }) => name)).toEqual(['Läufer', 'Jäger "b"\n']);
    expect(founding.options).toEqual(kernels[0]?.founding.options);
    expect(founding.tribes[1]?.genes[7]).toBe(1);
  });

  it('has a checksum that TypeScript comes to as well', async () => {
    for (const snapshot of [await saved(0), await saved(7), stored('savanna-version-1.skylife')]) {
      const parts = readParts(snapshot);
      expect(snapshotChecksum(snapshot)).toBe(parts.header.checksum);
      verifyChecksum(snapshot, parts);
      expect(() => verifyChecksum(changedByte(snapshot, parts.end - 9), parts)).toThrow(/checksum is wrong/);
    }
  });

  it.each(
    readFileSync(new URL('../../snapshots/hashes.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(' ') as [string, string, string, string, string]),
  )('that is stored goes on as it did when it was written: %s', async (file, tick, hash, laterTick, laterHash) => {
    const bytes = stored(file);
    const { header } = readParts(bytes);
    expect([header.tick, hashOfHeader(header)]).toEqual([Number(tick), hash]);
    const kernel = await load(bytes);
    expect(kernel.hash()).toBe(hash);
    while (kernel.tick < Number(laterTick)) kernel.step();
    expect(kernel.hash()).toBe(laterHash);
  });

  it('of version 1 is read, loaded, and saved as one of the newest', async () => {
    const old = stored('savanna-version-1.skylife');
    expect(readParts(old)).toMatchObject({ header: { version: 1, tick: 300, labelBytes: 0, layoutId: 2491258011 }, byId: false });
    const kernel = await load(old);
    expect(kernel.hash()).toBe('66e7a9f45a8908b4');
    expect(kernel.founding.tribes.map(({ name }) => name)).toEqual(['Tribe 1', 'Tribe 2', 'Tribe 3', 'Tribe 4', 'Tribe 5']);
    const again = await load(kernel.save());
    for (let tick = 0; tick < 120; tick += 1) again.step();
    expect(again.hash()).toBe('950739a1f0c82a4a');
    expect(readParts(again.save()).header.version).toBe(SNAPSHOT_VERSION);
  });

  it('is the same bytes from one thread, from many and from JavaScript', async () => {
    for (const scene of SCENE_NAMES.filter((name) => name !== 'pair')) {
      const request = resolveRequest({ scene, options: { entities: 400 } });
      const bytes: Uint8Array[] = [];
      for (const [tier, workers] of [
        ['wasm', 1],
        ['threads', 4],
        ['js', 2],
      ] as const) {
        const kernel = await loadKernel(tier, request, workers);
        kernels.push(kernel);
        for (let tick = 0; tick < 50; tick += 1) kernel.step();
        bytes.push(new Uint8Array(kernel.save()));
      }
      expect(bytes[1], scene).toEqual(bytes[0]);
      expect(bytes[2], scene).toEqual(bytes[0]);
    }
  });

  it('is refused by the reader in the words of the engine', async () => {
    const good = await saved(3);
    const bad = [
      new ArrayBuffer(0),
      good.slice(0, 40),
      good.slice(0, good.byteLength - 8),
      new TextEncoder().encode('{"format":"skyflock-recording"}').buffer as ArrayBuffer,
      changed(good, SnapshotHeader.magic, 0x12345678),
      changed(good, SnapshotHeader.version, SNAPSHOT_VERSION + 1),
      changed(good, SnapshotHeader.version, 0),
      changed(good, SnapshotHeader.layoutId, LAYOUT_ID),
      changed(good, SnapshotHeader.tribeCount, 17),
      changed(good, SnapshotHeader.animalCount, 1e6),
    ];
    for (const snapshot of bad) {
      const said = refusal(() => readParts(snapshot));
      expect(said).not.toBeNull();
      // Past the reader, the engine refuses it for the same reason.
      await expect(engineRefusal(snapshot)).resolves.toBe(said);
    }
  });

  it('whose labels are no names is refused', async () => {
    const good = await saved(0);
    const { labels } = readParts(good);
    expect(refusal(() => foundingOfSnapshot(changed(good, labels, 0)))).toMatch(/labels are not the names/);
  });

  it('makes a world or is refused, whatever its bytes are', { timeout: 60_000 }, async () => {
    const good = await saved(20);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat({ max: good.byteLength / 4 - 1 }), word: fc.oneof(fc.nat(), fc.integer(), fc.constant(0)) }), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.option(fc.nat({ max: good.byteLength })),
        async (changes, cut) => {
          let snapshot = changes.reduce((bytes, { at, word }) => changed(bytes, 4 * at, word >>> 0), good);
          if (cut !== null) snapshot = snapshot.slice(0, cut);
          const said = refusal(() => beginningOf({ snapshot }));
          if (said !== null) return;
          const kernel = await loadKernel('wasm', SMALL, 1, {}, snapshot).catch((error: unknown) => {
            expect(error).toBeInstanceOf(Error);
            return null;
          });
          if (kernel === null) return;
          for (let tick = 0; tick < 3; tick += 1) kernel.step();
          kernel.destroy();
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** What the engine alone says to these bytes. */
async function engineRefusal(snapshot: ArrayBuffer): Promise<string> {
  const { engine, memory } = await instantiate(createEngine, await module);
  const host = new engine.LifeHost();
  writeBytes(memory, host.reserveSnapshot(snapshot.byteLength), new Uint8Array(snapshot));
  expect(host.restore(snapshot.byteLength)).toBe(engine.FoundOutcome.refused);
  const reason = host.message();
  host.delete();
  return reason;
}

function changedByte(snapshot: ArrayBuffer, at: number): ArrayBuffer {
  const copy = new Uint8Array(snapshot.slice(0));
  copy[at] = (copy[at] as number) ^ 4;
  return copy.buffer;
}
