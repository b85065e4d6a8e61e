/**
 * Views over frames, and records written into engine memory and rings by the offsets of the generated layout. Records that
 * were copied out of it are read in decode-records.ts. Engine and browser are little-endian, both.
 */
import { Command, FrameAnimal, FrameHeader, LAYOUT_ID, TribeSetup } from '../../generated/life-layout.js';
import type { LifeFrame } from './frame.js';
import type { CommandFields, TribeRequest } from './messages.js';

const LITTLE = true;

/** What a frame's views don't say by themselves. */
export interface FrameTimes {
  readonly arrival: number;
  readonly tickMilliseconds: number;
  readonly ticksPerSecond: number;
}

/**
 * Views over a frame that arrived, which begins at byte `at` of the buffer.
 * @throws RangeError when the bytes aren't a frame of this layout
 */
export function viewFrame(buffer: ArrayBufferLike, times: FrameTimes, at = 0): LifeFrame {
  const header = new DataView(buffer, at);
  const u32 = (offset: number): number => header.getUint32(offset, LITTLE);
  const f32 = (offset: number): number => header.getFloat32(offset, LITTLE);
  const bytes = u32(FrameHeader.bytes);
  const count = u32(FrameHeader.count);
  if (u32(FrameHeader.layoutId) !== LAYOUT_ID || bytes > buffer.byteLength - at) {
    throw new RangeError('these bytes are no frame of this layout');
  }
  const columns = u32(FrameHeader.columns);
  const rows = u32(FrameHeader.rows);
  const foodOffset = u32(FrameHeader.foodOffset);
  const selectedId = u32(FrameHeader.selectedId);
  return {
    ...times,
    tick: u32(FrameHeader.tick),
    count,
    columns,
    rows,
    worldWidth: f32(FrameHeader.worldWidth),
    worldHeight: f32(FrameHeader.worldHeight),
    colorBy: u32(FrameHeader.colorBy),
    buffer,
    bytesView: new Uint8Array(buffer, at, bytes),
    animals: new Uint8Array(buffer, at + FrameHeader.size, count * FrameAnimal.size),
    positions: new Float32Array(buffer, at + FrameHeader.size, (count * FrameAnimal.size) / 4),
    food: foodOffset === 0 ? null : new Uint8Array(buffer, at + foodOffset, columns * rows),
    selected:
      selectedId === 0
        ? null
        : {
            id: selectedId,
            x: f32(FrameHeader.selectedX),
            y: f32(FrameHeader.selectedY),
            dx: f32(FrameHeader.selectedDx),
            dy: f32(FrameHeader.selectedDy),
          },
  };
}

/** Bytes of the longest frame of a world of this capacity. */
export function frameLength(capacity: number, columns: number, rows: number): number {
  return FrameHeader.size + capacity * FrameAnimal.size + columns * rows;
}

/** Writes TribeSetup records into engine memory. */
export function writeTribes(memory: WebAssembly.Memory, address: number, tribes: readonly TribeRequest[]): void {
  const view = new DataView(memory.buffer);
  tribes.forEach((tribe, number) => {
    const at = address + number * TribeSetup.size;
    view.setFloat32(at + TribeSetup.share, tribe.share, LITTLE);
    view.setUint32(at + TribeSetup.pattern, tribe.pattern, LITTLE);
    view.setFloat32(at + TribeSetup.hue, tribe.hue, LITTLE);
    tribe.genes.forEach((gene, index) => {
      view.setFloat32(at + TribeSetup.genes + 4 * index, gene, LITTLE);
    });
  });
}

/** Writes a Command record into engine memory. */
export function writeCommand(memory: WebAssembly.Memory, address: number, command: CommandFields): void {
  writeCommandTo(new DataView(memory.buffer, address, Command.size), command);
}

function writeCommandTo(view: DataView, command: CommandFields): void {
  view.setUint32(Command.kind, command.kind, LITTLE);
  view.setUint32(Command.index, command.index, LITTLE);
  view.setUint32(Command.count, command.count, LITTLE);
  view.setFloat32(Command.x, command.x, LITTLE);
  view.setFloat32(Command.y, command.y, LITTLE);
  view.setFloat32(Command.radius, command.radius, LITTLE);
  view.setFloat64(Command.value, command.value, LITTLE);
}

/** Writes a Command record into a ring's words. */
export function writeCommandWords(words: Uint32Array, at: number, command: CommandFields): void {
  writeCommandTo(new DataView(words.buffer, words.byteOffset + 4 * at, Command.size), command);
}

/** Reads a Command record of a ring's words. */
export function readCommand(words: Uint32Array, at: number): CommandFields {
  const view = new DataView(words.buffer, words.byteOffset + 4 * at, Command.size);
  return {
    kind: view.getUint32(Command.kind, LITTLE),
    index: view.getUint32(Command.index, LITTLE),
    count: view.getUint32(Command.count, LITTLE),
    x: view.getFloat32(Command.x, LITTLE),
    y: view.getFloat32(Command.y, LITTLE),
    radius: view.getFloat32(Command.radius, LITTLE),
    value: view.getFloat64(Command.value, LITTLE),
  };
}
