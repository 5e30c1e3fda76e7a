import { comment, writeBlock } from '../../formats/alembic/write/block';
import { render } from '../../formats/alembic/write/python';
import { writeExecute } from '../../formats/alembic/write/sql';
import type { MigrationFile } from '../../formats/alembic/write/file';
import { insertBefore } from '../../formats/alembic/write/statements';
import type { Operation } from '../../migration/operation';
import { guessKey } from '../../paper/baseline/pieces';
import { inverseOfUpgrade, restOfDowngrade, type Inverse } from '../../paper/inverse/inverse';
import { isEffective } from '../../paper/effects';
import { downgradeKind } from '../../paper/downgrade';
import { columnAtStart, tableAtStart } from '../../paper/tracks';
import { quoteName, quoteObject } from '../../schema/ddl.names';
import type { PaperRevision } from '../../paper/roundtrip';
import { findTable, formatName, type ObjectName, type Schema, type Subject, type Table } from '../../schema/model';
import type { Fix } from '../finding';
import { formatColumn, type Fixer, type Report, type RuleContext } from '../rule';
import { downgradeLines, isConditional, toDowngrade, writeDowngrade } from './downgrade';
import { isAlone, operationAt, siteOf } from './place';
import { fixOf, tentatively } from './rewrite';

/**
 * Keeps what an upgrade destroys in a table that stays, and restores it on downgrade. A person decides whether that is
 * worth its room, and when the table can go.
 */
interface Backup {
  readonly title: string;
  /** The table that keeps the values. */
  readonly name: ObjectName;
  /** What it is filled from, after `CREATE TABLE ... AS`. */
  readonly query: string;
  /** What puts the values back. */
  readonly restore: string;
  /** What a person has to look at. */
  readonly remarks: readonly string[];
}

/** Keeps the values of a column that is dropped. */
export const keepColumn: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation?.kind !== 'dropColumn') return [];
  const { table, column } = operation;
  const before = startOf(context, operation, table);
  const key = keyOf(context, before.table);
  const name = spareName(context, table, `${column}_backup`);
  const backup: Backup = {
    title: `Keep the values of ${formatColumn(table, column)} and restore them on downgrade`,
    name,
    query: `SELECT ${[...key.columns, column].map(quoteName).join(', ')} FROM ${quoteObject(table)}`,
    restore: restoreColumns(before.table, [[column, before.column(column)]], name, key.columns),
    remarks: key.remarks,
  };
  return keep(backup, operation, report, context);
};

/** Keeps the rows of a table that is dropped. */
export const keepTable: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation?.kind !== 'dropTable') return [];
  return keep(rowsBackup(context, operation, operation.table, null, 'backup'), operation, report, context);
};

/** Keeps the rows that a TRUNCATE or DELETE removes. */
export const keepRows: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation?.kind === 'truncate') {
    const [table, ...others] = operation.tables;
    if (table === undefined || others.length > 0 || operation.cascade) return [];
    return keep(rowsBackup(context, operation, table, null, 'backup'), operation, report, context);
  }
  if (operation?.kind !== 'delete' || operation.via !== 'sql' || isParametric(operation)) return [];
  return keep(rowsBackup(context, operation, operation.table, operation.where, 'deleted'), operation, report, context);
};

/** Keeps the values that an UPDATE overwrites. */
export const keepValues: Fixer = (report, context) => {
  const operation = operationAt(report, context);
  if (operation?.kind === 'delete' || operation?.kind === 'truncate') return keepRows(report, context);
  if (operation?.kind !== 'update' || operation.via !== 'sql' || operation.assignments.length === 0) return [];
  if (isParametric(operation)) return [];
  const { table, assignments, where } = operation;
  const columns = [...new Set(assignments.map(({ column }) => column))];
  const before = startOf(context, operation, table);
  const key = keyOf(context, before.table);
  if (columns.some((column) => key.columns.includes(column)) || isWithSubquery(operation)) return [];
  const name = spareName(context, table, `${columns.length === 1 ? (columns[0] ?? '') : 'values'}_backup`);
  const backup: Backup = {
    title: `Keep the old values of ${columns.map((column) => formatColumn(table, column)).join(', ')} and restore them on downgrade`,
    name,
    query:
      `SELECT ${[...key.columns, ...columns].map(quoteName).join(', ')} FROM ${quoteObject(table)}` +
      (where === null ? '' : ` WHERE ${where}`),
    restore: restoreColumns(
      before.table,
      columns.map((column) => [column, before.column(column)] as const),
      name,
      key.columns,
    ),
    remarks: key.remarks,
  };
  return keep(backup, operation, report, context);
};

