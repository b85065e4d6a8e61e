/** A module of the engine whose memory may grow to so many pages of 64 KiB and no further: the machine refuses the rest. */

const MEMORY_SECTION = 5;
const PAGES_TO_NAME = 3;

export function withMemoryLimit(wasm: Uint8Array, pages: number): Uint8Array<ArrayBuffer> {
  const limited = Uint8Array.from(wasm);
  let at = 8;
  while (at < limited.length) {
    const section = limited[at];
    const size = readNumber(limited, at + 1);
    if (section === MEMORY_SECTION) {
      // One memory, with a maximum: its count, a flag, then least and most pages.
      const least = readNumber(limited, size.end + 2);
      const most = readNumber(limited, least.end);
      if (most.end - least.end !== PAGES_TO_NAME || pages >= 2 ** 21) throw new Error('the memory has no maximum of three bytes');
      for (let byte = 0; byte < PAGES_TO_NAME; byte += 1) {
        limited[least.end + byte] = ((pages >> (7 * byte)) & 127) | (byte < PAGES_TO_NAME - 1 ? 128 : 0);
      }
      return limited;
    }
    at = size.end + size.value;
  }
  throw new Error('the module has no memory of its own');
}

/** A number in LEB128, as WebAssembly writes it, and where it ends. */
function readNumber(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let i = 0; ; i += 1) {
    const byte = bytes[at + i] ?? 0;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, end: at + i + 1 };
  }
}
