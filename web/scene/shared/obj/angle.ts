/** Angles from nothing but `+ - * /` and `sqrt`, so that each browser has the same normals: `Math.atan2` is no two browsers' own. */

/** Of 0 to 1, right to 1e-12: halved twice, after which seven terms of the series do. */
function arctangent(slope: number): number {
  const half = slope / (1 + Math.sqrt(1 + slope * slope));
  const t = half / (1 + Math.sqrt(1 + half * half));
  const s = t * t;
  return 4 * t * (1 - s * (1 / 3 - s * (1 / 5 - s * (1 / 7 - s * (1 / 9 - s * (1 / 11 - s * (1 / 13 - s / 15)))))));
}

/** The angle of 0 to pi between two directions of length 1 whose difference and sum have these lengths (squared). */
export function angleOf(differenceSquared: number, sumSquared: number): number {
  const difference = Math.sqrt(differenceSquared);
  const sum = Math.sqrt(sumSquared);
  return difference <= sum ? 2 * arctangent(difference / sum) : Math.PI - 2 * arctangent(sum / difference);
}

export const FULL_TURN = 2 * Math.PI;
