import type { Constraint } from '../../migration/operation';
import type { ObjectName } from '../../schema/model';

/** What a name alone tells of a constraint or an index that a migration drops: `uq_users_email`, `orders_user_id_fkey`. */

export type ConstraintType = Constraint['type'];

export function typeOfConstraintName(name: string): ConstraintType | null {
  return typePatterns.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

const typePatterns: readonly (readonly [RegExp, ConstraintType])[] = [
  [/^pk_|_pkey$|_pk$|^pk$|primary/i, 'primaryKey'],
  [/^fk_|_fkey\d*$|_fk$|^fk|foreign/i, 'foreignKey'],
  [/^u(q|c|ix|k)_|_key\d*$|_(uq|uc|uk|uniq|unique)$|uniq/i, 'unique'],
  [/^(ck|chk|check)_|_(check|ck|chk)\d*$|check/i, 'check'],
];

/** The columns in a name, after its prefix, its suffix and the table are taken off; known columns are recognised. */
export function columnsInName(name: string, table: string, known: readonly string[]): readonly string[] {
  const core = withoutTable(withoutAffixes(name), table);
  if (core === '') return [];
  return splitByKnown(core, known) ?? [core];
}

/** Column and target of `fk_orders_user_id_users`, `orders_user_id_fkey`, `fk_user`: the target by the column's stem. */
export function foreignKeyInName(
  name: string,
  table: string,
  known: readonly string[],
): { readonly column: string; readonly target: string } | null {
  // Two underscores between the parts, as where the parts have single ones: `fk_orders__user_id__users`.
  const [, own, its] = /^fk_+\w+?__(\w+?)__(\w+)$/i.exec(name) ?? [];
  if (own !== undefined && its !== undefined) return { column: own, target: its };
  const core = withoutTable(withoutAffixes(name), table);
  if (core === '') return null;
  const conventional = /^(.+?_id)_(.+)$/.exec(core);
  if (conventional?.[1] !== undefined && conventional[2] !== undefined) {
    return { column: conventional[1], target: conventional[2] };
  }
  const column = known.includes(core) || core.endsWith('_id') ? core : `${singular(core)}_id`;
  return { column, target: targetOfColumn(column) };
}

/** `user_id` points at `users`. */
function targetOfColumn(column: string): string {
  return plural(column.replace(/_(id|uuid|fk)$/, ''));
}

/** The table that an index name starts with, among those known. */
export function tableInName(name: string, tables: readonly ObjectName[]): ObjectName | null {
  const core = withoutAffixes(name);
  const fits = tables.filter((table) => core === table.name || core.startsWith(`${table.name}_`));
  return fits.sort((a, b) => b.name.length - a.name.length)[0] ?? null;
}

function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|ch|sh)$/.test(word)) return word.endsWith('s') && !word.endsWith('ss') ? word : `${word}es`;
  return `${word}s`;
}

export function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function withoutAffixes(name: string): string {
  return name
    .replace(/^(ix|idx|index|uq|uc|uix|uk|unique|fk|ck|chk|check|pk)_+/i, '')
    .replace(/_(ix|idx|index|key|fkey|pkey|check|uq|uc|uk|uniq|unique|fk|ck|pk|constraint|excl)\d*$/i, '');
}

function withoutTable(core: string, table: string): string {
  if (core === table) return '';
  for (const name of [table, singular(table)]) if (core.startsWith(`${name}_`)) return core.slice(name.length + 1);
  return core;
}

/** `org_id_email` as `org_id`, `email` when the parts are known columns. */
function splitByKnown(core: string, known: readonly string[]): readonly string[] | null {
  if (known.includes(core)) return [core];
  const heads = known.filter((column) => core.startsWith(`${column}_`)).sort((a, b) => b.length - a.length);
  for (const head of heads) {
    const rest = splitByKnown(core.slice(head.length + 1), known);
    if (rest !== null) return [head, ...rest];
  }
  const conventional = /^(.+?_id)_(.+)$/.exec(core);
  if (conventional?.[1] !== undefined && conventional[2] !== undefined) {
    return [conventional[1], ...(splitByKnown(conventional[2], known) ?? [conventional[2]])];
  }
  return null;
}
