import { expect, test, type Page } from '@playwright/test';
import { Playground } from './playground';

/** One page for all: what a run has started stays warm, as it does for a person. */
let page: Page;
let playground: Playground;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  playground = new Playground(page);
  await playground.open();
});

test.afterAll(() => page.close());

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

test('every example runs to the verdict it was written for', async () => {
  test.setTimeout(300_000);
  for (const [id, verdicts] of Object.entries(expected)) {
    await test.step(id, async () => {
      await playground.chooseExample(id);
      await playground.run();
      expect.soft(await playground.verdicts(), id).toEqual(verdicts);
    });
  }
});

test('a run tells what was lost, leads to the line, and proves the finding', async () => {
  await playground.chooseExample('dropped-phone');
  await playground.run();
  await expect(page.getByRole('status').filter({ hasText: 'SQLite: lossy' })).toBeVisible();
  const loss = page.locator('figure').filter({ hasText: 'users.phone' }).first();
  await expect(loss).toContainText(/\d+ of \d+ values lost/);
  await loss.getByRole('button', { name: 'line 17' }).click();
  await expect.poll(() => playground.cursorLine()).toBe(17);
  await playground.tab('Findings').click();
  await expect(page.getByText(/Proven on SQLite: \d+ of \d+ values lost/).first()).toBeVisible();
  await expect(page.getByText(/Proven on Postgres: \d+ of \d+ values lost/).first()).toBeVisible();
});

test('a run tells what a downgrade does to rows that were written since', async () => {
  const header = 'from alembic import op\nimport sqlalchemy as sa\n\nrevision = "2"\ndown_revision = "1"\n\n\n';
  const alter = (from: number, to: number) =>
    `    op.alter_column("users", "code", existing_type=sa.String(${from}), type_=sa.String(${to}))\n`;
  const text = `${header}def upgrade():\n${alter(8, 40)}\n\ndef downgrade():\n${alter(40, 8)}`;
  await playground.openFilesHere({ 'wider.py': text }, { engines: ['postgres'] });
  await playground.run();
  expect(await playground.verdicts()).toEqual({ postgres: ['reversible'] });
  const traffic = page.getByRole('group', { name: 'After traffic' });
  await expect(traffic).toContainText('the downgrade fails');
  await traffic.getByRole('button', { name: 'line 13' }).click();
  await expect.poll(() => playground.cursorLine()).toBe(13);
});

test('the starting schema can be edited, and inferred again', async () => {
  await playground.chooseExample('dropped-phone');
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

test('Postgres extensions come from the site itself', async () => {
  await playground.openFilesHere({ 'people.py': extensions }, { engines: ['postgres'] });
  await playground.run();
  expect(await playground.verdicts()).toEqual({ postgres: ['reversible'] });
});

test('a chain of sixty revisions can be looked through', async () => {
  await playground.openFilesHere(chainOf(60), { engines: ['sqlite'] });
  await playground.run();
  await expect(page.locator('article[data-verdict]')).toHaveCount(60);
  await page.getByRole('button', { name: 'lossy 20' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(20);
  await page.getByRole('row', { name: /0060/ }).getByRole('link').click();
  const last = page.locator('#result-sqlite-0060');
  await expect(last).toBeInViewport();
  await expect(last).toContainText('t58.name');
});

test('Stop answers within a tenth of a second, whatever the migration does, and the next run works', async () => {
  await playground.openFilesHere({ 'endless.py': endless }, { engines: ['sqlite'] });
  await playground.runButton.click();
  await expect(playground.state).toContainText('upgrading', { timeout: 100_000 });
  const took = await playground.stopAndMeasure();
  test.info().annotations.push({ type: 'stop', description: `${took.toFixed(1)} ms from click to answer` });
  expect(took).toBeLessThan(100);
  await playground.chooseExample('required-column');
  await playground.run();
  expect(await playground.verdicts()).toEqual({ sqlite: ['blocked'], postgres: ['blocked'] });
});

test('Stop before anything runs keeps what is loading', async ({ browser }) => {
  const own = new Playground(await browser.newPage());
  await own.open();
  await own.runButton.click();
  const workers = own.page.workers().length;
  await own.stopAndMeasure();
  expect(own.page.workers()).toHaveLength(workers);
  await own.run();
  expect(await own.verdicts()).toEqual({ sqlite: ['lossy'], postgres: ['lossy'] });
  await own.page.close();
});

test('engines load while somebody reads, where bytes are not dear', async ({ browser }) => {
  const own = new Playground(await browser.newPage());
  await own.page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { effectiveType: '4g' } });
  });
  const asked: string[] = [];
  own.page.on('request', (request) => asked.push(request.url()));
  await own.open();
  expect(asked.join()).not.toContain('pyodide');
  await own.page.mouse.move(200, 300);
  await expect.poll(() => asked.join()).toContain('pyodide.asm.wasm');
  await expect(own.state).toHaveAttribute('data-run-state', 'idle');
  await own.page.close();
});

const endless = `
from alembic import op
revision = "1"
down_revision = None

def upgrade():
    op.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)")
    while True:
        pass

def downgrade():
    op.drop_table("t")
`;

const extensions = `
from alembic import op
revision = "1"
down_revision = None

def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS citext")
    op.execute('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"')
    op.execute("CREATE TABLE people (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), name text, email citext)")
    op.create_index(
        "ix_people_name", "people", ["name"], postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}
    )
    op.execute("INSERT INTO people (name, email) VALUES ('Ada', 'ADA@example.org')")

def downgrade():
    op.drop_table("people")
    op.execute('DROP EXTENSION "uuid-ossp"')
    op.execute("DROP EXTENSION citext")
    op.execute("DROP EXTENSION pg_trgm")
`;

/** In threes: a table, a column more, a column less. */
function chainOf(length: number): Record<string, string> {
  const steps = Array.from({ length }, (_each, at) => step(at + 1));
  return Object.fromEntries(steps);
}

function step(number: number): [path: string, text: string] {
  const id = (of: number) => String(of).padStart(4, '0');
  const table = `t${number - ((number - 1) % 3)}`;
  const column = (name: string) => `op.add_column("${table}", sa.Column("${name}", sa.String(40)))`;
  const steps = [
    [
      `op.create_table("${table}", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40)))`,
      `op.drop_table("${table}")`,
    ],
    [column('note'), `op.drop_column("${table}", "note")`],
    [`op.drop_column("${table}", "name")`, column('name')],
  ] as const;
  const [up, down] = steps[((number - 1) % 3) as 0 | 1 | 2];
  const parent = number === 1 ? 'None' : `"${id(number - 1)}"`;
  const head = `from alembic import op\nimport sqlalchemy as sa\nrevision = "${id(number)}"\ndown_revision = ${parent}\n`;
  return [`${id(number)}.py`, `${head}\ndef upgrade():\n    ${up}\n\ndef downgrade():\n    ${down}\n`];
}
