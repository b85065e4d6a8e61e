import { describe, expect, it } from 'vitest';
import { CallbackKind, DEFAULT_OPTIONS, NONE, RefusalKind, RefusedCallback, SceneOp } from '../../../web/generated/scene-layout.js';
import { SceneRefusedError } from '../../../web/scene/shared/errors.js';
import { entityId } from '../../../web/scene/shared/ids.js';
import { readRefused, refusedError } from '../../../web/scene/shared/refusals.js';

const bits = (value: number): number => new Uint32Array(new Float32Array([value]).buffer)[0] as number;
const about = (op: number, refusal: number, detail: number, id: number | null = null, times = 1): SceneRefusedError =>
  refusedError({ op, refusal, detail, id, times }, DEFAULT_OPTIONS);

describe('a command that is refused', () => {
  it.each(Object.entries(RefusalKind))('is told of in a sentence with a way out: %s', (name, kind) => {
    for (const [op, number] of Object.entries(SceneOp)) {
      const error = about(number, kind, 3);
      expect(error).toBeInstanceOf(SceneRefusedError);
      expect(error).toMatchObject({ op, refusal: name, id: null, times: 1, code: 'scene/refused' });
      expect(error.message).toBe(`${op} is refused: ${error.reason}. ${error.wayOut}`);
      expect(error.message).not.toMatch(/undefined|NaN is|\[object/);
      expect(error.wayOut.length).toBeGreaterThan(10);
    }
  });

  it.each([
    [
      about(SceneOp.update, RefusalKind.staleEntity, 0, entityId(5, 2)),
      /^update of entity 2097157 is refused: it has ended, or never was\./,
    ],
    [about(SceneOp.create, RefusalKind.tooMany, 100_000), /^create is refused: 100000 is more than maxEntities = 100000 allows\./],
    [about(SceneOp.makeLight, RefusalKind.tooMany, 64), /64 is more than maxLights = 64 allows/],
    [about(SceneOp.makeCamera, RefusalKind.outOfRange, bits(4.5)), /4\.5 is out of range\. .*field is 0\.01 to 3\.1 rad/],
    [about(SceneOp.makeCamera, RefusalKind.outOfRange, 7), /: 7 is out of range/],
    [about(SceneOp.makeTexture, RefusalKind.outOfRange, 20_000), /20000 is out of range\. .*1 to 16384 px/],
    [about(SceneOp.makeLight, RefusalKind.outOfRange, bits(-0.1)), /: -0\.1 is out of range/],
    [about(SceneOp.endUpdate, RefusalKind.publishFailed, RefusalKind.memory), /can not be shown \(memory\): the picture stays/],
    [about(SceneOp.setRun, RefusalKind.notFinite, 0, null, 9), /^setRun is refused, 9 times in a row: one of its numbers is NaN/],
    [about(77, RefusalKind.unknownOp, 77), /^operation 77 is refused: there is no operation 77/],
  ])('names what is wrong: %s', (error, message) => {
    expect(error.message).toMatch(message);
  });

  it('comes from the record that the engine writes', () => {
    const words = new Uint32Array(32);
    const set = (field: number, value: number): void => {
      words[16 + field / 4] = value;
    };
    set(RefusedCallback.head, CallbackKind.refused | (SceneOp.update << 8) | (RefusalKind.staleEntity << 16));
    set(RefusedCallback.index, 4);
    set(RefusedCallback.generation, 3);
    set(RefusedCallback.times, 2);
    const command = readRefused(words, 16);
    expect(command).toEqual({ op: SceneOp.update, refusal: RefusalKind.staleEntity, id: entityId(4, 3), detail: 0, times: 2 });
    set(RefusedCallback.index, NONE);
    expect(readRefused(words, 16).id).toBeNull();
  });
});
