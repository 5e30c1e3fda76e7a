import { expect, test } from '@playwright/test';
import { Playground } from './playground';

const indexed = `from alembic import op

revision = "2"
down_revision = "1"


def upgrade():
    op.create_index("ix_users_email", "users", ["email"])
    op.create_index("ix_users_name", "users", ["name"])


def downgrade():
    op.drop_index("ix_users_name", table_name="users")
    op.drop_index("ix_users_email", table_name="users")
`;

test('a button fixes a finding in one step of undo, and the cursor stays where it is', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': indexed });
  await page.locator('.view-line').filter({ hasText: 'def downgrade' }).click();
  const finding = playground.findings.filter({ hasText: 'ix_users_email' }).first();
  await finding.getByRole('button', { name: /^Fix:/ }).first().click();
  await expect(page.getByText(/^Done: /)).toBeVisible();
  await expect.poll(() => playground.text()).toContain('postgresql_concurrently=True');
  await expect.poll(() => playground.currentLine()).toContain('def downgrade');
  const builds = page.locator('[data-finding="RT401"]');
  await expect(builds.filter({ hasText: 'ix_users_email' })).toHaveCount(0);
  await expect(builds.filter({ hasText: 'ix_users_name' })).toBeVisible();

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => playground.text()).not.toContain('postgresql_concurrently=True');
});

test('all safe fixes go in at once, over all files', async ({ page }) => {
  const playground = new Playground(page);
  const second = indexed.replace('"2"', '"3"').replace('down_revision = "1"', 'down_revision = "2"');
  await playground.openFiles({ 'a.py': indexed, 'b.py': second.replaceAll('users', 'orders') });
  await page.getByRole('button', { name: /^Fix all that is safe/ }).click();
  await expect.poll(() => playground.text()).toContain('postgresql_concurrently=True');
  await playground.file('b.py').click();
  await expect.poll(() => playground.text()).toContain('postgresql_concurrently=True');
  await expect(page.getByRole('button', { name: /^Fix all that is safe/ })).toHaveCount(0);
});

test('the light bulb offers the same fix, and tells a scaffold apart', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
  await playground.findings.first().getByRole('button').first().click();
  await page.keyboard.press('Control+.');
  const menu = page.locator('.context-view, .action-widget');
  await expect(menu.getByText(/^(Fix|Scaffold): /).first()).toBeVisible();
  const [label = ''] = await menu.getByText(/^(Fix|Scaffold): /).allTextContents();
  await expect(playground.findings.first().getByRole('button', { name: label })).toBeVisible();
  await menu.getByText(label).click();
  await expect.poll(() => playground.text()).toContain('backup');
});

test('a fix that is clicked right after typing goes in where it belongs', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': indexed });
  const fix = playground.findings.filter({ hasText: 'ix_users_email' }).getByRole('button', { name: /^Fix:/ });
  await fix.first().waitFor();
  await page.locator('.view-line').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.insertText('# a line before\n');
  await fix.first().click();
  await expect.poll(() => playground.text()).toContain('postgresql_concurrently=True');
  expect(await playground.text()).toContain('# a line before\nfrom alembic import op');
  expect(await playground.text()).toContain('op.create_index("ix_users_name", "users", ["name"])');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a fix can be tapped, and taken back', async ({ page }) => {
    await page.goto(`./${new Playground(page).linkTo({ 'a.py': indexed })}`);
    const area = page.getByRole('textbox', { name: 'Text of a.py' });
    await page.getByRole('button', { name: /^Fix:/ }).first().tap();
    await expect(area).toHaveValue(/postgresql_concurrently=True/);
    await page.getByRole('button', { name: 'Undo' }).tap();
    await expect(area).toHaveValue(indexed);
  });
});
