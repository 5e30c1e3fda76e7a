import type { Constraint, OperationOf } from '../../migration/operation';
import { findColumn, foreignKeysTo, notNullCheck } from '../../schema/lookup';
import {
  findTable,
  formatName,
  type ColumnType,
  type ForeignKey,
  type ObjectName,
  type Schema,
} from '../../schema/model';
import { guessKey } from '../baseline/pieces';
import { mentionsWord } from '../edit';
import type { Impact, ImpactSetting, Reason, TableLock, Work } from './model';
import { exclusively } from './impact.tables';
import { domainOf, isConstrainedDomain, retyping } from './retype';
import { volatilityOf } from './volatility';

type AddColumn = OperationOf<'addColumn'>;
type AlterColumn = OperationOf<'alterColumn'>;

export function addColumnImpact(operation: AddColumn, schema: Schema, setting: ImpactSetting): Impact {
  const { table, constraints } = operation;
  const targets = constraints.flatMap((each) => (each.type === 'foreignKey' ? [each.target] : []));
  return {
    locks: [
      exclusively(table),
      ...targets.map((target): TableLock => ({ table: target, mode: 'SHARE ROW EXCLUSIVE' })),
    ],
    work: [
      ...rewritesFor(operation, schema, setting),
      ...constraints.flatMap((each) => constraintWork(operation, each)),
    ],
  };
}

/** Why every row must be written for a new column; `isCertain: false` where only the database knows. */
function rewritesFor(operation: AddColumn, schema: Schema, { serverVersion }: ImpactSetting): readonly Work[] {
  const { table, column } = operation;
  const because = (reason: Reason, isCertain = true): readonly Work[] => [
    { type: 'rewrite', reason, table, mode: 'ACCESS EXCLUSIVE', isCertain },
  ];
  if (column.generated !== null) return column.generated.stored ? because('generated') : [];
  if (column.identity !== null) return because('identity');
  if (/serial$/.test(column.type?.name ?? '')) return because('serial');
  const domain = column.type === null ? undefined : domainOf(column.type, schema);
  if (domain !== undefined && isConstrainedDomain(domain)) return because('constrained domain');
  if (column.default === null || isNull(column.default)) return [];
  // Since Postgres 11 a constant default is kept in the catalog.
  if (serverVersion !== null && serverVersion < 11) return because('default');
  const volatility = volatilityOf(column.default, schema);
  return volatility === 'stable' ? [] : because('volatile default', volatility === 'volatile');
}

function constraintWork({ table, column, via, given }: AddColumn, constraint: Constraint): readonly Work[] {
  const work = (type: Work['type'], reason: Reason): readonly Work[] => [
    { type, reason, table, mode: 'ACCESS EXCLUSIVE', isCertain: true },
  ];
  switch (constraint.type) {
    case 'primaryKey':
      return work('build', 'primary key');
    case 'unique':
      return work('build', 'unique');
    case 'exclusion':
      return work('build', 'exclusion');
    case 'check':
      return work('scan', 'check');
    case 'foreignKey': {
      // Inside ADD COLUMN a reference of NULLs needs no look (transformFKConstraints); Alembic adds it as a second
      // statement, which looks.
      const isInline = via === 'sql' || given?.includes('inline_references') === true;
      const isEmpty = column.default === null || isNull(column.default);
      return isInline && isEmpty ? [] : work('scan', 'foreign key');
    }
  }
}

export function dropColumnImpact({ table, column }: OperationOf<'dropColumn'>, schema: Schema): Impact {
  return { locks: [table, ...tablesBound(schema, table, column)].map(exclusively), work: [] };
}

export function alterColumnImpact(operation: AlterColumn, schema: Schema, setting: ImpactSetting): Impact {
  const { table, column, change } = operation;
  const changed = Object.keys(change);
  if (changed.length === 0) return { locks: [], work: [] };
  if (changed.every((each) => each === 'comment')) {
    return { locks: [{ table, mode: 'SHARE UPDATE EXCLUSIVE' }], work: [] };
  }
  const bound = change.type === undefined ? [] : tablesBound(schema, table, column);
  return {
    locks: [table, ...bound].map(exclusively),
    work: [
      ...retypingWork(operation, schema, setting),
      ...notNullWork(operation, schema, setting),
      ...newExpression(operation),
    ],
  };
}

