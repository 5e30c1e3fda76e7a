import { expect, test } from '@playwright/test';
import { Playground } from './playground';

test('a first visit shows an example with its findings, and nothing runs by itself', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  expect(await playground.text()).toContain('op.drop_column("users", "phone")');
  await expect(playground.findings.first()).toContainText('phone');
  await expect(playground.state).toHaveAttribute('data-run-state', 'idle');
});

test('the page can be typed into before the full editor is there', async ({ page }) => {
  await page.route(/session-.*\.js/, (route) => route.abort());
  await page.goto('./');
  const area = page.getByRole('textbox', { name: 'Text of drop_phone.py' });
  await expect(area).toHaveValue(/op\.drop_column/);
  await area.fill('def upgrade():\n    pass\n');
  await expect(page.getByText('could not be loaded')).toBeVisible();
  await expect(page.locator('#panel-findings')).not.toContainText('users.phone');
});

test('findings follow the typing', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': 'from alembic import op\n\nrevision = "1"\ndown_revision = None\n\n\n' });
  await playground.type('def upgrade():\n    op.drop_table("orders")\n\n\ndef downgrade():\n    pass\n');
  await expect(playground.findings.filter({ hasText: 'orders' }).first()).toBeVisible();
  await expect(page.locator('.squiggly-error, .squiggly-warning').first()).toBeVisible();
});

test('a click on a finding leads to its line', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.findings.filter({ hasText: 'phone' }).first().getByRole('button').first().click();
  await expect.poll(() => playground.cursorLine()).toBe(17);
});

test('what is said under the pointer leads to the rule', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
  await page.locator('.view-line').filter({ hasText: 'drop_column' }).getByText('drop_column').hover();
  await page.locator('.monaco-hover').getByRole('link', { name: 'More about drop-column' }).click();
  await expect(page.getByRole('heading', { name: 'Why it hurts' })).toBeVisible();
});

test('a quick action accepts a finding', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
  await playground.findings.first().getByRole('button').first().click();
  await page.keyboard.press('Control+.');
  await page.getByText('Accept this: add "# noqa: RT201"').click();
  await expect(playground.findings).toHaveCount(0);
  expect(await playground.text()).toContain('op.drop_column("users", "phone")  # noqa: RT201');
});

test('files are added, renamed, moved and removed, and removing can be undone', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': '# a', 'b.py': '# b' });

  await page.getByRole('button', { name: 'New file' }).click();
  await expect(playground.file('migration.py')).toHaveAttribute('aria-selected', 'true');

  await playground.file('migration.py').dblclick();
  await page.getByRole('textbox', { name: 'New name' }).fill('a.py');
  await expect(page.getByText('already a file called a.py')).toBeVisible();
  await page.getByRole('textbox', { name: 'New name' }).fill('c.py');
  await page.keyboard.press('Enter');
  await expect(playground.file('c.py')).toBeVisible();

  await playground.file('c.py').press('Alt+ArrowLeft');
  await expect(page.locator('[data-file]').nth(1)).toHaveAttribute('data-file', 'c.py');

  await playground.file('a.py').click();
  await playground.file('a.py').press('Delete');
  await expect(playground.file('a.py')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.file('a.py')).toBeVisible();
  expect(await playground.text()).toBe('# a');
});

test('dropped files become tabs', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['# one'], 'one.py'));
    data.items.add(new File(['-- two'], 'two.sql'));
    data.items.add(new File(['no'], 'notes.txt'));
    return data;
  });
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText('Drop migrations here')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(playground.file('one.py')).toBeVisible();
  await expect(playground.file('two.sql')).toBeVisible();
  await expect(page.locator('[data-file]')).toHaveCount(3);
});

test('undo in the editor survives a change of file', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': '# a', 'b.py': '# b' });
  await playground.type(' more');
  await playground.file('b.py').click();
  await playground.file('a.py').click();
  expect(await playground.text()).toBe('# a more');
  await page.locator('.monaco-editor .view-lines').click();
  await page.keyboard.press('Control+z');
  await expect.poll(() => playground.text()).toBe('# a');
});
