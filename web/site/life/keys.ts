/** Keys that act wherever the focus is, as long as nobody types. */
import type { LifeSimElement, ToolName } from '../../elements/life-sim.js';

const TOOLS: Readonly<Record<string, ToolName>> = { v: 'select', g: 'pan', f: 'food', a: 'spawn', x: 'kill' };

/** @param chrome everything that `h` hides */
export function listenForKeys(sim: LifeSimElement, chrome: HTMLElement): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const tool = TOOLS[event.key];
    const actions: Readonly<Record<string, () => void>> = {
      ' ': () => {
        sim.paused = !sim.paused;
      },
      '.': () => sim.step(),
      0: () => sim.fit(),
      p: () => {
        sim.showPartitions = !sim.showPartitions;
      },
      h: () => chrome.classList.toggle('away'),
      Escape: () => void sim.select(0),
    };
    const action =
      tool === undefined
        ? actions[event.key]
        : () => {
            sim.tool = tool;
          };
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

/** Whether the key belongs to a field, or to a button that space presses. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, button, summary, a') !== null;
}
