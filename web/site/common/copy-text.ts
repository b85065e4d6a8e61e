/** Copies texts for the user, on an origin that is not secure too: no browser has a clipboard for scripts there. */
import { h } from './dom.js';

/** Milliseconds for which a button says what came of a click. */
const SAID_MS = 4000;

/** Puts a text into the clipboard. @returns false where the browser lets no script do that: the user has to copy it */
export async function copyText(text: string): Promise<boolean> {
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard !== undefined) {
    try {
      await clipboard.writeText(text);
      return true;
    } catch {
      // A policy or the user refuses it to scripts; a selection may be copied all the same.
    }
  }
  return copySelected(text);
}

/** Makes a button copy what an element shows, and say what came of it; where nothing is copied, the text is selected. */
export function copyOnClick(button: HTMLButtonElement, shown: HTMLElement): void {
  const label = button.textContent;
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener('click', async () => {
    const isCopied = await copyText(shown.textContent ?? '');
    if (!isCopied) getSelection()?.selectAllChildren(shown);
    button.textContent = isCopied ? 'Copied' : 'Selected: copy it, please';
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = label;
    }, SAID_MS);
  });
}

/** Copies by a selection in a field that nobody sees. */
function copySelected(text: string): boolean {
  const focused = document.activeElement;
  const field = h('textarea', { readonly: true, 'aria-hidden': 'true', tabindex: -1, class: 'copied-from' });
  field.value = text;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
