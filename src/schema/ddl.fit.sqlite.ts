import { isSqliteExpression, withoutCastsIn } from './ddl.expressions';
import type { Fitted } from './ddl.fit';
import type { Check, Column, Index, IndexKey } from './model';

/** What SQLite cannot have is said in its own way, or left out with a note. */

export function fitSqliteColumn(column: Column): Fitted<Column> {
  const value = fitDefault(column.default);
  const generated = fitGenerated(column.generated);
  const collation = column.collation !== null && collations.test(column.collation) ? column.collation : null;
  const isDefaultLost = value === null && column.default !== null && !isImplied(column.default);
  return {
    value: {
      ...column,
      default: generated === null ? value : null,
      generated,
      collation,
      identity: null,
      comment: null,
    },
    notes: [
      ...(isDefaultLost
        ? [`the default of ${column.name} is left out, for SQLite cannot compute ${column.default}`]
        : []),
      ...(generated === null && column.generated !== null
        ? [`${column.name} is a plain column, for SQLite cannot generate it`]
        : []),
      ...(collation === column.collation ? [] : [`the collation ${column.collation} of ${column.name} is left out`]),
    ],
  };
}

/** https://www.sqlite.org/datatype3.html#collating_sequences */
const collations = /^(?:binary|nocase|rtrim)$/i;

/** The rowid, or NULL, comes by itself. */
function isImplied(text: string): boolean {
  return /^nextval\s*\(/i.test(text) || /^null\b/i.test(text);
}

function fitDefault(text: string | null): string | null {
  if (text === null) return null;
  const plain = withoutCastsIn(text);
  const translated = translations.find(([pattern]) => pattern.test(plain))?.[1] ?? plain;
  return isSqliteExpression(translated) ? translated : null;
}

/** Postgres' functions for the current time and for new UUIDs (docs 9.9.5 and 9.14). */
const translations: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:now|transaction_timestamp|statement_timestamp|clock_timestamp|localtimestamp)\s*\(\s*\)$/i,
    'CURRENT_TIMESTAMP',
  ],
  [/^localtimestamp$/i, 'CURRENT_TIMESTAMP'],
  [/^(?:gen_random_uuid|uuid_generate_v4|uuid_generate_v1|uuidv4|uuidv7)\s*\(\s*\)$/i, 'lower(hex(randomblob(16)))'],
];

function fitGenerated(generated: Column['generated']): Column['generated'] {
  if (generated === null) return null;
  const expression = withoutCastsIn(generated.expression);
  return isSqliteExpression(expression) ? { ...generated, expression } : null;
}

export function fitSqliteCheck(check: Check): Fitted<Check | null> {
  const expression = withoutCastsIn(check.expression);
  if (isSqliteExpression(expression)) return { value: { ...check, expression, isValid: true }, notes: [] };
  return { value: null, notes: [`CHECK (${check.expression}) is left out, for SQLite cannot read it`] };
}

export function fitSqliteIndex(index: Index): Fitted<Index | null> {
  const keys = index.keys.map(fitKey);
  const predicate = index.predicate === null ? null : withoutCastsIn(index.predicate);
  const texts = [...keys.flatMap((key) => (key.kind === 'expression' ? [key.expression] : [])), predicate ?? ''];
  if (!texts.every(isSqliteExpression)) {
    return { value: null, notes: [`the index ${index.name} is left out, for SQLite cannot read its expression`] };
  }
  const { nullsNotDistinct: _nulls, options: _options, ...rest } = index;
  return { value: { ...rest, keys, predicate, method: null, include: [], isValid: true }, notes: [] };
}

/** Operator classes and Postgres' collations are left out; the order stays. */
function fitKey(key: IndexKey): IndexKey {
  const words = /^(?:collate\s+"?(?:binary|nocase|rtrim)"?\s*)?(?:desc)?$/i;
  const suffix = words.test(key.suffix) ? key.suffix : /\bdesc\b/i.test(key.suffix) ? 'DESC' : '';
  return key.kind === 'column' ? { ...key, suffix } : { ...key, expression: withoutCastsIn(key.expression), suffix };
}
