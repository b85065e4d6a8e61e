import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ChangeFlag, Graph, NONE, ROOT_NODE, StateStatus, Tag } from '../../../web/generated/state-layout.js';
import type { StateHost, StateKernel } from '../../../web/state/shared/kernel.js';
import { StateStartError } from '../../../web/state/shared/start-error.js';
import { createWasmStateKernel } from '../../../web/state/wasm/wasm-kernel.js';

const host: StateHost = { slotsEqual: () => false };
const built = (name: string): WebAssembly.Module =>
  new WebAssembly.Module(readFileSync(fileURLToPath(new URL(`../../../build/wasm/${name}.wasm`, import.meta.url))));

let module: WebAssembly.Module;
beforeAll(() => {
  module = built('skyflock-state');
});

/** Makes a kernel and gives its memory too. */
function kernelWithMemory(): { kernel: StateKernel; memory: WebAssembly.Memory } {
  const instances: WebAssembly.Instance[] = [];
  const Real = WebAssembly.Instance;
  const spy = vi.spyOn(WebAssembly, 'Instance').mockImplementation(function (this: unknown, ...args) {
    const instance = new Real(...args);
    instances.push(instance);
    return instance;
  });
  try {
    const kernel = createWasmStateKernel(module, host, false);
    return { kernel, memory: (instances[0] as WebAssembly.Instance).exports.memory as WebAssembly.Memory };
  } finally {
    spy.mockRestore();
  }
}

/** Writes a number to each of the nodes. */
function writeNumbers(kernel: StateKernel, nodes: readonly number[], value: number): StateStatus {
  const { ids, tags, payloads } = kernel.reserve(nodes.length, 0).rows;
  nodes.forEach((node, row) => {
    ids[row] = node;
    tags[row] = Tag.number;
    payloads[row] = value + row;
  });
  return kernel.process(nodes.length);
}

