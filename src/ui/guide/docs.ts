import { marked, type Token } from 'marked';
import { optionsFromFence } from '../../../rules/example';
import { summaryOf } from '../../../rules/readme';
import type { LintOptions } from '../../lint/settings';

/** A rule's README, taken apart. */
export interface RuleDoc {
  readonly name: string;
  /** The first sentence of what it flags, as Markdown. */
  readonly summary: string;
  /** The section "Why it hurts", as Markdown. */
  readonly why: string | undefined;
  /** All of it below the title. */
  readonly parts: readonly Part[];
  readonly markdown: string;
}

/** A README, cut at its blocks of code: those are examples that can be opened. */
export type Part = { readonly kind: 'prose'; readonly markdown: string } | Example;

export interface Example {
  readonly kind: 'example';
  readonly code: string;
  readonly language: string;
  /** From the section that it stands in. */
  readonly verdict: 'bad' | 'better' | null;
  readonly options: LintOptions;
}

/** `undefined` for a name that is no rule's. */
export async function ruleDoc(name: string): Promise<RuleDoc | undefined> {
  const { readmes } = await import('./readmes');
  const markdown = readmes.get(name);
  return markdown === undefined ? undefined : parseReadme(name, markdown);
}

export async function allRuleDocs(): Promise<ReadonlyMap<string, RuleDoc>> {
  const { readmes } = await import('./readmes');
  return new Map([...readmes].map(([name, markdown]) => [name, parseReadme(name, markdown)]));
}

export function parseReadme(name: string, markdown: string): RuleDoc {
  return {
    name,
    summary: summaryOf(markdown),
    why: section(markdown, 'Why it hurts'),
    get parts() {
      return partsOf(markdown);
    },
    markdown,
  };
}

function section(markdown: string, heading: string): string | undefined {
  const pattern = new RegExp(`^##\\s+${heading}\\s*$([\\s\\S]*?)(?=^##\\s|(?![\\s\\S]))`, 'm');
  return pattern.exec(markdown)?.[1]?.trim();
}

function partsOf(markdown: string): readonly Part[] {
  const from = Math.max(0, markdown.search(/^## /m));
  const parts: Part[] = [];
  let verdict: Example['verdict'] = null;
  for (const token of marked.lexer(markdown.slice(from))) {
    if (token.type === 'heading') verdict = verdictOf(String(token.text));
    const last = parts.at(-1);
    if (token.type === 'code') parts.push(exampleOf(token, verdict));
    else if (last?.kind === 'prose') parts[parts.length - 1] = { kind: 'prose', markdown: last.markdown + token.raw };
    else parts.push({ kind: 'prose', markdown: token.raw });
  }
  return parts;
}

function verdictOf(heading: string): Example['verdict'] {
  return heading === 'Bad' ? 'bad' : heading === 'Better' ? 'better' : null;
}

function exampleOf(token: Token, verdict: Example['verdict']): Example {
  const { text, lang } = token as { readonly text?: unknown; readonly lang?: unknown };
  const [language = '', ...info] = String(lang ?? '').split(' ');
  return { kind: 'example', code: String(text), language, verdict, options: optionsFromFence(info.join(' ')) };
}
