/** Buttons that copy what the page shows, and say what came of it. */
import { copyText } from '../../elements/base/copy-text.js';

/** Milliseconds for which a button says what came of a click. */
const SAID_MS = 4000;

/** Makes a button copy what an element shows, and say what came of it; where nothing is copied, the text is selected. */
export function copyOnClick(button: HTMLButtonElement, shown: HTMLElement): void {
  const label = button.textContent;
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener('click', async () => {
    const isCopied = await copyText(shown.textContent ?? '').then(
      () => true,
      () => false,
    );
    if (!isCopied) getSelection()?.selectAllChildren(shown);
    button.textContent = isCopied ? 'Copied' : 'Selected: copy it, please';
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = label;
    }, SAID_MS);
  });
}
