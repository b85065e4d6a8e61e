import { FRAME_DISPLACEMENT_SCALE, FrameAnimal } from '../../../../web/generated/life-layout.js';
import type { LifeFrame } from '../../../../web/life/shared/frame.js';

/** An animal to put into a frame. */
export interface TestAnimal {
  readonly x: number;
  readonly y: number;
  /** World units moved in this tick. */
  readonly dx?: number;
  readonly dy?: number;
  readonly tribe?: number;
  readonly tint?: number;
  /** 0 to 255; full unless given. */
  readonly energy?: number;
}

/** A frame of these animals, byte for byte as the engine writes one. */
export function frameOf(animals: readonly TestAnimal[], parts: Partial<LifeFrame> = {}): LifeFrame {
  const buffer = new ArrayBuffer(animals.length * FrameAnimal.size);
  const view = new DataView(buffer);
  animals.forEach(({ x, y, dx = 0, dy = 0, tribe = 0, tint = 0, energy = 255 }, index) => {
    const at = index * FrameAnimal.size;
    view.setFloat32(at + FrameAnimal.x, x, true);
    view.setFloat32(at + FrameAnimal.y, y, true);
    view.setInt16(at + FrameAnimal.dx, dx * FRAME_DISPLACEMENT_SCALE, true);
    view.setInt16(at + FrameAnimal.dy, dy * FRAME_DISPLACEMENT_SCALE, true);
    view.setUint8(at + FrameAnimal.tribe, tribe);
    view.setUint8(at + FrameAnimal.tint, tint);
    view.setUint8(at + FrameAnimal.energy, energy);
  });
  return {
    tick: 1,
    count: animals.length,
    columns: 16,
    rows: 16,
    worldWidth: 256,
    worldHeight: 256,
    colorBy: 0,
    buffer,
    bytesView: new Uint8Array(buffer),
    animals: new Uint8Array(buffer),
    positions: new Float32Array(buffer),
    food: null,
    selected: null,
    arrival: 0,
    tickMilliseconds: 1,
    ticksPerSecond: 60,
    ...parts,
  };
}
