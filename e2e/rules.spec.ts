import { expect, test } from '@playwright/test';
import { Playground } from './playground';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('every rule is listed under its theme, and explains itself at an address of its own', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('link', { name: 'Rules', exact: true }).click();
  await expect(page).toHaveURL(/#\/rules$/);
  await expect(page.getByRole('heading', { name: 'What a rollback would lose' })).toBeVisible();
  await playground.ruleLinks.filter({ hasText: 'RT201' }).click();
  await expect(page).toHaveURL(/#\/rules\/drop-column$/);
  await expect(page.getByRole('heading', { name: 'Why it hurts' })).toBeVisible();
  await expect(page).toHaveTitle('Roundtrip: drop-column');

  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link to drop-column copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test("a peer's code leads to the rule that knows it; filters hold in the address", async ({ page }) => {
  const playground = new Playground(page);
  await playground.openRules();
  const total = await playground.ruleLinks.count();
  await page.getByRole('searchbox', { name: 'Search rules' }).fill('mrt201');
  await expect(playground.ruleLinks.first()).toContainText('drop-column');
  expect(await playground.ruleLinks.count()).toBeLessThan(total);

  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(playground.ruleLinks).toHaveCount(total);
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('loss');
  await page.getByRole('combobox', { name: 'Severity' }).selectOption('error');
  const found = await playground.ruleLinks.count();
  await page.reload();
  await expect(playground.ruleLinks).toHaveCount(found);
  await expect(page.getByRole('combobox', { name: 'Theme' })).toHaveValue('loss');
});

test('an example opens as work of its own, and what was there stays among the drafts', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.type('# my own work\n');
  await page.getByRole('link', { name: 'Rules', exact: true }).click();
  await playground.ruleLinks.filter({ hasText: 'sqlite-drop-column' }).click();
  await page.getByRole('button', { name: 'Open in the playground' }).first().click();
  await expect(playground.file('sqlite_drop_column.py')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'SQLite' })).toBeChecked();
  await expect(page.locator('#panel-findings')).toContainText('sqlite-drop-column');

  await page.goBack();
  await expect(page.getByRole('heading', { name: 'sqlite-drop-column' })).toBeVisible();
  await page.getByRole('button', { name: 'Back to' }).click();
  await page.getByRole('button', { name: 'Drafts' }).click();
  await page.getByRole('menuitem', { name: 'drop_phone.py' }).click();
  expect(await playground.text()).toContain('# my own work');
});

test('with the keyboard alone: from a finding to its rule, on to another one, and back to the finding', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  const link = playground.findings.first().getByRole('link', { name: 'RT201' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#rule-detail')).toBeFocused();

  await playground.ruleLinks.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'noop-downgrade' })).toBeVisible();
  await expect(playground.ruleLinks.nth(1)).toBeFocused();

  await page.goBack();
  await page.goBack();
  await expect(link).toBeFocused();
});

test('a finding says why without leaving the code', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.findings.first().getByRole('button', { name: 'Why?' }).click();
  await expect(playground.findings.first()).toContainText('Whoever rolls back after a bad release');
  await expect(page.locator('.monaco-editor')).toBeVisible();
});

test('an address of no rule says so', async ({ page }) => {
  await new Playground(page).openRules('#/rules/no-such-rule');
  await expect(page.getByText('There is no rule called no-such-rule')).toBeVisible();
});
