import { expect, type Locator, type Page } from '@playwright/test';
import { encodeLink } from '../src/workspace/permalink';
import { openWorkspace, type Settings } from '../src/workspace/workspace';

/** The page, as a person uses it. */
export class Playground {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** A visit; waits until the full editor is there. */
  async open(hash = ''): Promise<void> {
    // Going to the same page with another fragment is no navigation; a link from a chat is.
    await this.page.goto('about:blank');
    await this.page.goto(`./${hash}`);
    await this.page.locator('[data-editor="monaco"] .view-line').first().waitFor();
  }

  /** A visit to the rules, by an address like `#/rules/drop-column`. */
  async openRules(hash = '#/rules'): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`./${hash}`);
    await this.ruleLinks.first().waitFor({ state: 'attached' });
  }

  /** The rules in the list, as far as they are wanted. */
  get ruleLinks(): Locator {
    return this.page.getByRole('navigation', { name: 'Rules' }).locator('a');
  }

  async openFiles(files: Readonly<Record<string, string>>, settings: Partial<Settings> = {}): Promise<void> {
    await this.open(this.linkTo(files, settings));
  }

  /** The fragment of a link to these files. */
  linkTo(files: Readonly<Record<string, string>>, settings: Partial<Settings> = {}): string {
    const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
    return encodeLink(openWorkspace(sources, settings));
  }

  /** As `openFiles`, but on the page as it is: what it has started stays warm. */
  async openFilesHere(files: Readonly<Record<string, string>>, settings: Partial<Settings> = {}): Promise<void> {
    await this.page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      this.linkTo(files, settings),
    );
    await expect(this.page.locator('[data-file]')).toHaveCount(Object.keys(files).length);
  }

  async chooseExample(id: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Examples' }).click();
    await this.page.locator(`[data-example="${id}"]`).click();
  }

  /** Types at the end of the file in front. */
  async type(text: string): Promise<void> {
    await this.page.locator('.monaco-editor .view-lines').click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.insertText(text);
  }

  async text(): Promise<string> {
    return (await this.#lines()).join('\n');
  }

  /** Monaco draws spaces as non-breaking ones, and a line that is drawn anew behind the others. */
  async #lines(): Promise<readonly string[]> {
    const lines = await this.page.locator('.monaco-editor .view-line').evaluateAll((nodes) =>
      nodes
        .map((node) => ({ top: node instanceof HTMLElement ? parseFloat(node.style.top) : 0, text: node.textContent }))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text),
    );
    return lines.map((line) => line.replaceAll('\u00a0', ' '));
  }

  get runButton(): Locator {
    return this.page.locator('#run-button');
  }

  get findings(): Locator {
    return this.page.locator('#panel-findings [data-finding]');
  }

  get state(): Locator {
    return this.page.locator('[data-run-state]');
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name });
  }

  file(path: string): Locator {
    return this.page.locator(`[data-file="${path}"]`);
  }

  async run(): Promise<void> {
    await this.runButton.click();
    await this.finish();
  }

  /** Stops a run, as a click does; in milliseconds by the page's own clock, until the page says that it has stopped. */
  stopAndMeasure(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const began = performance.now();
          new MutationObserver((_changes, observer) => {
            if (document.querySelector('[data-run-state="stopped"]') === null) return;
            observer.disconnect();
            resolve(performance.now() - began);
          }).observe(document.body, { subtree: true, attributes: true });
          document.getElementById('run-button')?.click();
        }),
    );
  }

  async finish(): Promise<void> {
    await expect(this.state).toHaveAttribute('data-run-state', 'done', { timeout: 100_000 });
  }

  /** The verdicts on the page, by engine, in the order of the revisions. */
  async verdicts(): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    for (const card of await this.page.locator('article[data-verdict]').all()) {
      const engine = (await card.getAttribute('data-engine')) ?? '';
      (found[engine] ??= []).push((await card.getAttribute('data-verdict')) ?? '');
    }
    return found;
  }

  /** The line that the editor's cursor is on. */
  async cursorLine(): Promise<number> {
    return Number(await this.page.locator('.monaco-editor .line-numbers.active-line-number').textContent());
  }

  /** The text of the line that the editor's cursor is on. */
  async currentLine(): Promise<string> {
    return (await this.#lines())[(await this.cursorLine()) - 1] ?? '';
  }
}
