/** A button that copies a report for whoever wants to complain; nothing is sent. Elements load it with the message that it is in. */
import { describe } from '../../engine/describe.js';
import type { Report } from '../../engine/diagnostics.js';
import { copyText } from './copy-text.js';

const LABEL = 'Copy report';
/** Milliseconds for which the button says what became of it. */
const SAID_MS = 3000;

/**
 * Makes the button.
 * @param report makes the report, when it is asked for
 * @param isEarly whether the script that makes it is loaded before: who looks at a message may have lost the server
 */
export function reportButton(report: () => Promise<Report>, isEarly = false): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'report';
  button.textContent = LABEL;
  if (isEarly) report().catch(() => {});
  button.addEventListener('click', () => {
    const text = report().then((whole) => JSON.stringify(whole, null, 2));
    text.catch(() => {});
    void copyFrom(button, text);
  });
  return button;
}

async function copyFrom(button: HTMLButtonElement, text: Promise<string>): Promise<void> {
  try {
    await copyText(text);
    say(button, 'Copied');
  } catch (error) {
    say(button, 'Not copied');
    // What can't be copied can be selected.
    await text.then(
      (whole) => showByHand(button, whole),
      (failure: unknown) => showByHand(button, describe(failure)),
    );
    button.title = describe(error);
  }
}

function say(button: HTMLButtonElement, what: string): void {
  button.textContent = what;
  setTimeout(() => {
    button.textContent = LABEL;
  }, SAID_MS);
}

/** The text beside its button, once. */
function showByHand(button: HTMLButtonElement, text: string): void {
  const next = button.nextElementSibling;
  const box = next instanceof HTMLTextAreaElement ? next : document.createElement('textarea');
  box.readOnly = true;
  box.className = 'report';
  box.setAttribute('aria-label', 'Report');
  box.value = text;
  button.after(box);
  box.select();
}
