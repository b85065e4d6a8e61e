import type { Page } from '@playwright/test';
import type { createLife } from '../web/life.js';

declare global {
  interface Window {
    skyflock: { createLife: typeof createLife };
  }
}

/** Opens a page with nothing on it but `window.skyflock.createLife`. */
export async function openEnginePage(page: Page): Promise<void> {
  await page.goto('/engine.html');
  await page.waitForFunction(() => window.skyflock !== undefined);
}
