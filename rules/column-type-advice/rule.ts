import type { Column, ColumnType } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, type Report } from '../../src/lint/rule';
import type { Step } from '../../src/paper/roundtrip';

export default rule({
  name: 'column-type-advice',
  code: 'RT761',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  isOptional: true,
  check: ({ revision }) => revision.upgrade.flatMap(reportsOf),
});

function reportsOf({ operation }: Step): readonly Report[] {
  if (operation.kind === 'alterColumn') {
    const { table, column, change, span } = operation;
    const advice = change.type ? adviceOn(change.type, false) : null;
    return advice === null
      ? []
      : [{ span, subject: columnSubject(table, column), message: `${formatColumn(table, column)}: ${advice}` }];
  }
  if (operation.kind !== 'createTable' && operation.kind !== 'addColumn') return [];
  const { table, span } = operation;
  const columns: readonly Column[] = operation.kind === 'createTable' ? operation.columns : [operation.column];
  const keys = operation.constraints.flatMap((each) => (each.type === 'primaryKey' ? each.columns : []));
  return columns.flatMap(({ name, type, identity }) => {
    const isNumbered = keys.length === 1 && keys[0] === name && identity === null && operation.via !== 'sql';
    const advice = type === null ? null : adviceOn(type, isNumbered);
    return advice === null
      ? []
      : [{ span, subject: columnSubject(table, name), message: `${formatColumn(table, name)}: ${advice}` }];
  });
}

/** SQLAlchemy makes a serial of the integer that is a table's only key. */
function adviceOn({ name, args, dimensions }: ColumnType, isNumbered: boolean): string | null {
  if (dimensions > 0) return null;
  if (/serial$/.test(name)) return advice['serial'] ?? null;
  if (isNumbered && name === 'integer') return `${advice['integer'] ?? ''} ${advice['serial'] ?? ''}`;
  if (name === 'varchar' && args.length === 0) return null;
  return advice[name] ?? null;
}

const advice: Readonly<Record<string, string>> = {
  varchar:
    'a VARCHAR’s length is dear to change on some versions and easily too short; TEXT with a CHECK says the same and is changed without a rewrite.',
  char: 'CHAR pads with spaces, which then do not count in comparisons; use TEXT.',
  timestamp:
    'a TIMESTAMP without a zone means another moment to every session; use TIMESTAMPTZ (sa.DateTime(timezone=True)).',
  time: 'a TIME without its date and zone is rarely what is meant; use TIMESTAMPTZ.',
  integer: 'INTEGER ends at 2,147,483,647, and widening it later rewrites the table; use BIGINT.',
  smallint: 'SMALLINT ends at 32,767, and widening it later rewrites the table; use BIGINT.',
  serial: 'a serial’s sequence has permissions and an owner of its own; an identity column (sa.Identity()) has not.',
  json: 'JSON is kept as text and has no equality, so that DISTINCT and UNION fail; use JSONB.',
  money: 'MONEY depends on the server’s locale; use NUMERIC.',
  real: 'REAL rounds to 6 digits; use NUMERIC where sums have to agree, else DOUBLE PRECISION.',
};
