import type { Severity } from '../../lint/finding';
import type { Placed } from '../stores/placing';
import { keysOf } from './keys';
import { severities } from './severity';

/** A finding in a list. The key stays the same while it moves through the text. */
export interface Row {
  readonly key: string;
  readonly placed: Placed;
}

/** More of a rule that was shown often enough to be understood. */
export interface Repeats {
  readonly key: string;
  readonly rule: string;
  readonly code: string;
  readonly rows: readonly Row[];
}

export type Entry =
  { readonly kind: 'finding'; readonly row: Row } | { readonly kind: 'repeats'; readonly more: Repeats };

export interface Group {
  readonly severity: Severity;
  readonly count: number;
  readonly entries: readonly Entry[];
}

/** From so many findings of one rule on, all but the first few are folded away. */
const tooMany = 6;
const shownOfMany = 3;

/** The findings of a file by severity, the worst first, each in the order of the text. */
export function groupFindings(placed: readonly Placed[]): readonly Group[] {
  const rows = withKeys(placed);
  return severities.flatMap((severity) => {
    const own = rows.filter((row) => row.placed.severity === severity);
    return own.length === 0 ? [] : [{ severity, count: own.length, entries: foldRepeats(own, severity) }];
  });
}

function withKeys(placed: readonly Placed[]): readonly Row[] {
  const keys = keysOf(placed);
  return placed.map((each, at) => ({ key: keys[at] ?? '', placed: each }));
}

function foldRepeats(rows: readonly Row[], severity: Severity): readonly Entry[] {
  const byRule = rowsByRule(rows);
  const seen = new Map<string, number>();
  return rows.flatMap((row): readonly Entry[] => {
    const own = byRule.get(ruleOf(row)) ?? [];
    const nth = (seen.get(ruleOf(row)) ?? 0) + 1;
    seen.set(ruleOf(row), nth);
    const entry = { kind: 'finding', row } as const;
    if (own.length < tooMany || nth < shownOfMany) return [entry];
    return nth === shownOfMany ? [entry, foldOf(own.slice(shownOfMany), severity)] : [];
  });
}

function rowsByRule(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const byRule = new Map<string, Row[]>();
  for (const row of rows) {
    const own = byRule.get(ruleOf(row));
    if (own === undefined) byRule.set(ruleOf(row), [row]);
    else own.push(row);
  }
  return byRule;
}

function ruleOf({ placed }: Row): string {
  return placed.finding?.rule ?? '';
}

function foldOf(rows: readonly Row[], severity: Severity): Entry {
  const { rule = 'reader', code = '' } = rows[0]?.placed.finding ?? {};
  return { kind: 'repeats', more: { key: `${severity} ${rule}`, rule, code, rows } };
}
