// An origin that is no secure one, as that of a machine in a workshop's network, has no clipboard for scripts.
import { expect, type Page, test } from '@playwright/test';
import { waitForPicture, watchConsole } from './demo-page.js';

const HOST = 'insecure.test';
const PORT = Number(process.env.E2E_PORT ?? 5199);

test.use({
  baseURL: `http://${HOST}:${PORT}`,
  launchOptions: {
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', `--host-resolver-rules=MAP ${HOST} 127.0.0.1`],
  },
});

/** The pages that copy, what their buttons are called, and what is to be in the clipboard then. */
const PAGES = [
  {
    address: '/',
    button: 'Copy',
    says: /^Copied$/,
    where: '#copy',
    copied: /^<script type="module".*<life-sim scene="savanna".*><\/life-sim>$/s,
  },
  {
    address: '/meteor.html',
    button: 'Copy the HTML',
    says: /^Copied$/,
    where: '#copy',
    copied: /^<script type="module".*<\/meteor-shower>$/s,
  },
  {
    ...{ address: '/life.html#scene=savanna&entities=600&seed=6', button: 'Copy link', says: /The link is copied/, where: '#notices' },
    copied: /^http:\/\/insecure\.test:\d+\/life\.html#.*scene=savanna.*seed=6.*entities=600/,
  },
  {
    ...{ address: '/bench.html', button: 'Copy link', says: /The link is copied/, where: '#message' },
    copied: /^http:\/\/insecure\.test:\d+\/bench\.html\?.*start=1$/,
  },
] as const;

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  expect(await page.evaluate(() => [isSecureContext, 'clipboard' in navigator])).toEqual([false, false]);
  if (address.startsWith('/life')) await waitForPicture(page);
}

/** What a user would paste. */
async function pasted(page: Page): Promise<string> {
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    field.id = 'pasted';
    document.body.append(field);
    field.focus();
  });
  await page.keyboard.press('ControlOrMeta+V');
  return await page.locator('#pasted').inputValue();
}

for (const { address, button, says, where, copied } of PAGES) {
  test(`${button} copies, on ${address}`, async ({ page }) => {
    const noErrors = watchConsole(page);
    await open(page, address);
    const copy = page.getByRole('button', { name: button, exact: true });
    await copy.click();
    await expect(page.locator(where)).toContainText(says);
    expect(await pasted(page)).toMatch(copied);
    noErrors();
  });
}

test.describe('where the browser copies nothing for a page', () => {
  const refuse = async (page: Page): Promise<void> => {
    await page.addInitScript(() => {
      document.execCommand = () => false;
    });
  };

  for (const address of ['/', '/meteor.html']) {
    test(`${address} says so, and has the text selected`, async ({ page }) => {
      const noErrors = watchConsole(page);
      await refuse(page);
      await open(page, address);
      await page.locator('#copy').click();
      await expect(page.locator('#copy')).toHaveText('Selected: copy it, please');
      const shown = await page.locator('figure.code code').textContent();
      expect(await page.evaluate(() => getSelection()?.toString())).toBe(shown);
      noErrors();
    });
  }

  for (const [address, where] of [
    ['/life.html#entities=600&seed=6', '#notices'],
    ['/bench.html', '#message'],
  ] as const) {
    test(`${address} says so, and has the link in the address bar`, async ({ page }) => {
      const noErrors = watchConsole(page);
      await refuse(page);
      await open(page, address);
      await page.getByRole('button', { name: 'Copy link', exact: true }).click();
      await expect(page.locator(where)).toContainText('the link is in the address bar');
      expect(page.url()).toMatch(/seed=\d+/);
      noErrors();
    });
  }
});
