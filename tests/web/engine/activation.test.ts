import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Waiting } from '../../../web/elements/base/waiting.js';
import { isPrerendering, whenActive } from '../../../web/engine/activation.js';

/** A page that is prerendered until it is visited. */
class PrerenderedPage extends EventTarget {
  prerendering = true;

  visit(): void {
    this.prerendering = false;
    this.dispatchEvent(new Event('prerenderingchange'));
  }
}

describe('a prerendered page', () => {
  let page: PrerenderedPage;

  beforeEach(() => {
    vi.useFakeTimers();
    page = new PrerenderedPage();
    vi.stubGlobal('document', page);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is active once somebody visits it', async () => {
    expect(isPrerendering()).toBe(true);
    const active = vi.fn();
    void whenActive().then(active);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(active).not.toHaveBeenCalled();
    page.visit();
    await vi.advanceTimersByTimeAsync(0);
    expect(active).toHaveBeenCalledOnce();
    expect(isPrerendering()).toBe(false);
    await whenActive();
  });

  it('is not waited for by those who gave up', async () => {
    const start = new AbortController();
    const wait = whenActive(start.signal);
    const again = expect(wait).rejects.toThrow('given up');
    start.abort(new Error('given up'));
    await again;
    await expect(whenActive(start.signal)).rejects.toThrow('given up');
  });

  it('does not count towards a start that takes long', async () => {
    const shown = vi.fn();
    const waiting = new Waiting(shown);
    waiting.begin();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shown).not.toHaveBeenCalledWith(true);
    page.visit();
    await vi.advanceTimersByTimeAsync(900);
    expect(shown).not.toHaveBeenCalledWith(true);
    await vi.advanceTimersByTimeAsync(200);
    expect(shown).toHaveBeenLastCalledWith(true);
    waiting.end();
    expect(shown).toHaveBeenLastCalledWith(false);
  });

  it('shows no start that ended before anybody came', async () => {
    const shown = vi.fn();
    const waiting = new Waiting(shown);
    waiting.begin();
    waiting.end();
    page.visit();
    await vi.advanceTimersByTimeAsync(5000);
    expect(shown).not.toHaveBeenCalledWith(true);
  });
});

describe('where nothing is prerendered', () => {
  it('everything is active at once', async () => {
    expect(isPrerendering()).toBe(false);
    await whenActive();
  });
});
