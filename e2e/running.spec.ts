import { expect, test } from '@playwright/test';
import { Playground } from './playground';

/** What each example is there to show. */
const expected: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'dropped-phone': { sqlite: ['lossy'], postgres: ['lossy'] },
  'dropped-phone-safely': { sqlite: ['reversible'], postgres: ['reversible'] },
  'noop-downgrade': { sqlite: ['irreversible'], postgres: ['irreversible'] },
  'enum-value': { postgres: ['irreversible'] },
  'narrower-type': { postgres: ['lossy'] },
  'required-column': { sqlite: ['blocked'], postgres: ['blocked'] },
  'batch-check': { sqlite: ['drifted'] },
  'data-undone': { sqlite: ['reversible'], postgres: ['reversible'] },
  chain: { sqlite: ['reversible', 'reversible', 'lossy'], postgres: ['reversible', 'reversible', 'lossy'] },
};

test('every example runs to the verdict it was written for', async ({ page }) => {
  test.setTimeout(300_000);
  const playground = new Playground(page);
  await playground.open();
  for (const [id, verdicts] of Object.entries(expected)) {
    await test.step(id, async () => {
      await playground.chooseExample(id);
      await playground.run();
      expect.soft(await playground.verdicts(), id).toEqual(verdicts);
    });
  }
});

test('a run tells what was lost, leads to the line, and proves the finding', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run();
  await expect(page.getByRole('status').filter({ hasText: 'SQLite: lossy' })).toBeVisible();
  const loss = page.locator('figure').filter({ hasText: 'users.phone' }).first();
  await expect(loss).toContainText(/\d+ of \d+ values lost/);
  await loss.getByRole('button', { name: 'line 17' }).click();
  expect(await playground.cursorLine()).toBe(17);
  await playground.tab('Findings').click();
  await expect(page.getByText(/Proven on SQLite: \d+ of \d+ values lost/).first()).toBeVisible();
  await expect(page.getByText(/Proven on Postgres: \d+ of \d+ values lost/).first()).toBeVisible();
});

test('Stop answers at once, whatever the migration does, and the next run works', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles(
    {
      'endless.py': [
        'from alembic import op',
        'revision = "1"',
        'down_revision = None',
        'def upgrade():',
        '    op.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)")',
        '    while True:',
        '        pass',
        'def downgrade():',
        '    op.drop_table("t")',
      ].join('\n'),
    },
    { engines: ['sqlite'] },
  );
  await playground.runButton.click();
  await expect(playground.state).toContainText('upgrading', { timeout: 100_000 });
  const began = Date.now();
  await playground.runButton.click();
  await expect(playground.state).toHaveAttribute('data-run-state', 'stopped');
  const took = Date.now() - began;
  test.info().annotations.push({ type: 'stop', description: `${took} ms from click to answer` });
  expect(took).toBeLessThan(1_000);
  await playground.chooseExample('required-column');
  await playground.run();
  expect(await playground.verdicts()).toEqual({ sqlite: ['blocked'], postgres: ['blocked'] });
});

test('the starting schema can be edited, and inferred again', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByText('SQLite', { exact: true }).first().click();
  await playground.run();
  await page.getByText('Starting schema (inferred)').click();
  await page.getByRole('button', { name: 'Edit this schema' }).click();
  const schema = page.getByRole('textbox', { name: /The schema a run starts from/ });
  await expect(schema).toHaveValue(/users/);
  await schema.fill('CREATE TABLE users (id INTEGER PRIMARY KEY, phone VARCHAR(32), nick TEXT NOT NULL);');
  await playground.run();
  await expect(page.getByText('Starting schema (yours)')).toBeVisible();
  await playground.tab('Starting schema').click();
  await page.getByRole('button', { name: /Infer it/ }).click();
  await expect(page.getByText('are inferred from the migration itself')).toBeVisible();
});
