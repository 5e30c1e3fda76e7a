import { marked, Renderer } from 'marked';

/** A rule's README, taken apart. */
export interface RuleDoc {
  readonly name: string;
  /** For suppressions, e.g. `RT201`. */
  readonly code: string;
  readonly severity: string;
  /** The first sentence of what it flags, as Markdown. */
  readonly summary: string;
  /** The section "Why it hurts", as Markdown. */
  readonly why: string | undefined;
  readonly parts: readonly Part[];
}

/** A README, cut at its blocks of code: those are examples that can be opened. */
export type Part =
  { readonly kind: 'prose'; readonly markdown: string } | { readonly kind: 'example'; readonly code: string };

/** Loaded when the first one is wanted: the page does not need them to start. */
const sources = import.meta.glob<string>('/rules/*/README.md', { query: '?raw', import: 'default' });

const ruleNames: readonly string[] = Object.keys(sources).map(nameOf);

/** `undefined` for a name that is no rule's. */
export async function ruleDoc(name: string): Promise<RuleDoc | undefined> {
  const markdown = await sources[`/rules/${name}/README.md`]?.();
  if (markdown === undefined) return undefined;
  const [, code = '', severity = ''] = /^`(RT\d+)`[^\w]*(\w+)/m.exec(markdown) ?? [];
  const flags = section(markdown, 'What it flags') ?? '';
  const summary = (/^[\s\S]*?[.:](?=\s|$)/.exec(flags)?.[0] ?? flags).replace(/:$/, '.');
  return { name, code, severity, summary, why: section(markdown, 'Why it hurts'), parts: partsOf(markdown) };
}

/** All of them, by their codes. */
export async function allRuleDocs(): Promise<readonly RuleDoc[]> {
  const docs = await Promise.all(ruleNames.map(ruleDoc));
  return docs.filter((doc) => doc !== undefined).toSorted((a, b) => a.code.localeCompare(b.code));
}

/** Our own text; raw HTML in it is dropped all the same, and links may only lead to the web or into the page. */
export function toHtml(markdown: string): string {
  const renderer = new Renderer();
  const link = renderer.link.bind(renderer);
  renderer.html = () => '';
  renderer.link = (token) => {
    const href = token.href.replace(/^\.\.\/([\w-]+)\/README\.md$/, '#/rules/$1');
    return /^(https:|#)/.test(href) ? link({ ...token, href }) : token.text;
  };
  renderer.image = () => '';
  return marked.parse(markdown, { renderer, async: false });
}

function nameOf(path: string): string {
  return path.split('/').at(-2) ?? path;
}

function section(markdown: string, heading: string): string | undefined {
  const pattern = new RegExp(`^##\\s+${heading}\\s*$([\\s\\S]*?)(?=^##\\s|(?![\\s\\S]))`, 'm');
  return pattern.exec(markdown)?.[1]?.trim();
}

function partsOf(markdown: string): readonly Part[] {
  return marked.lexer(markdown).reduce<readonly Part[]>((parts, token) => {
    if (token.type === 'code') return [...parts, { kind: 'example', code: String(token.text) }];
    const last = parts.at(-1);
    if (last?.kind !== 'prose') return [...parts, { kind: 'prose', markdown: token.raw }];
    return [...parts.slice(0, -1), { kind: 'prose', markdown: last.markdown + token.raw }];
  }, []);
}