/** The tables at the other ends of the foreign keys in which a column is. */
function tablesBound(schema: Schema, table: ObjectName, column: string): readonly ObjectName[] {
  const own = (findTable(schema, table)?.foreignKeys ?? []).filter(({ columns }) => columns.includes(column));
  const others = foreignKeysTo(schema, table).filter(({ key }) => pointsAt(schema, key, table, column));
  return [...own.map(({ target }) => target), ...others.map((each) => each.table)];
}

function pointsAt(schema: Schema, { targetColumns }: ForeignKey, table: ObjectName, column: string): boolean {
  const key = targetColumns.length > 0 ? targetColumns : (findTable(schema, table)?.primaryKey?.columns ?? []);
  return key.includes(column);
}

function retypingWork(
  { table, column, change, before }: AlterColumn,
  schema: Schema,
  setting: ImpactSetting,
): readonly Work[] {
  const { type: to, using = null } = change;
  if (to === undefined || to === null) return [];
  const from = before.type ?? knownType(schema, table, column, setting);
  const result = retyping({ column, from, to, using }, schema);
  if (result === 'rewrite' || result === 'zone') {
    return [{ type: 'rewrite', reason: 'type', table, mode: 'ACCESS EXCLUSIVE', isCertain: result === 'rewrite' }];
  }
  return result === 'none' && from !== null ? lookedAtAgain(table, column, from, to, schema) : [];
}

/** The type that the files state; one that was made up would make a false alarm. */
function knownType(schema: Schema, table: ObjectName, column: string, { guesses }: ImpactSetting): ColumnType | null {
  const name = `${formatName(table)}.${column}`;
  if (guesses.has(guessKey('type', name)) || guesses.has(guessKey('column', name))) return null;
  return findColumn(schema, table, column)?.type ?? null;
}

/** What is done although the values stay as they are: CHECKs are added anew, and an index over another order is built. */
function lookedAtAgain(
  table: ObjectName,
  column: string,
  from: ColumnType,
  to: ColumnType,
  schema: Schema,
): readonly Work[] {
  const known = findTable(schema, table);
  if (known === undefined) return [];
  const isChecked = known.checks.some(({ expression }) => mentionsWord(expression, column));
  const isReordered = (from.name === 'citext') !== (to.name === 'citext');
  const isIndexed = known.indexes.some(({ keys }) =>
    keys.some((key) => key.kind === 'column' && key.column === column),
  );
  return [
    ...(isReordered && isIndexed ? [slow('build', 'index', table)] : []),
    ...(isChecked ? [slow('scan', 'check', table)] : []),
  ];
}

function slow(type: Work['type'], reason: Reason, table: ObjectName): Work {
  return { type, reason, table, mode: 'ACCESS EXCLUSIVE', isCertain: true };
}

/** Since Postgres 12 a verified `CHECK (c IS NOT NULL)` spares the scan. */
function notNullWork(
  { table, column, change, before }: AlterColumn,
  schema: Schema,
  { serverVersion }: ImpactSetting,
): readonly Work[] {
  if (change.nullable !== false || before.nullable === false) return [];
  if (findColumn(schema, table, column)?.nullable === false) return [];
  const isProven = notNullCheck(schema, table, column)?.isValid === true && (serverVersion ?? 12) >= 12;
  return isProven ? [] : [slow('scan', 'not null', table)];
}

function newExpression({ table, change }: AlterColumn): readonly Work[] {
  return change.generated?.stored === true ? [slow('rewrite', 'generated', table)] : [];
}

function isNull(expression: string): boolean {
  return /^\(*\s*null\b(::[\w\s]+)?\s*\)*$/i.test(expression.trim());
}
