/** What every shader begins with. */
export const HEADER = `#version 300 es
precision highp float;
precision highp int;`;

/** A number as GLSL takes one: always with a point. */
export function float(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
