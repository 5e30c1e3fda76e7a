import type { Severity } from '../../lint/finding';
import type { Dialect } from '../../schema/model';
import type { RuleEntry, ThemeEntry } from '../../workers/lint.protocol';
import type { RuleDoc } from './docs';

/** What is wanted of the list of rules; `null` is anything. */
export interface RuleFilter {
  readonly text: string;
  readonly severity: Severity | null;
  readonly theme: string | null;
  readonly dialect: Dialect | null;
  readonly use: 'always' | 'optional' | null;
}

export const noFilter: RuleFilter = { text: '', severity: null, theme: null, dialect: null, use: null };

/** A rule with what is read about it. */
export interface ListedRule extends RuleEntry {
  readonly themeTitle: string;
  /** Markdown. */
  readonly summary: string;
  /** In which words are looked for, from what counts most to what counts least; lower case. */
  readonly names: readonly string[];
  readonly about: string;
  readonly body: string;
}

export function listRules(themes: readonly ThemeEntry[], docs: ReadonlyMap<string, RuleDoc>): readonly ListedRule[] {
  return themes.flatMap(({ title, rules }) => rules.map((rule) => listedRule(rule, title, docs.get(rule.name))));
}

function listedRule(rule: RuleEntry, themeTitle: string, doc: RuleDoc | undefined): ListedRule {
  const summary = doc?.summary ?? '';
  const names = [rule.code, rule.name, ...rule.aliases].map(plain);
  return {
    ...rule,
    themeTitle,
    summary,
    names,
    about: plain([...names, rule.theme, themeTitle, summary].join(' ')),
    body: plain(doc?.markdown ?? ''),
  };
}

/** The rules that are wanted: in their own order, or, where words are looked for, the best match first. */
export function findRules(rules: readonly ListedRule[], filter: RuleFilter): readonly ListedRule[] {
  const wanted = rules.filter((rule) => fits(rule, filter));
  const text = plain(filter.text).trim();
  if (text === '') return wanted;
  return wanted
    .map((rule) => ({ rule, rank: rankOf(rule, text) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ rule }) => rule);
}

function fits(rule: ListedRule, { severity, theme, dialect, use }: RuleFilter): boolean {
  return (
    (severity === null || rule.severity === severity) &&
    (theme === null || rule.theme === theme) &&
    (dialect === null || rule.dialects === null || rule.dialects.includes(dialect)) &&
    (use === null || rule.isOptional === (use === 'optional'))
  );
}

/** Less is better. A code of another tool finds the one rule that knows it, not all whose text has its digits. */
function rankOf({ names, about, body }: ListedRule, text: string): number {
  if (names.includes(text)) return 0;
  if (names.some((name) => name.startsWith(text))) return 1;
  if (names.some((name) => name.includes(text))) return 2;
  const words = text.split(/\s+/);
  if (words.every((word) => about.includes(word))) return 3;
  return words.every((word) => body.includes(word)) ? 4 : Infinity;
}

/** "drop column" is looked for like "drop-column". */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[-_]/g, ' ');
}