describe('the WebAssembly kernel of the state store', () => {
  it('refuses a module that is no state engine', () => {
    expect(() => createWasmStateKernel(built('core-parity'), host, false)).toThrow(StateStartError);
    expect(() => createWasmStateKernel(built('core-parity'), host, false)).toThrow(/does not fit its script.*same build/);
  });

  it('needs no shared memory, no SIMD and a page of memory or two', () => {
    const { memory } = kernelWithMemory();
    expect(memory.buffer).toBeInstanceOf(ArrayBuffer);
    expect(memory.buffer.byteLength).toBeLessThanOrEqual(2 * 65536);
  });

  it('keeps its views on the engine when the memory grows in the middle of a batch', () => {
    const { kernel, memory } = kernelWithMemory();
    const before = memory.buffer.byteLength;
    const nodes = Array.from({ length: 20_000 }, (_, at) => kernel.intern(ROOT_NODE, at));
    const { ids, tags, payloads } = kernel.reserve(nodes.length, 0).rows;
    nodes.forEach((node, row) => {
      ids[row] = node;
      tags[row] = Tag.number;
      payloads[row] = row;
    });
    expect(kernel.process(nodes.length)).toBe(StateStatus.ok);
    expect(memory.buffer.byteLength).toBeGreaterThan(before);
    expect(kernel.list.length).toBe(nodes.length);
    expect(kernel.list.ids[19_999]).toBe(nodes[19_999]);
    expect(kernel.writes.payloads[19_999]).toBe(19_999);
    expect(kernel.payload(nodes[19_999] as number)).toBe(19_999);
    // The input's views were over the memory before.
    expect(writeNumbers(kernel, nodes.slice(0, 3), 7)).toBe(StateStatus.ok);
    expect([...kernel.writes.payloads.slice(0, 3)]).toEqual([7, 8, 9]);
  });

  it('keeps its views on the engine when the memory grows as a batch is filled in', () => {
    const { kernel, memory } = kernelWithMemory();
    const { rows } = kernel.reserve(20_000, 0);
    const before = memory.buffer.byteLength;
    const nodes = Array.from({ length: 20_000 }, (_, row) => {
      const node = kernel.intern(ROOT_NODE, row);
      rows.ids[row] = node;
      rows.tags[row] = Tag.number;
      rows.payloads[row] = row;
      return node;
    });
    expect(memory.buffer.byteLength).toBeGreaterThan(before);
    expect(kernel.process(nodes.length)).toBe(StateStatus.ok);
    expect(nodes.map((node) => kernel.payload(node))).toEqual(nodes.map((_, row) => row));
  });

  it('keeps what was filled in when more room is asked for', () => {
    const { kernel } = kernelWithMemory();
    const first = kernel.reserve(1, 1);
    const node = kernel.intern(ROOT_NODE, 1);
    first.rows.ids[0] = node;
    first.rows.tags[0] = Tag.object;
    first.rows.payloads[0] = 0;
    first.values.ends[0] = 2;
    const { values } = kernel.reserve(5000, 5000);
    values.segments[1] = 4;
    values.tags[1] = Tag.booleanTrue;
    values.payloads[1] = 0;
    values.ends[1] = 2;
    expect(kernel.process(1)).toBe(StateStatus.ok);
    expect(kernel.tag(node)).toBe(Tag.object);
    expect(kernel.tag(kernel.find(node, 4))).toBe(Tag.booleanTrue);
  });

  it('gives numbers above 2^31 as they are', () => {
    const { kernel } = kernelWithMemory();
    expect(kernel.find(ROOT_NODE, 5)).toBe(NONE);
    expect(kernel.groupOf(Graph.sync, ROOT_NODE)).toBe(NONE);
    const node = kernel.intern(ROOT_NODE, 5);
    kernel.link(Graph.flip, node, kernel.intern(ROOT_NODE, 6));
    expect([...kernel.members(Graph.flip, kernel.groupOf(Graph.flip, node))]).toHaveLength(2);
    expect(writeNumbers(kernel, [node], -1.5)).toBe(StateStatus.ok);
    expect(kernel.payload(node)).toBe(-1.5);
    expect(kernel.failedRow).toBe(NONE);
  });

  it('asks the host whether slots are equal', () => {
    const asked: number[][] = [];
    const kernel = createWasmStateKernel(
      module,
      {
        slotsEqual: (a, b) => {
          asked.push([a, b]);
          return true;
        },
      },
      false,
    );
    const [target, one, other] = [1, 2, 3].map((segment) => kernel.intern(ROOT_NODE, segment)) as [number, number, number];
    kernel.aggregate(target, Uint32Array.of(one, other));
    const { ids, tags, payloads } = kernel.reserve(2, 0).rows;
    ids.set([one, other]);
    tags.set([Tag.slot, Tag.slot]);
    payloads.set([11, 12]);
    expect(kernel.process(2)).toBe(StateStatus.ok);
    expect(asked).toContainEqual([11, 12]);
    expect([kernel.tag(target), kernel.payload(target)]).toEqual([Tag.slot, 11]);
  });

  it('leaves no memory behind in 10,000 cycles of registration, batch and clean-up', () => {
    const { kernel, memory } = kernelWithMemory();
    const cycle = (at: number): void => {
      const [a, b, c, d] = [0, 1, 2, 3].map((k) => kernel.intern(kernel.intern(ROOT_NODE, 10 + (at % 997)), 10_000 + k)) as [
        number,
        number,
        number,
        number,
      ];
      kernel.link(Graph.sync, a, b);
      kernel.link(Graph.flip, b, c);
      const aggregation = kernel.aggregate(d, Uint32Array.of(a, b));
      expect(writeNumbers(kernel, [a], at)).toBe(StateStatus.ok);
      expect(kernel.payload(d)).toBe(at);
      expect(kernel.list.flags[1]).toBe(ChangeFlag.sync);
      kernel.disaggregate(aggregation);
      kernel.unlink(Graph.sync, a, b);
      kernel.unlink(Graph.flip, b, c);
      // A state without any of it.
      const { rows, values } = kernel.reserve(1, 1);
      rows.ids[0] = ROOT_NODE;
      rows.tags[0] = Tag.object;
      rows.payloads[0] = 0;
      values.ends[0] = 1;
      kernel.run(0);
      kernel.append(1);
      expect(kernel.commit()).toBe(StateStatus.ok);
    };
    const before = kernel.usage();
    for (let at = 0; at < 100; at++) cycle(at);
    const bytes = memory.buffer.byteLength;
    for (let at = 0; at < 10_000; at++) cycle(at);
    expect(kernel.usage()).toEqual(before);
    expect(memory.buffer.byteLength).toBe(bytes);
  });
});
