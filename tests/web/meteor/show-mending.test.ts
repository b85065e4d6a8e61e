import { describe, expect, it } from 'vitest';
import { ShowMending } from '../../../web/meteor/page/show-mending.js';

describe('the mending of a show', () => {
  it('goes on on another worker first, and on the page after a second fault in a minute', () => {
    const mending = new ShowMending();
    expect(mending.fail('it ended', 'auto', 'worker', 1000)).toBe('auto');
    expect(mending.drawn(1200)).toMatchObject({ cause: 'it ended', ms: 200 });
    expect(mending.fail('it ended', 'auto', 'worker', 30_000)).toBe('page');
    mending.drawn(30_100);
    expect(mending.fail('it failed', 'auto', 'page', 50_000)).toBeNull();
  });

  it('goes on on another worker again after a minute', () => {
    const mending = new ShowMending();
    mending.fail('it ended', 'worker', 'worker', 1000);
    mending.drawn(1200);
    expect(mending.fail('it ended', 'worker', 'worker', 70_000)).toBe('worker');
  });

  it('goes on on the page where the other worker does not draw', () => {
    const mending = new ShowMending();
    mending.fail('it ended', 'auto', 'worker', 1000);
    mending.drawn(1200);
    expect(mending.fail('it ended', 'auto', 'worker', 70_000)).toBe('auto');
    // Long after the first one: but this one never drew.
    expect(mending.fail('its renderer did not come', 'auto', 'worker', 70_500)).toBe('page');
    expect(mending.drawn(70_800)).toMatchObject({ cause: 'its renderer did not come' });
  });
});
