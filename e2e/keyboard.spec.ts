import { expect, test, type Page } from '@playwright/test';
import { Playground } from './playground';

test('the keyboard alone suffices: open an example, edit, leave the editor, run, read the result', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();

  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the editor' })).toBeFocused();

  await tabTo(page, 'button[aria-haspopup="menu"]');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-example="dropped-phone-safely"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(playground.file('drop_phone_safely.py')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Examples' })).toBeFocused();

  await tabTo(page, '.monaco-editor *');
  await page.keyboard.insertText('# typed\n');
  expect(await playground.text()).toContain('# typed');
  await page.keyboard.press('Escape');
  await expect(playground.runButton).toBeFocused();

  await page.keyboard.press('Enter');
  await playground.finish();
  await expect(playground.state).toContainText('SQLite: reversible');
  await tabTo(page, '[role="tab"][aria-controls^="panel-"]');
  await page.keyboard.press('ArrowLeft');
  await expect(playground.tab('Findings')).toBeFocused();
});

test('tabs of files move with the arrows', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': '', 'b.py': '', 'c.py': '' });
  await playground.file('a.py').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(playground.file('c.py')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(playground.file('a.py')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('F2');
  await page.keyboard.press('Escape');
  await expect(playground.file('a.py')).toBeVisible();
});

test('F8 goes to the next problem', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('F8');
  await expect.poll(() => playground.cursorLine()).toBe(17);
});

/** Presses Tab until the focus is on something; fails when it never gets there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let press = 0; press < 40; press++) {
    const isThere = await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    if (isThere) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${selector}`);
}
