import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importedAtOnce, plainGl, plainNumbers, plainTables, plainTexts } from '../../../scripts/shorter-scripts.mjs';
import { ROOT } from '../../../scripts/steps.mjs';

const at = (path: string): string => join(ROOT, path);

interface Rewriting {
  readonly transform: (code: string, id: string) => { readonly code: string } | null;
}

/** What a plugin makes of a source; null where it leaves it as it is. */
const rewritten = (plugin: unknown, code: string, file: string): string | null =>
  (plugin as Rewriting).transform(code, at(file))?.code ?? null;

describe('numbers in place of names', () => {
  test('are those of records that are imported, by whatever name', () => {
    const code = `import { MeteorHeader, Star as S } from '../../generated/meteor-layout.js';\nconst a = [MeteorHeader.frame, S.radius, S.toString(), Other.x];`;
    expect(rewritten(plainNumbers, code, 'web/meteor/shared/any.ts')).toContain('const a = [12, 8, S.toString(), Other.x];');
  });

  test('are words where the kernels in JavaScript count words, and places of options', () => {
    const code = "import { H, O, S } from './columns.js';\nconst a = [H.frame, O.height, S.meteorSlots];";
    expect(rewritten(plainNumbers, code, 'web/fallback/meteor/any.ts')).toContain('const a = [3, 2, 6];');
  });

  test('are not taken from records of the same name elsewhere', () => {
    expect(rewritten(plainNumbers, 'const a = MeteorHeader.frame;', 'web/meteor/shared/any.ts')).toBeNull();
  });

  test("are WebGL's, and what WebGL does not have ends the build", () => {
    expect(rewritten(plainGl, 'gl.enable(gl.BLEND, gl.TEXTURE0 + 1)', 'web/renderers/any.ts')).toBe('gl.enable(3042, 33984 + 1)');
    expect(() => rewritten(plainGl, 'gl.enable(gl.BLENT)', 'web/renderers/any.ts')).toThrow(
      /any\.ts names gl\.BLENT, which WebGL2 does not have/,
    );
  });
});

describe('tables', () => {
  const rows = Array.from({ length: 8 }, (_, row) => `  { name: 'a, ${row}', least: -${row}, unit: '' },\n`).join('');
  const table = `export const OPTIONS = [\n${rows}] as const;\n`;

  test('name their columns once, and hold the same', () => {
    const code = rewritten(plainTables, table, 'web/generated/any-layout.ts');
    expect(code).toContain('.map(([name, least, unit]) => ({ name, least, unit }))');
    const value = (text: string): unknown => new Function(text.replace('export const OPTIONS =', 'return').replace(' as const', ''))();
    expect(value(code ?? '')).toEqual(value(table));
  });

  test('stay as they are where a row differs or there are few', () => {
    expect(
      rewritten(
        plainTables,
        table.replace("unit: '' },\n  { name: 'a, 1'", "unity: '' },\n  { name: 'a, 1'"),
        'web/generated/any-layout.ts',
      ),
    ).toBeNull();
    expect(rewritten(plainTables, table.replace(rows, rows.slice(rows.length / 2)), 'web/generated/any-layout.ts')).toBeNull();
  });
});

describe('texts', () => {
  const PUT_IN = '$'.concat('{ x  + 1 }');

  test('of shaders keep the lines of directives, what is put in, and the spaces of signs', () => {
    const code = `\`#version 300 es\nprecision highp float;\n#define X 1\nvoid main() {\n  a = b - -${PUT_IN};\n}\n\``;
    expect(rewritten(plainTexts, code, 'web/renderers/any-shaders.ts')).toBe(
      `\`#version 300 es\nprecision highp float;\n#define X 1\nvoid main(){a=b - -${PUT_IN};}\``,
    );
  });

  test('of style sheets keep their values and selectors', () => {
    const code = 'new ShadowStyle(`\n:host([hidden]) { display: none; }\n.a .b > c:hover { width: calc(1px + 2px); }\n`)';
    expect(rewritten(plainTexts, code, 'web/elements/any.ts')).toBe(
      'new ShadowStyle(` :host([hidden]){display:none}.a .b > c:hover{width:calc(1px + 2px)}`)',
    );
  });

  test('with a comment end the build', () => {
    expect(() => rewritten(plainTexts, '`void main() {} // why`', 'web/renderers/any-shaders.ts')).toThrow(
      /any-shaders\.ts has a comment in a text/,
    );
  });
});

describe('what is imported later', () => {
  test('is imported at once, by a name that nothing hides', () => {
    const code =
      "const { A, B } = await loadLater(() => import('./a.js'), late);\nconst all = () => import('../b.js');\ntype T = typeof import('./c.js');";
    expect(rewritten(importedAtOnce(), code, 'web/meteor/any.ts')).toBe(
      [
        "import { A as held0_A, B as held0_B } from './a.js';",
        "import * as held1 from '../b.js';",
        'const { A, B } = await loadLater(() => Promise.resolve({ A: held0_A, B: held0_B }), late);',
        'const all = () => Promise.resolve(held1);',
        "type T = typeof import('./c.js');",
      ].join('\n'),
    );
  });
});
