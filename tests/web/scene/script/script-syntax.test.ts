import { describe, expect, it } from 'vitest';
import { asScript, LINES_BEFORE } from '../../../../web/scene/script/script-syntax.js';

const MODULE = `import { a, b } from 'https://example.org/a.js';
import './b.js';
export * from './c.js';
export const speed = 3;
export { a as c };
export default async (scene) => {
  const more = await import('./d.js');
  return { update() { scene.at = import.meta.url; more; } };
};
await null;`;

describe('a module as a script', () => {
  it('parses up to its end, where it is made not to, and never runs', () => {
    const script = asScript(MODULE);
    expect(() => new Function(script)).toThrow(SyntaxError);
    // Without what keeps it from parsing it is one.
    expect(() => new Function(script.replace(/ \)$/, ''))).not.toThrow();
  });

  it('has every line where it was, and every token that modules share with scripts', () => {
    const lines = asScript(MODULE).split('\n').slice(LINES_BEFORE);
    MODULE.split('\n').forEach((line, at) => {
      expect(lines[at]).toHaveLength(line.length);
    });
    expect(lines[3]?.indexOf('const speed')).toBe(MODULE.split('\n')[3]?.indexOf('const speed'));
    expect(lines[5]).toContain('async (scene) => {');
  });
});
