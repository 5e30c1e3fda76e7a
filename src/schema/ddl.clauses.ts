import { quoteColumns, quoteName, quoteObject } from './ddl.names';
import type { Check, Exclusion, ForeignKey, Index, IndexKey, KeyConstraint, ObjectName } from './model';

/** The parts of a definition that all dialects write alike. What a dialect lacks must have been left out before. */

export function renderKey(kind: 'PRIMARY KEY' | 'UNIQUE', key: KeyConstraint): string {
  const nulls = key.nullsNotDistinct === true ? ' NULLS NOT DISTINCT' : '';
  const deferral = renderDeferral(key.deferrable === true, key.initiallyDeferred === true);
  return `${constraintName(key.name)}${kind}${nulls} ${quoteColumns(key.columns)}${deferral}`;
}

export function renderForeignKey(key: ForeignKey): string {
  const columns = key.targetColumns.length === 0 ? '' : ` ${quoteColumns(key.targetColumns)}`;
  const clauses = [
    key.onUpdate === 'no action' ? '' : ` ON UPDATE ${key.onUpdate.toUpperCase()}`,
    key.onDelete === 'no action' ? '' : ` ON DELETE ${key.onDelete.toUpperCase()}`,
    renderDeferral(key.deferrable, key.initiallyDeferred),
    key.isValid ? '' : ' NOT VALID',
  ];
  const name = constraintName(key.name);
  return `${name}FOREIGN KEY ${quoteColumns(key.columns)} REFERENCES ${quoteObject(key.target)}${columns}${clauses.join('')}`;
}

export function renderCheck({ name, expression, isValid }: Check): string {
  return `${constraintName(name)}CHECK (${expression})${isValid ? '' : ' NOT VALID'}`;
}

export function renderExclusion({ name, definition }: Exclusion): string {
  return `${constraintName(name)}${definition}`;
}

export function renderIndex(index: Index, table: ObjectName): string {
  const clauses = [
    index.method === null ? '' : ` USING ${index.method}`,
    ` (${index.keys.map(renderIndexKey).join(', ')})`,
    index.include.length === 0 ? '' : ` INCLUDE ${quoteColumns(index.include)}`,
    index.nullsNotDistinct === true ? ' NULLS NOT DISTINCT' : '',
    index.options === undefined ? '' : ` WITH (${index.options})`,
    index.predicate === null ? '' : ` WHERE ${index.predicate}`,
  ];
  const kind = index.isUnique ? 'UNIQUE INDEX' : 'INDEX';
  return `CREATE ${kind} ${quoteName(index.name)} ON ${quoteObject(table)}${clauses.join('')}`;
}

/** Postgres wants an expression in parentheses unless it is a function call; both dialects take them always. */
function renderIndexKey(key: IndexKey): string {
  const head = key.kind === 'column' ? quoteName(key.column) : `(${key.expression})`;
  return key.suffix === '' ? head : `${head} ${key.suffix}`;
}

function renderDeferral(isDeferrable: boolean, isDeferred: boolean): string {
  if (!isDeferrable) return '';
  return isDeferred ? ' DEFERRABLE INITIALLY DEFERRED' : ' DEFERRABLE';
}

function constraintName(name: string | null): string {
  return name === null ? '' : `CONSTRAINT ${quoteName(name)} `;
}
