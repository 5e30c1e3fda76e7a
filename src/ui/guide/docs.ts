import { marked, Renderer } from 'marked';

/** A rule's README, taken apart. */
export interface RuleDoc {
  readonly name: string;
  readonly title: string;
  /** The section "Why it hurts", as Markdown. */
  readonly why: string | undefined;
  /** All of it, as Markdown. */
  readonly markdown: string;
}

/** Loaded when the first one is wanted: the page does not need them to start. */
const sources = import.meta.glob<string>('/rules/*/README.md', { query: '?raw', import: 'default' });

/** The names of all rules that have a page, in the alphabet's order. */
export const ruleNames: readonly string[] = Object.keys(sources).map(nameOf).toSorted();

/** `undefined` for a name that is no rule's. */
export async function ruleDoc(name: string): Promise<RuleDoc | undefined> {
  const markdown = await sources[`/rules/${name}/README.md`]?.();
  return markdown === undefined
    ? undefined
    : { name, title: titleOf(markdown) ?? name, why: whyOf(markdown), markdown };
}

/** Our own text; raw HTML in it is dropped all the same, and links may only lead to the web or into the page. */
export function toHtml(markdown: string): string {
  const renderer = new Renderer();
  const link = renderer.link.bind(renderer);
  renderer.html = () => '';
  renderer.link = (token) => (/^(https:|#)/.test(token.href) ? link(token) : token.text);
  renderer.image = () => '';
  return marked.parse(markdown, { renderer, async: false });
}

function nameOf(path: string): string {
  return path.split('/').at(-2) ?? path;
}

function titleOf(markdown: string): string | undefined {
  return /^#\s+(.+)$/m.exec(markdown)?.[1];
}

function whyOf(markdown: string): string | undefined {
  return /^##\s+Why it hurts\s*$([\s\S]*?)(?=^##\s|(?![\s\S]))/m.exec(markdown)?.[1]?.trim();
}
