// @vitest-environment jsdom
/** Copying on pages whose browser has a clipboard, has one that refuses, or has none. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { copyText } from '../../../../web/elements/base/copy-text.js';
import { reportButton } from '../../../../web/elements/base/report-button.js';
import type { Report } from '../../../../web/engine/diagnostics.js';

const copied: string[] = [];
const setClipboard = (clipboard: unknown): void => {
  Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
};
/** The document's command, which copies what is selected; null for a browser that has none. */
const setCommand = (works: boolean | null): void => {
  const command = (): boolean => {
    const box = document.activeElement ?? document.querySelector('textarea[aria-hidden]');
    const { value } = document.querySelector('textarea[aria-hidden]') as HTMLTextAreaElement;
    if (works && box !== null) copied.push(`command ${value}`);
    return works === true;
  };
  Object.defineProperty(document, 'execCommand', { value: works === null ? undefined : command, configurable: true });
};

class FakeItem {
  readonly text: Promise<string>;
  constructor(items: Record<string, Promise<Blob>>) {
    this.text = (items['text/plain'] as Promise<Blob>).then((blob) => blob.text());
  }
}

beforeEach(() => {
  copied.length = 0;
  setCommand(true);
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const REFUSING = {
  writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
  write: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
};

describe('copyText', () => {
  test('takes the clipboard', async () => {
    setClipboard({ writeText: async (text: string) => void copied.push(`clipboard ${text}`) });
    await copyText('a');
    await copyText(Promise.resolve('b'));
    expect(copied).toEqual(['clipboard a', 'clipboard b']);
  });

  test('gives the clipboard a text that comes later at once, so that the click counts', async () => {
    vi.stubGlobal('ClipboardItem', FakeItem);
    const began: string[] = [];
    setClipboard({
      write: async ([item]: [FakeItem]) => {
        began.push('write');
        copied.push(`clipboard ${await item.text}`);
      },
    });
    let come = (_: string): void => {};
    const copying = copyText(
      new Promise<string>((resolve) => {
        come = resolve;
      }),
    );
    expect(began).toEqual(['write']);
    come('late');
    await copying;
    expect(copied).toEqual(['clipboard late']);
  });

  test.each([
    ['there is none, as on an origin that is not secure', undefined],
    ['it refuses', REFUSING],
  ])('takes the document where %s, and leaves nothing behind', async (_, clipboard) => {
    setClipboard(clipboard);
    await copyText(Promise.resolve('c'));
    expect(copied).toEqual(['command c']);
    expect(document.querySelector('textarea')).toBeNull();
  });

  test('says so where nothing can be copied', async () => {
    setClipboard(REFUSING);
    setCommand(false);
    await expect(copyText('d')).rejects.toThrow('the browser lets this page copy nothing; select the text and copy it by hand');
  });

  test('ends in the error of a text that never comes', async () => {
    setClipboard(undefined);
    await expect(copyText(Promise.reject(new Error('no report')))).rejects.toThrow('no report');
  });
});

describe('the button of a report', () => {
  const report = async (): Promise<Report> => ({ schema: 1 }) as Report;

  test('copies it, and says so', async () => {
    setClipboard({ writeText: async (text: string) => void copied.push(text) });
    const button = reportButton(report);
    document.body.append(button);
    expect(button.textContent).toBe('Copy report');
    button.click();
    await vi.waitFor(() => expect(button.textContent).toBe('Copied'));
    expect(JSON.parse(copied[0] as string)).toEqual({ schema: 1 });
  });

  test('shows it where nothing can be copied, once', async () => {
    setClipboard(REFUSING);
    setCommand(false);
    const button = reportButton(report);
    document.body.append(button);
    for (let time = 0; time < 2; time += 1) {
      button.click();
      await vi.waitFor(() => expect(document.querySelectorAll('textarea')).toHaveLength(1));
    }
    expect(button.textContent).toBe('Not copied');
    expect(JSON.parse(document.querySelector('textarea')?.value ?? '')).toEqual({ schema: 1 });
  });
});
