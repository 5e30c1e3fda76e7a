import { renderCheck, renderExclusion, renderForeignKey, renderIndex, renderKey } from './ddl.clauses';
import { quoteName, quoteObject, quoteText } from './ddl.names';
import {
  type Check,
  type Column,
  type EnumType,
  type Exclusion,
  type ForeignKey,
  formatName,
  type Index,
  type KeyConstraint,
  type Sequence,
  type Table,
  type Trigger,
} from './model';
import { renderType } from './type';

/** One object as short SQL-like text, for a person to compare two states of it. Types are in canonical spelling. */

export function describeColumn(column: Column): string {
  const parts = [
    quoteName(column.name),
    column.type === null ? '' : renderType(column.type, 'postgresql'),
    column.collation === null ? '' : `COLLATE ${quoteName(column.collation)}`,
    column.generated === null ? '' : describeGenerated(column.generated),
    column.identity === null ? '' : `GENERATED ${column.identity.toUpperCase()} AS IDENTITY`,
    column.nullable ? '' : 'NOT NULL',
    column.default === null ? '' : `DEFAULT ${column.default}`,
    column.comment === null ? '' : `COMMENT ${quoteText(column.comment)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Name and columns in one line, then what else is remarkable about the table. */
export function describeTable(table: Table): string {
  const key = table.primaryKey === null ? [] : [renderKey('PRIMARY KEY', table.primaryKey)];
  const body = [...table.columns.map(describeColumn), ...key].join(', ');
  const parts = [
    `TABLE ${quoteObject(table)} (${body})`,
    table.partitionBy === null ? '' : `PARTITION BY ${table.partitionBy}`,
    table.parent === null ? '' : `OF ${formatName(table.parent)}`,
    ...table.traits.map((trait) => trait.toUpperCase()),
    table.comment === null ? '' : `COMMENT ${quoteText(table.comment)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** What there is to say about a table besides its columns and constraints. */
export function describeTraits(table: Table): string {
  return describeTable({ ...table, columns: [], primaryKey: null });
}

export function describePrimaryKey(key: KeyConstraint): string {
  return renderKey('PRIMARY KEY', key);
}

export function describeUnique(key: KeyConstraint): string {
  return renderKey('UNIQUE', key);
}

export function describeForeignKey(key: ForeignKey): string {
  return renderForeignKey(key);
}

export function describeCheck(check: Check): string {
  return renderCheck(check);
}

export function describeExclusion(exclusion: Exclusion): string {
  return renderExclusion(exclusion);
}

export function describeIndex(index: Index, table: Table): string {
  return `${renderIndex(index, table).replace(/^CREATE /, '')}${index.isValid ? '' : ' (invalid)'}`;
}

export function describeEnum(type: EnumType): string {
  return `ENUM ${quoteObject(type)} (${type.labels.map(quoteText).join(', ')})`;
}

export function describeSequence(sequence: Sequence): string {
  const parts = [
    `SEQUENCE ${quoteObject(sequence)}`,
    sequence.type === null ? '' : `AS ${sequence.type}`,
    sequence.start === null ? '' : `START ${sequence.start}`,
    sequence.increment === null ? '' : `INCREMENT ${sequence.increment}`,
    sequence.ownedBy === null ? '' : `OWNED BY ${sequence.ownedBy}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

export function describeTrigger({ definition, isEnabled }: Trigger): string {
  return isEnabled ? definition : `${definition} (disabled)`;
}

function describeGenerated({ expression, stored }: NonNullable<Column['generated']>): string {
  return `GENERATED ALWAYS AS (${expression}) ${stored ? 'STORED' : 'VIRTUAL'}`;
}
