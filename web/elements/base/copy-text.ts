/** Puts text into the clipboard, on any page. */

/** What of the clipboard not every browser has, and no page on an origin that is not secure. */
interface MaybeClipboard {
  readonly clipboard?: Clipboard;
}

/**
 * Copies a text. Called in the handler of a click, since browsers let a page copy at once after a user's action only; the text itself
 * may come later.
 *
 * @throws Error where the browser lets this page copy nothing
 */
export async function copyText(text: string | Promise<string>): Promise<void> {
  const { clipboard } = navigator as MaybeClipboard;
  try {
    // A clipboard takes what is not there yet, so that the user's action counts however long the text takes.
    if (typeof text !== 'string' && typeof ClipboardItem === 'function' && clipboard?.write !== undefined) {
      const blob = text.then((whole) => new Blob([whole], { type: 'text/plain' }));
      // A text that fails is told by its own promise, not as a refusal of the clipboard's.
      blob.catch(() => {});
      await clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
      return;
    }
    await clipboard?.writeText(await text);
    if (clipboard !== undefined) return;
  } catch {
    // A policy forbids it, or the browser knows no text that comes later: the document's own command may do.
  }
  if (!copyByCommand(await text)) throw new Error('the browser lets this page copy nothing; select the text and copy it by hand');
}

/** The document's command copies what is selected, on an origin that is not secure as well. */
function copyByCommand(text: string): boolean {
  const focused = document.activeElement;
  const box = document.createElement('textarea');
  box.value = text;
  box.readOnly = true;
  box.setAttribute('aria-hidden', 'true');
  // Out of sight, where nothing scrolls to it.
  Object.assign(box.style, { position: 'fixed', insetBlockStart: '0', opacity: '0' });
  // All around a modal dialog is inert.
  const place = focused?.closest('dialog[open]') ?? document.body;
  place.append(box);
  box.select();
  try {
    return document.execCommand('copy');
  } finally {
    box.remove();
    (focused as Partial<HTMLElement> | null)?.focus?.();
  }
}
