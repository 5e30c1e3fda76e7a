import { expect, test } from '@playwright/test';
import { Playground } from './playground';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a shared link brings back files and settings in another browser, and waits for a click to run', async ({
  page,
  browser,
}) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': 'x = 1\n', 'b.py': 'y = "ü 🐘"\n' });
  await playground.type('z = 3\n');
  await page.getByLabel('Rows').fill('25');
  await page.getByLabel('Rows').press('Enter');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());

  const other = new Playground(await (await browser.newContext()).newPage());
  await other.open(new URL(link).hash);
  expect(await other.text()).toBe('x = 1\nz = 3\n');
  await expect(other.page.getByLabel('Rows')).toHaveValue('25');
  await expect(other.page.getByText('somebody else wrote it')).toBeVisible();
  await expect(other.state).toHaveAttribute('data-run-state', 'idle');
  await other.file('b.py').click();
  expect(await other.text()).toContain('y = "ü 🐘"');
});

test('a broken link says so and leaves the draft alone', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': '# mine\n' });
  await playground.type('# edited\n');
  await page.waitForTimeout(600);
  await playground.open('#v1.AAAAthisisnolink');
  const alert = page.getByRole('alert').filter({ hasText: 'looks cut or changed' });
  await expect(alert).toBeVisible();
  expect(await playground.text()).toContain('# edited');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(alert).toHaveCount(0);
});

test('a draft survives a reload, and the address no longer holds the link it began with', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': '# theirs\n' });
  await playground.type('# my change\n');
  expect(page.url()).not.toContain('#v1');
  await page.reload();
  await page.locator('.view-line').first().waitFor();
  expect(await playground.text()).toContain('# my change');
});

test('opening a link never destroys the draft: it is offered back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.type('# my own work\n');
  await page.waitForTimeout(600);
  await playground.openFiles({ 'theirs.py': '# theirs\n' });
  await playground.type('# I change theirs too\n');
  await page.waitForTimeout(600);
  await page.getByRole('button', { name: 'Restore my draft' }).click();
  expect(await playground.text()).toContain('# my own work');
  await page.getByRole('button', { name: 'Drafts' }).click();
  await expect(page.getByRole('menuitem', { name: 'theirs.py' })).toBeVisible();
});

test('Markdown for a review holds code and findings', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(playground.findings.first()).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('menuitem', { name: 'Copy Markdown with code' }).click();
  await expect(page.getByText('Markdown copied')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('```python');
  expect(text).toContain('drop_phone.py:17');
});
