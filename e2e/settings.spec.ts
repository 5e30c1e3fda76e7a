import { expect, test } from '@playwright/test';
import { Playground } from './playground';

const wide = `from alembic import op
import sqlalchemy as sa

revision = "2"
down_revision = "1"


def upgrade():
    op.alter_column("users", "email", existing_type=sa.String(120), nullable=False)


def downgrade():
    op.alter_column("users", "email", existing_type=sa.String(120), nullable=True)
`;

test('an optional rule is off until it is chosen, and a link carries the choice', async ({ page, browser }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': wide });
  await expect(playground.findings.first()).toBeVisible();
  await expect(page.locator('[data-finding="RT419"]')).toHaveCount(0);
  await playground.tab('Settings').click();
  await page.getByLabel('missing-lock-timeout', { exact: true }).check();
  await playground.tab('Findings').click();
  // What is only worth knowing is folded away below what is worse.
  await page.getByText('1 note').last().click();
  await expect(page.locator('[data-finding="RT419"]')).toBeVisible();

  await page.keyboard.press('Control+s');
  await expect.poll(() => page.url()).toContain('#v1.');
  const other = new Playground(await (await browser.newContext()).newPage());
  await other.open(new URL(page.url()).hash);
  await expect(other.page.locator('[data-finding="RT419"]')).toBeAttached();
  await expect(other.tab('Settings')).toContainText('yours');
});

test('the dialect decides what is said, apart from the databases of a run', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': wide });
  await expect(playground.findings.first()).toBeVisible();
  const forPostgres = await playground.findings.allTextContents();
  await playground.tab('Settings').click();
  await page.getByLabel('Dialect', { exact: true }).selectOption('sqlite');
  await playground.tab('Findings').click();
  await expect.poll(() => playground.findings.allTextContents()).not.toEqual(forPostgres);
  await expect(page.getByRole('radio', { name: 'Both' })).toBeChecked();
});

test('settings survive a reload with the draft', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.tab('Settings').click();
  await page.getByLabel('Oldest server version').fill('10');
  await page.getByLabel('Oldest server version').press('Enter');
  await page.getByLabel('A transaction for each revision').check();
  await page.waitForTimeout(600);
  await page.reload();
  await playground.tab('Settings').click();
  await expect(page.getByLabel('Oldest server version')).toHaveValue('10');
  await expect(page.getByLabel('A transaction for each revision')).toBeChecked();
});
