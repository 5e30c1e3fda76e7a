import type { ActionOf } from '../../../migration/operation';
import { renderIndex } from '../../../schema/ddl.clauses';
import { quoteName, quoteObject, quoteText } from '../../../schema/ddl.names';
import { writeColumn } from '../../../schema/ddl.table';
import type { Dialect } from '../../../schema/model';
import { writeConstraint } from './constraints';

/** Traits that need no words of their own here: `temporary` is an option of the operation. */
const traitWords: Readonly<Record<string, string>> = { unlogged: 'UNLOGGED ' };

/** CREATE TABLE with its indexes and comments; `null` where something about the table cannot be said. */
export function writeCreateTable(action: ActionOf<'createTable'>, dialect: Dialect): readonly string[] | null {
  const { table, columns, constraints, traits } = action;
  const isKnown = columns.every(({ type, hasUnknownDefault }) => type !== null && hasUnknownDefault !== true);
  const strangeTrait = traits.find((trait) => traitWords[trait] === undefined);
  const isPlain = action.parent === undefined && action.partitionBy === undefined && !action.isFilled;
  if (!isKnown || strangeTrait !== undefined || !isPlain) return null;
  const kind = `${action.temporary ? 'TEMPORARY ' : ''}${traits.map((trait) => traitWords[trait] ?? '').join('')}`;
  const lines = [
    ...columns.map((column) => writeColumn(column, dialect)),
    ...constraints.map((constraint) => writeConstraint(constraint, null)),
  ];
  const name = `${action.ifNotExists ? 'IF NOT EXISTS ' : ''}${quoteObject(table)}`;
  return [
    `CREATE ${kind}TABLE ${name} (\n    ${lines.join(',\n    ')}\n)`,
    ...action.indexes.map((index) => renderIndex(index, table)),
    ...comments(action),
  ];
}

function comments({ table, comment, columns }: ActionOf<'createTable'>): readonly string[] {
  const own = comment === null ? [] : [`COMMENT ON TABLE ${quoteObject(table)} IS ${quoteText(comment)}`];
  const ofColumns = columns.flatMap((column) =>
    column.comment === null
      ? []
      : [`COMMENT ON COLUMN ${quoteObject(table)}.${quoteName(column.name)} IS ${quoteText(column.comment)}`],
  );
  return [...own, ...ofColumns];
}
