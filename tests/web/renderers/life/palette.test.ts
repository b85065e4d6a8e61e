import { describe, expect, it } from 'vitest';
import { ColorBy, HYBRID_TRIBE, MAX_TRIBES, SCENES } from '../../../../web/generated/life-layout.js';
import { cssColor, NIGHT, type Rgb, rampGradient, tintTable, tribeColor, tribeTable } from '../../../../web/renderers/life/palette.js';

/** Relative luminance of WCAG. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const colorAt = (table: Uint8Array, index: number): Rgb => [table[index * 3] ?? 0, table[index * 3 + 1] ?? 0, table[index * 3 + 2] ?? 0];

/** How far apart two colours are for an eye without red or green cones (Viénot, linear RGB). */
function seenByDeuteranope([r, g, b]: Rgb): [number, number, number] {
  return [0.625 * r + 0.375 * g, 0.7 * r + 0.3 * g, 0.3 * g + 0.7 * b];
}

describe('tribe colours', () => {
  it('stand out from the night for every hue', () => {
    for (let hue = 0; hue < 360; hue += 5) expect(contrast(tribeColor(hue), NIGHT)).toBeGreaterThan(4.5);
  });

  it('differ for colour-blind eyes within each scene', () => {
    for (const { tribes } of SCENES) {
      tribes.forEach((one, index) => {
        for (const other of tribes.slice(index + 1)) {
          const [a, b] = [seenByDeuteranope(tribeColor(one.hue)), seenByDeuteranope(tribeColor(other.hue))];
          const distance = Math.hypot(...a.map((value, channel) => value - (b[channel] ?? 0)));
          expect(distance, `${one.name} and ${other.name}`).toBeGreaterThan(25);
        }
      });
    }
  });

  it('fill a table of all tribes, hybrids without a hue', () => {
    const table = tribeTable([0, 120]);
    expect(table.length).toBe(MAX_TRIBES * 3);
    expect(colorAt(table, 1)).toEqual(tribeColor(120));
    const [red, green, blue] = colorAt(table, HYBRID_TRIBE);
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(20);
  });
});

describe('tints', () => {
  it('go from one end to the other without a step', () => {
    for (const colorBy of [ColorBy.diet, ColorBy.energy, ColorBy.speed, ColorBy.age]) {
      const table = tintTable(colorBy);
      for (let tint = 1; tint < 256; tint += 1) {
        const [a, b] = [colorAt(table, tint - 1), colorAt(table, tint)];
        expect(Math.max(...a.map((value, channel) => Math.abs(value - (b[channel] ?? 0))))).toBeLessThan(8);
      }
    }
  });

  it('rise or fall in brightness where they are amounts, so that hue is not needed to read them', () => {
    for (const colorBy of [ColorBy.energy, ColorBy.speed, ColorBy.age]) {
      const table = tintTable(colorBy);
      const lights = [0, 64, 128, 192, 255].map((tint) => luminance(colorAt(table, tint)));
      const rising = [...lights].sort((a, b) => a - b);
      expect([rising, [...rising].reverse()]).toContainEqual(lights);
    }
  });

  it('have a gradient for the legend, tribes have none', () => {
    expect(rampGradient('tribe')).toBeNull();
    expect(rampGradient('diet')).toContain('linear-gradient');
    expect(cssColor([1.4, 2, 255])).toBe('rgb(1 2 255)');
  });
});
