import { describe, expect, it } from 'vitest';
import { type BufferSize, CANVAS2D_LIMITS, fittedSize } from '../../../../web/renderers/common/buffer-size.js';

const size = (width: number, height: number, ratio = 2): BufferSize => ({ width, height, ratio });

describe('the pixels of a canvas', () => {
  it('are those that it would show, where they can be drawn', () => {
    for (const wanted of [size(1, 1), size(3840, 2160), size(4096, 4096), size(16_384, 1024)]) {
      expect(fittedSize(wanted, CANVAS2D_LIMITS)).toBe(wanted);
    }
  });

  it.each([size(16_000, 16_000), size(2560, 40_000), size(40_000, 30), size(1, 3_000_000), size(8192, 8192, 1)])(
    'are fewer in the same shape beyond the limits: %o',
    (wanted) => {
      const given = fittedSize(wanted, CANVAS2D_LIMITS);
      expect(given.width).toBeGreaterThanOrEqual(1);
      expect(given.height).toBeGreaterThanOrEqual(1);
      expect(Math.max(given.width, given.height)).toBeLessThanOrEqual(CANVAS2D_LIMITS.side);
      expect(given.width * given.height).toBeLessThanOrEqual(CANVAS2D_LIMITS.area);
      // As many as the limits allow: the next larger one of this shape is beyond them.
      const share = given.ratio / wanted.ratio;
      const more = { width: wanted.width * share * 1.01, height: wanted.height * share * 1.01 };
      expect(Math.max(more.width, more.height) > CANVAS2D_LIMITS.side || more.width * more.height > CANVAS2D_LIMITS.area).toBe(true);
      // A place is where it was, to a pixel.
      expect(Math.abs(given.width - wanted.width * share)).toBeLessThanOrEqual(1);
      expect(Math.abs(given.height - wanted.height * share)).toBeLessThanOrEqual(1);
    },
  );
});
