/** What a world begins with: a founding, a snapshot, a recording, or a recording from a snapshot. */
import { LifeOptionError } from '../shared/errors.js';
import { resolveRequest } from '../shared/founding.js';
import type { FoundingRequest, Resumption } from '../shared/messages.js';
import { logOf, readCommands, readRecording } from '../shared/recording.js';
import { foundingOfSnapshot, hashOfHeader, readParts } from '../shared/snapshot.js';
import type { CreateLifeOptions, Recording } from '../shared/types.js';

/** The part of {@link CreateLifeOptions} that says what a world begins with. */
export type BeginningChoice = Pick<CreateLifeOptions, 'scene' | 'options' | 'tribes' | 'commands' | 'snapshot' | 'replay'>;

export interface Beginning {
  readonly request: FoundingRequest;
  /** Null for a world that is only founded. */
  readonly resume: Resumption | null;
}

/**
 * @throws LifeOptionError for a setting that is wrong, or that a snapshot or a recording says already
 * @throws LifeSnapshotError for bytes that are no snapshot
 */
export function beginningOf({ snapshot, replay, commands, ...own }: BeginningChoice): Beginning {
  if (replay !== undefined && commands !== undefined) {
    throw new LifeOptionError('commands', commands, 'a replay says them already; leave them out');
  }
  if (snapshot === undefined && replay === undefined) {
    const log = commands === undefined ? [] : logOf(readCommands(commands));
    return { request: resolveRequest(own), resume: log.length === 0 ? null : { snapshot: null, commands: log, seen: 0 } };
  }
  for (const name of ['scene', 'options', 'tribes'] as const) {
    if (own[name] === undefined) continue;
    throw new LifeOptionError(name, own[name], `a ${snapshot === undefined ? 'replay' : 'snapshot'} says it already; leave it out`);
  }
  const bytes = snapshot === undefined ? null : bytesOf(snapshot);
  const recording = replay === undefined ? null : readRecording(replay);
  if (recording !== null) checkStart(recording, bytes);
  return {
    request: bytes === null ? resolveRequest(recording ?? {}) : foundingOfSnapshot(bytes),
    resume: { snapshot: bytes, commands: logOf(recording?.commands ?? readCommands(commands ?? [])), seen: 0 },
  };
}

/** A recording begins where it was begun. */
function checkStart({ from }: Recording, snapshot: ArrayBuffer | null): void {
  if (from === null) {
    if (snapshot !== null) throw new LifeOptionError('snapshot', snapshot, 'the recording begins with its own founding; leave it out');
    return;
  }
  const header = snapshot === null ? null : readParts(snapshot).header;
  if (header?.tick === from.tick && hashOfHeader(header) === from.hash) return;
  const found = header === null ? undefined : `that of tick ${header.tick}, hash ${hashOfHeader(header)}`;
  throw new LifeOptionError('snapshot', found, `the recording begins with the one of tick ${from.tick}, hash ${from.hash}`);
}

/** A copy of the bytes: they must not change on their way, nor be taken away from whoever gave them. */
export function bytesOf(snapshot: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  if (snapshot instanceof ArrayBuffer) return snapshot.slice(0);
  const { buffer, byteOffset, byteLength } = snapshot;
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength)).buffer;
}
