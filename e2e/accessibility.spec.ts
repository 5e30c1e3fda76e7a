import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { Playground } from './playground';

test('axe finds nothing in any panel', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(playground.findings.first()).toBeVisible();
  await expectAccessible(page, 'findings');
  await playground.tab('Starting schema').click();
  await expectAccessible(page, 'starting schema');
  await playground.tab('Settings').click();
  await expect(page.getByRole('heading', { name: 'Optional rules' })).toBeVisible();
  await expectAccessible(page, 'settings');
  await page.getByRole('button', { name: 'Examples' }).click();
  await expectAccessible(page, 'menu');
});

test('axe finds nothing among the rules', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openRules();
  await expectAccessible(page, 'rules');
  await playground.openRules('#/rules/drop-column?q=drop');
  await page.getByRole('heading', { name: 'Why it hurts' }).waitFor();
  await expectAccessible(page, 'rule');
});

test('axe finds nothing in a result, nor in those of a chain', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run();
  for (const summary of await page.locator('article summary').all()) await summary.click();
  await expectAccessible(page, 'result');
  await playground.chooseExample('chain');
  await playground.run();
  await expectAccessible(page, 'chain');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('axe finds nothing, and nothing is wider than the screen', async ({ page }) => {
    const playground = new Playground(page);
    await page.goto('./');
    await expect(playground.findings.first()).toBeVisible();
    await expectAccessible(page, 'phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await playground.run();
    await expectAccessible(page, 'result on a phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await playground.chooseExample('chain');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('the rules are a list, then a rule, each as wide as the screen', async ({ page }) => {
    const playground = new Playground(page);
    await playground.openRules();
    await expectAccessible(page, 'rules on a phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await playground.ruleLinks.filter({ hasText: 'RT201' }).click();
    await expect(page.getByRole('heading', { name: 'Why it hurts' })).toBeVisible();
    await expect(playground.ruleLinks.first()).toBeHidden();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('link', { name: 'All rules' }).click();
    await expect(playground.ruleLinks.first()).toBeVisible();
  });
});

test('a link from somebody else, and a broken one, are announced', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFiles({ 'a.py': 'x = 1' });
  await expectAccessible(page, 'opened link');
  await playground.open('#v1.broken');
  await expectAccessible(page, 'broken link');
});

/** In both themes: contrast is where they differ. */
async function expectAccessible(page: Page, view: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The editor follows a moment later.
    await page.waitForTimeout(150);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
    );
    expect.soft(found, `${view}, ${colorScheme}`).toEqual([]);
  }
}