/** Its condition has values that only the run knows. */
function isParametric({ where }: { readonly where: string | null }): boolean {
  return /(?<![:\w\\]):\w|%s|%\(|\?|\$\d/.test(where ?? '');
}

/**
 * Writes the downgrade of an upgrade: the inverse of what it does to the schema, or, where all that it does is one change
 * of rows, what keeps and restores them.
 */
export const writeWayBack: Fixer = (report, context) => {
  const written = writeDowngrade(report, context);
  if (written.length > 0) return written;
  const [only, ...others] = context.revision.upgrade
    .map(({ operation }) => operation)
    .filter((operation) => isEffective(operation));
  if (only === undefined || others.length > 0) return [];
  return keepValues({ ...report, span: only.span, subject: null }, context);
};

/** `UPDATE ... FROM`: its condition speaks of other tables. */
function isWithSubquery({ reads, table }: Extract<Operation, { kind: 'update' }>): boolean {
  return reads.some((read) => read.table !== null && formatName(read.table) !== formatName(table));
}

function rowsBackup(
  context: RuleContext,
  operation: Operation,
  table: ObjectName,
  where: string | null,
  suffix: string,
): Backup {
  const { revision } = context;
  const { table: start, column } = startOf(context, operation, table);
  const known = findTable(revision.before, start)?.columns.filter(isWritable) ?? [];
  const met = findTable(schemaAt(revision, operation), table)?.columns.filter(isWritable) ?? [];
  const isSame = met.every(({ name }) => known.some((each) => each.name === name && column(name) === name));
  const isGuess = known.length === 0 || !isSame || revision.guesses.has(guessKey('table', formatName(start)));
  const columns = known.length === 0 ? ['id'] : known.map(({ name }) => name);
  const list = columns.map(quoteName).join(', ');
  const name = spareName(context, table, suffix);
  return {
    title: `Keep the rows of ${formatName(table)} and restore them on downgrade`,
    name,
    query: `SELECT ${isGuess ? '*' : list} FROM ${quoteObject(table)}${where === null ? '' : ` WHERE ${where}`}`,
    restore: `INSERT INTO ${quoteObject(start)} (${list}) SELECT ${list} FROM ${quoteObject(name)}`,
    remarks: isGuess
      ? [`the files do not tell all columns of ${formatName(start)}: list them where the rows go back.`]
      : [],
  };
}

function schemaAt({ upgrade, before }: PaperRevision, operation: Operation): Schema {
  return upgrade.find((step) => step.operation === operation)?.schema ?? before;
}

function isWritable({ generated }: Table['columns'][number]): boolean {
  return generated === null;
}

function restoreColumns(
  table: ObjectName,
  columns: readonly (readonly [kept: string, own: string])[],
  backup: ObjectName,
  key: readonly string[],
): string {
  const own = (column: string) => `${quoteName(table.name)}.${quoteName(column)}`;
  const matching = key.map((column) => `b.${quoteName(column)} = ${own(column)}`).join(' AND ');
  const from = `FROM ${quoteObject(backup)} AS b WHERE ${matching}`;
  const values = columns.map(([kept, column]) => `${quoteName(column)} = (SELECT b.${quoteName(kept)} ${from})`);
  const [only = '', ...others] = key.map(quoteName);
  const isKept =
    others.length === 0 ? `${only} IN (SELECT ${only} FROM ${quoteObject(backup)})` : `EXISTS (SELECT 1 ${from})`;
  return `UPDATE ${quoteObject(table)} SET ${values.join(', ')} WHERE ${isKept}`;
}

/** What a table and its columns are called before the upgrade, which is what they are called when all is undone. */
function startOf({ revision: { upgrade } }: RuleContext, operation: Operation, table: ObjectName) {
  const at = upgrade.findIndex((step) => step.operation === operation);
  return {
    table: tableAtStart(upgrade, at, table),
    column: (name: string) => columnAtStart(upgrade, at, { table, column: name }).column,
  };
}

interface Key {
  readonly columns: readonly string[];
  readonly remarks: readonly string[];
}

function keyOf({ revision }: Pick<RuleContext, 'revision'>, table: ObjectName): Key {
  const key = findTable(revision.before, table)?.primaryKey?.columns ?? [];
  const isGuess = key.length === 0 || revision.guesses.has(guessKey('table', formatName(table)));
  const columns = key.length === 0 ? ['id'] : key;
  const remark = `the files do not tell the primary key of ${formatName(table)}: ${columns.join(', ')} stands in for it.`;
  return { columns, remarks: isGuess ? [remark] : [] };
}

/** A name for the backup that no table has. */
function spareName({ revision }: Pick<RuleContext, 'revision'>, table: ObjectName, suffix: string): ObjectName {
  const isTaken = (name: string) =>
    [revision.before, revision.after].some((schema) => findTable(schema, { ...table, name }) !== undefined);
  const base = `${table.name}_${suffix}`;
  let name = base;
  for (let number = 2; isTaken(name); number += 1) name = `${base}_${number}`;
  return { schema: table.schema, name };
}

/** Writes both halves: the copy before the statement, and at the end of the downgrade what puts it back. */
function keep(backup: Backup, operation: Operation, report: Report, context: RuleContext): readonly Fix[] {
  const { revision, dialect } = context;
  // What is done under a condition is not there to be restored without one.
  if (!isAlone(operation, context) || operation.certainty !== 'always') return [];
  if (revision.migration.downgrade?.raises != null) return [];
  if (downgradeKind(revision) !== 'real' && isConditional(revision)) return [];
  // SQL Server and Oracle copy tables in other words.
  if (dialect === 'mssql' || dialect === 'oracle') return [];
  const rest = restBefore(report.subject, context);
  return fixOf(
    context,
    tentatively(backup.title),
    (file) => [toDowngrade(file, [...downgradeLines(rest, revision, file), ...restoreLines(backup, file)])],
    (file) => {
      const site = siteOf(file, operation);
      if (site === null) return null;
      const copy = writeExecute(`CREATE TABLE ${quoteObject(backup.name)} AS ${backup.query}`, file);
      const lines = [
        ...comment(KEEPING),
        ...backup.remarks.flatMap(comment),
        ...render(copy, file.unit, file.unit.length),
      ];
      return [insertBefore(file, site.batch ?? site.statement, lines)];
    },
  );
}

const KEEPING = 'drop this table in a later revision, when nobody will go back behind this one.';

/** What the downgrade must have done before the values can go back: all of it, where it does nothing yet. */
function restBefore(subject: Subject | null, context: RuleContext): Inverse {
  const { revision } = context;
  if (downgradeKind(revision) !== 'real') return { ...inverseOfUpgrade(revision, context), gaps: [] };
  return subject === null ? { steps: [], gaps: [] } : restOfDowngrade(revision, context, subject);
}

function restoreLines({ name, restore, remarks }: Backup, file: MigrationFile): readonly string[] {
  const drop = { kind: 'dropTable', table: name, ifExists: false, cascade: false } as const;
  return [
    ...remarks.flatMap(comment),
    ...render(writeExecute(restore, file), file.unit, file.unit.length),
    ...writeBlock([{ action: drop, remarks: [] }], file),
  ];
}
