// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { InlineScript } from '../../../../web/elements/scene/inline-script.js';

const TEXT = 'export default () => {};';

/** An element with this inside, and its script, which counts its changes. */
function elementWith(html: string) {
  const element = document.createElement('div');
  element.innerHTML = html;
  const onChange = vi.fn();
  return { element, onChange, inline: new InlineScript(element, onChange) };
}

describe('the script inside an element', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is the text of a child that no browser runs by itself', () => {
    expect(elementWith(`<p>Sorry</p><script type="text/plain">${TEXT}</script>`).inline.text).toBe(TEXT);
    expect(elementWith(`<script type="module">${TEXT}</script>`).inline.text).toBeNull();
    expect(elementWith(`<div><script type="text/plain">${TEXT}</script></div>`).inline.text).toBeNull();
    expect(elementWith('<script type="text/plain">  \n</script>').inline.text).toBeNull();
  });

  it('tells of another text once, and of nothing after it has left the page', async () => {
    const { element, inline, onChange } = elementWith(`<script type="text/plain">${TEXT}</script>`);
    inline.connected(element);
    const script = element.querySelector('script') as HTMLScriptElement;
    script.textContent = `${TEXT} // second`;
    await Promise.resolve();
    expect(onChange).toHaveBeenCalledTimes(1);
    element.append(document.createElement('p'));
    await Promise.resolve();
    expect(onChange).toHaveBeenCalledTimes(1);
    inline.disconnected();
    script.textContent = TEXT;
    await Promise.resolve();
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('is none while the page is parsed, and is told of once it is whole', () => {
    const { element, inline, onChange } = elementWith(`<script type="text/plain">${TEXT}</script>`);
    const parsing = vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
    inline.connected(element);
    expect(inline.text).toBeNull();
    parsing.mockReturnValue('interactive');
    document.dispatchEvent(new Event('DOMContentLoaded'));
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(inline.text).toBe(TEXT);
    inline.disconnected();
  });
});
