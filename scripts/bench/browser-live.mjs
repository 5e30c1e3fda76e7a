/** As a person types who is in a hurry, in milliseconds between two keys. */
const pace = [90, 160];
const keys = 120;

/**
 * From a key to what it changes in the findings on the page, in a file of 500 lines with some 60 findings; and the
 * longest that a task kept the page's and the linter's thread busy meanwhile, in time of the processor, which other
 * programs on the machine do not lengthen.
 *
 * @param {import('@playwright/test').Page} page
 * @param {(files: { path: string, text: string }[]) => string} linkTo - the address of a page with these files
 */
export async function benchLive(page, linkTo) {
  await page.goto('about:blank');
  await page.goto(linkTo([{ path: 'large.py', text: largeMigration() }]));
  await page.locator('[data-editor="monaco"] .view-line').first().waitFor();
  await page.getByText(targetMessage('c0')).first().waitFor();
  const found = await page.locator('#tab-findings .badge').textContent();
  await placeCursor(page);
  await type(page, 10);
  await page.evaluate(watch);
  await page
    .context()
    .browser()
    .startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] });
  await type(page, keys);
  const { traceEvents } = JSON.parse(await page.context().browser().stopTracing());
  const seen = await page.evaluate(() => window.seen);
  const busy = { page: tasksOf(traceEvents, /^CrRendererMain$/), linter: tasksOf(traceEvents, /^DedicatedWorker/) };
  row(`key to findings on the page, 500 lines, ${found} findings`, of(seen, 0.5), `${of(seen, 0.95)} p95`);
  row('longest task of the page while typing', of(busy.page, 1), `${perKey(busy.page)} a key`);
  row('longest task of the linter while typing', of(busy.linter, 1), `${perKey(busy.linter)} a key`);
  return { seen, busy };
}

async function type(page, count) {
  for (let at = 0; at < count; at += 1) {
    await page.keyboard.press('abcdefghij'[at % 10]);
    await page.waitForTimeout(pace[0] + ((at * 37) % (pace[1] - pace[0])));
  }
}

/** The processor's time of each task of the threads of a name, in milliseconds. */
function tasksOf(events, name) {
  const threads = events.filter((each) => each.name === 'thread_name' && name.test(each.args.name));
  const wanted = new Set(threads.map(({ pid, tid }) => `${pid} ${tid}`));
  return events.filter(isTask).flatMap(({ pid, tid, tdur = 0 }) => (wanted.has(`${pid} ${tid}`) ? [tdur / 1000] : []));
}

function isTask({ name, ph }) {
  return ph === 'X' && (name === 'ThreadControllerImpl::RunTask' || name === 'RunTask');
}

function perKey(times) {
  return (times.reduce((sum, each) => sum + each, 0) / keys).toFixed(1);
}

/** Behind the name of the first column that is dropped. */
async function placeCursor(page) {
  await page
    .locator('#panel-findings [data-finding]')
    .filter({ hasText: targetMessage('c0') })
    .locator('button')
    .first()
    .click();
  await page.keyboard.press('End');
  for (let back = 0; back < 2; back += 1) await page.keyboard.press('ArrowLeft');
}

/** Runs in the page: notes how long after a key what it changed was drawn. */
function watch() {
  window.seen = [];
  let pressed = null;
  addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), { capture: true });
  new MutationObserver(() => {
    if (pressed === null) return;
    const began = pressed;
    pressed = null;
    requestAnimationFrame(() => window.seen.push(performance.now() - began));
  }).observe(document.querySelector('#panel-findings'), { subtree: true, childList: true, characterData: true });
}

function targetMessage(column) {
  return `orders.${column}`;
}

/** 500 lines, with findings of several rules: columns and tables that are dropped, types made narrower, indexes. */
function largeMigration() {
  const up = [];
  const down = [];
  for (let at = 0; at < 36; at += 1) {
    up.push(`    op.drop_column("orders", "c${at}")`);
    down.push(`    op.add_column("orders", sa.Column("c${at}", sa.String(${20 + at})))`);
    up.push(
      `    op.create_table(\n        "part_${at}",\n        sa.Column("id", sa.Integer(), primary_key=True),\n        sa.Column("name", sa.String(40), nullable=False),\n        sa.Column("note", sa.Text()),\n    )`,
    );
    down.push(`    op.drop_table("part_${at}")`);
  }
  for (let at = 0; at < 12; at += 1) {
    up.push(`    op.create_index("ix_orders_d${at}", "orders", ["d${at}"])`);
    down.push(`    op.drop_index("ix_orders_d${at}", table_name="orders")`);
    up.push(`    op.drop_table("old_${at}")`);
    down.push(`    op.create_table("old_${at}", sa.Column("id", sa.Integer(), primary_key=True))`);
  }
  const head = 'from alembic import op\nimport sqlalchemy as sa\n\nrevision = "1"\ndown_revision = "0"\n';
  const text = `${head}\n\ndef upgrade():\n${up.join('\n')}\n\n\ndef downgrade():\n${down.reverse().join('\n')}\n`;
  const missing = 500 - text.split('\n').length;
  return text + '# A remark that makes the file as long as the budget speaks of.\n'.repeat(Math.max(0, missing));
}

function of(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1);
}

function row(what, ms, remark) {
  console.log(`${what.padEnd(56)}${ms.padStart(14)}   ${remark}`);
}
