import { describe, expect, test } from 'vitest';
import { plainWords } from '../../../web/engine/plain-words.js';

const WORDS = { own: new Set(['threads', 'wasm', 'self', 'tribe']), foreign: ['Grey Geese', 'Geese', 'tribe', ' '] };
const plain = (sentence: string): string => plainWords(sentence, WORDS);

describe('a sentence of a report', () => {
  test.each([
    ['an address', 'https://a.example:8443/secret/x.wasm?key=1#top answered 404', 'https://a.example:8443 answered 404'],
    ['one at the end of a sentence', 'it is not at https://a.example/secret/x.wasm.', 'it is not at https://a.example.'],
    ['one in brackets', 'it failed (http://a.example/secret)', 'it failed (http://a.example)'],
    ['one with a password', 'https://user:pass@a.example/x is late', 'https://a.example is late'],
    ['the address of a blob', 'blob:https://a.example/1234-5678 failed', 'blob:… failed'],
    ['the address of a file', 'file:///home/anna/diary.html failed', 'file:… failed'],
    ['data', 'data:text/javascript,secret() was refused', 'data:… was refused'],
    ['a path', "can't read /home/anna/diary.txt: no such file", "can't read …: no such file"],
    ['a path of Windows', 'C:\\Users\\anna\\x.wasm is missing', '… is missing'],
    ['a relative path', 'vendor/secret/x.wasm, ./y.js and ../z are missing', '…, … and … are missing'],
    ['a query', 'asked for x?token=abc in vain', 'asked for x… in vain'],
    ['a mail address', 'ask anna@a.example', 'ask …'],
    ['a file of the page', 'secret-report.html is no script', '… is no script'],
    ['a text in quotes', 'tier \'my "own" tier\' and "another\'s" are refused', 'tier \'…\' and "…" are refused'],
    ['a name of the user, however it is written', 'grey geese met Geese and Geeseling', '… met … and Geeseling'],
  ])('loses %s', (_, sentence, expected) => {
    expect(plain(sentence)).toBe(expected);
    expect(plain(expected)).toBe(expected);
  });

  test.each([
    "tier 'threads' can't run: the page isn't cross-origin isolated: serve it with COOP same-origin and COEP require-corp",
    "skyflock-life.wasm and coordinator.worker.js are missing; allow worker-src 'self' blob: in a CSP",
    'a worker of the tribe hangs: 50 KB/s, 3.5 ms, and/or 12 x 4 cells; text/html is no WebAssembly',
    'WebGL2 runs in software here (ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver))',
  ])('keeps what is Skyflock’s: %s', (sentence) => {
    expect(plain(sentence)).toBe(sentence);
  });
});
