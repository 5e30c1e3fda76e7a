import type { ConstraintRow } from './catalog';

/**
 * True when Postgres would have chosen just this name for a constraint without one: `users_pkey`, `users_email_key`,
 * `orders_user_id_fkey`, `orders_check1`. Alembic's batch mode builds under a temporary table name, and the names that
 * Postgres made from that one stay.
 */
export function isEngineMade({ name, type, columns }: NamedConstraint, table: string): boolean {
  const [, number = ''] = /(\d*)$/.exec(name) ?? [];
  const label = labels[type];
  if (!name.endsWith(`_${label}${number}`)) return false;
  return [table, `_alembic_tmp_${table}`].some((base) =>
    partsOf(type, columns).some((part) => name === makeName(base, part, `${label}${number}`)),
  );
}

interface NamedConstraint {
  readonly name: string;
  readonly type: ConstraintRow['type'];
  readonly columns: readonly string[];
}

/** As ChooseConstraintName and ChooseIndexName are called for each type (Postgres source, commands/indexcmds.c). */
const labels = { p: 'pkey', u: 'key', f: 'fkey', c: 'check', x: 'excl' } as const;

/** The names of the columns, where they are a part of the name. A CHECK on several columns is named after none. */
function partsOf(type: ConstraintRow['type'], columns: readonly string[]): readonly (string | null)[] {
  if (type === 'p') return [null];
  const all = cut(columns.join('_'), longest);
  if (type !== 'c') return [all];
  return columns.length === 1 ? [all, null] : [null];
}

/** In bytes. */
const longest = 63;

/** makeObjectName in Postgres' commands/indexcmds.c: where a name gets too long, its longer part is cut first. */
function makeName(table: string, part: string | null, label: string): string {
  const room = longest - label.length - 1 - (part === null ? 0 : 1);
  let tableBytes = bytesOf(table);
  let partBytes = bytesOf(part ?? '');
  while (tableBytes + partBytes > room) {
    if (tableBytes > partBytes) tableBytes -= 1;
    else partBytes -= 1;
  }
  return [cut(table, tableBytes), ...(part === null ? [] : [cut(part, partBytes)]), label].join('_');
}

const encoder = new TextEncoder();

function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

/** Cut to so many bytes, never inside a character. */
function cut(text: string, bytes: number): string {
  let kept = text;
  while (bytesOf(kept) > bytes) kept = [...kept].slice(0, -1).join('');
  return kept;
}
