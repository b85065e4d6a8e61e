import { describe, expect, test } from 'vitest';
import { isAtLeast, isInstalled, LEAST_EMSCRIPTEN, parseEmscriptenVersion } from '../../../scripts/toolchain.mjs';

describe('the version of Emscripten', () => {
  test.each([
    ['emcc (Emscripten gcc/clang-like replacement + linker emulating GNU ld) 3.1.69 ()', [3, 1, 69]],
    ['emcc (Emscripten gcc/clang-like replacement + linker emulating GNU ld) 4.0.10 (abcdef0123)\nCopyright 2025', [4, 0, 10]],
    ['emcc (Emscripten gcc/clang-like replacement + linker emulating GNU ld) 3.1.6~dfsg\n', [3, 1, 6]],
  ])('is read from %j', (text, version) => {
    expect(parseEmscriptenVersion(text)).toEqual(version);
  });

  test('is unknown where something else answers', () => {
    expect(parseEmscriptenVersion('clang version 14.0.6')).toBeNull();
  });

  test.each([
    [[3, 1, 69], true],
    [[3, 1, 6], false],
    [[3, 2, 0], true],
    [[4, 0, 0], true],
    [[2, 9, 99], false],
  ])('%j is new enough: %j', (version, answer) => {
    expect(isAtLeast(version, LEAST_EMSCRIPTEN)).toBe(answer);
  });
});

describe('node_modules', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/a-for-another-machine': { version: '1.0.0', integrity: 'sha512-b', optional: true },
    },
  };
  const a = { version: '1.0.0', integrity: 'sha512-a' };

  test('are as asked for without what is for other machines', () => {
    expect(isInstalled(lock, { packages: { 'node_modules/a': a } })).toBe(true);
  });

  test('are not when they are missing, of another version, of other content, or too many', () => {
    expect(isInstalled(lock, null)).toBe(false);
    expect(isInstalled(lock, { packages: {} })).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/a': { ...a, version: '1.0.1' } } })).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/a': { ...a, integrity: 'sha512-c' } } })).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/a': a, 'node_modules/b': a } })).toBe(false);
  });
});
