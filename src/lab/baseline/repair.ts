import type { Migration } from '../../migration/migration';
import type { Operation } from '../../migration/operation';
import { quoteName, quoteObject } from '../../schema/ddl';
import {
  type Column,
  type Dialect,
  emptyTable,
  findTable,
  formatName,
  isSameName,
  type ObjectName,
  type Schema,
  type Table,
} from '../../schema/model';
import { extensionOf } from '../extensions';
import type { Complaint } from './missing';
import { addConstraint, addUniqueKey, hasColumns, tableOfConstraint } from './repair.constraints';
import { retypeOperand } from './retype';
import { tablesOf } from './tables';

/** One thing put into (or taken out of) the starting schema because the engine asked for it. */
export type Repair =
  | { readonly kind: 'add table'; readonly table: Table }
  | { readonly kind: 'add column'; readonly table: ObjectName; readonly column: Column }
  | { readonly kind: 'replace table'; readonly table: Table }
  | { readonly kind: 'run'; readonly object: string; readonly sql: string };

/** What is known when an engine complains. */
export interface Situation {
  readonly dialect: Dialect;
  /** The database as it is before the upgrade. */
  readonly schema: Schema;
  /** What the paper infers for this migration alone, as if it were pasted without history. */
  readonly inferred: Schema;
  readonly migration: Migration | null;
  /** The failing statement's operations, as the SQL reader understands them. */
  readonly failing: readonly Operation[];
  /** The failing statement itself. */
  readonly statement: string | null;
  /** Makes a column from its name alone (and its table's, for keys). */
  readonly guessColumn: (name: string) => Column;
}

/** The repair for a complaint, or `null` where there is none to be had. */
export function repairFor(complaint: Complaint, situation: Situation): Repair | null {
  switch (complaint.kind) {
    case 'no table':
      return addTable(complaint.table, situation);
    case 'no column':
      return addColumn(complaint.table ?? tableOfColumn(complaint.column, situation), complaint.column, situation);
    case 'no constraint': {
      const table = complaint.table ?? tableOfConstraint(complaint.name, situation);
      return addConstraint(table, complaint.name, situation, addColumn);
    }
    case 'no index':
      return addIndex(complaint.name, situation);
    case 'no unique key':
      return addUniqueKey(complaint.table, situation);
    case 'no view':
      return run(`view ${formatName(complaint.view)}`, `CREATE VIEW ${quoteObject(complaint.view)} AS SELECT 1 AS id`);
    case 'no sequence':
      return run(`sequence ${formatName(complaint.sequence)}`, `CREATE SEQUENCE ${quoteObject(complaint.sequence)}`);
    case 'no type':
      return addExtensionOf(complaint.type.name) ?? addType(complaint.type, situation);
    case 'no schema':
      return run(`schema ${complaint.name}`, `CREATE SCHEMA ${quoteName(complaint.name)}`);
    case 'no operator class':
      return addExtensionOf(complaint.name);
    case 'no role':
      return run(`role ${complaint.name}`, `CREATE ROLE ${quoteName(complaint.name)}`);
    case 'no extension':
      return run(`extension ${complaint.name}`, `CREATE EXTENSION ${quoteName(complaint.name)}`);
    case 'no trigger':
      return addTrigger(complaint.table, complaint.name);
    case 'no function':
      return addExtensionOf(complaint.signature) ?? addFunction(complaint.signature);
    case 'key types differ':
      return matchKeyTypes(complaint, situation);
    case 'no conflict target':
      return addConflictTarget(situation);
    case 'operands differ':
      return retypeOperand(complaint, situation);
    case 'exists':
      return removeInferred(complaint, situation);
  }
}

function addTable(name: ObjectName, situation: Situation): Repair | null {
  if (findTable(situation.schema, name)) return null;
  const inferred = findTable(situation.inferred, name);
  if (inferred) return { kind: 'add table', table: inferred };
  const named = columnsNamed(name, situation.failing).filter((column) => column !== 'id');
  const columns = [idColumn(situation), ...(named.length > 0 ? named : ['name']).map(situation.guessColumn)];
  return { kind: 'add table', table: bareTable(name, columns) };
}

function idColumn({ guessColumn }: Situation): Column {
  return { ...guessColumn('id'), nullable: false };
}

function bareTable(name: ObjectName, columns: readonly Column[]): Table {
  return { ...emptyTable(name), columns, primaryKey: { name: null, columns: ['id'] }, isComplete: false };
}

function addColumn(name: ObjectName | null, column: string, situation: Situation): Repair | null {
  const table = name && findTable(situation.schema, name);
  if (!table || table.columns.some((known) => known.name === column)) return null;
  const inferred = findTable(situation.inferred, table)?.columns.find((known) => known.name === column);
  const added = inferred ?? situation.guessColumn(column);
  // The table has rows by now: a required column could not be added, and nothing says that it was required.
  return { kind: 'add column', table, column: { ...added, nullable: true, generated: null } };
}

/** The one table of the failing statement, or of the migration's operations, that lacks the column. */
function tableOfColumn(column: string, { failing, migration, schema }: Situation): ObjectName | null {
  const lacking = (table: ObjectName) =>
    findTable(schema, table)?.columns.some(({ name }) => name === column) === false;
  const operations = migration ? [...migration.upgrade.operations, ...(migration.downgrade?.operations ?? [])] : [];
  const naming = operations.filter((op) => namesColumn(op, column)).flatMap(tablesOf);
  return failing.flatMap(tablesOf).find(lacking) ?? naming.find(lacking) ?? null;
}

function namesColumn(op: Operation, column: string): boolean {
  switch (op.kind) {
    case 'dropColumn':
    case 'alterColumn':
      return op.column === column;
    case 'createIndex':
      return op.index.keys.some((key) => key.kind === 'column' && key.column === column);
    case 'addConstraint':
      return 'columns' in op.constraint && op.constraint.columns.includes(column);
    default:
      return false;
  }
}

function columnsNamed(table: ObjectName, failing: readonly Operation[]): readonly string[] {
  const names = failing.flatMap((op) => {
    const read = 'reads' in op ? op.reads.filter((r) => r.table && isSameName(r.table, table)) : [];
    const own = 'table' in op && op.table && isSameName(op.table, table) ? ownColumns(op) : [];
    return [...own, ...read.flatMap(({ columns }) => columns)];
  });
  return [...new Set(names)];
}

function ownColumns(op: Operation): readonly string[] {
  switch (op.kind) {
    case 'insert':
      return op.columns ?? [];
    case 'update':
      return op.assignments.map(({ column }) => column);
    case 'dropColumn':
    case 'alterColumn':
      return [op.column];
    case 'createIndex':
      return op.index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
    case 'addConstraint':
      return 'columns' in op.constraint ? op.constraint.columns : [];
    default:
      return [];
  }
}

function addIndex(name: string, situation: Situation): Repair | null {
  const inferred = situation.inferred.tables.flatMap((table) =>
    table.indexes.filter((index) => index.name === name).map((index) => ({ table, index })),
  )[0];
  const operations = situation.migration?.upgrade.operations ?? [];
  const dropping = operations.find((op) => op.kind === 'dropIndex' && op.name === name);
  const wanted = inferred?.table ?? (dropping?.kind === 'dropIndex' ? dropping.table : null);
  const table =
    (wanted && findTable(situation.schema, wanted)) ?? situation.schema.tables.find(({ name: t }) => name.includes(t));
  const column = table?.columns.find(({ name: c }) => name.endsWith(c)) ?? table?.columns[0];
  if (!table || !column) return null;
  const unique = inferred?.index.isUnique ? 'UNIQUE ' : '';
  const keys = inferred?.index.keys.map((key) =>
    key.kind === 'column' ? quoteName(key.column) : `(${key.expression})`,
  );
  const list = keys && keys.length > 0 ? keys.join(', ') : quoteName(column.name);
  return run(`index ${name}`, `CREATE ${unique}INDEX ${quoteName(name)} ON ${quoteObject(table)} (${list})`);
}

/** `INSERT INTO t ... ON CONFLICT (a, b)`: these were unique. The rows go, for they may not be; new ones are made. */
function addConflictTarget({ statement, schema, dialect }: Situation): Repair | null {
  const [, name = '', list = ''] =
    /INSERT\s+INTO\s+"?(\w+)"?[\s\S]*?ON\s+CONFLICT\s*\(([^()]*)\)/i.exec(statement ?? '') ?? [];
  const table = findTable(schema, { schema: null, name });
  const columns = list.split(',').map((column) => column.trim().replace(/"/g, ''));
  if (!table || !hasColumns(table, columns)) return null;
  const clear =
    dialect === 'postgresql' ? `TRUNCATE ${quoteObject(table)} CASCADE` : `DELETE FROM ${quoteObject(table)}`;
  const index = quoteName(`uq_${[name, ...columns].join('_')}`);
  const create = `CREATE UNIQUE INDEX ${index} ON ${quoteObject(table)} (${columns.map(quoteName).join(', ')})`;
  return run(`index ${index}`, `${clear};\n${create}`);
}

function addType(name: ObjectName, { inferred, migration }: Situation): Repair | null {
  if (migration?.upgrade.operations.some((op) => introducesEnum(op, name)) === true) return null;
  const known = inferred.enums.find((type) => isSameName(type, name));
  const labels = known && known.labels.length > 0 ? known.labels : ['a', 'b'];
  const list = labels.map((label) => `'${label.replace(/'/g, "''")}'`).join(', ');
  return run(`type ${formatName(name)}`, `CREATE TYPE ${quoteObject(name)} AS ENUM (${list})`);
}

/**
 * `op.add_column(..., sa.Enum('a', 'b', name='mood'))`: the author takes it that the type comes with the column, as it
 * does with a table. It does not, and that is what the run has to show.
 */
function introducesEnum(op: Operation, name: ObjectName): boolean {
  if (op.via === 'sql') return false;
  const type = op.kind === 'addColumn' ? op.column.type : op.kind === 'alterColumn' ? op.change.type : null;
  return type?.name === name.name && type.labels !== undefined && type.createType !== false;
}

function addExtensionOf(name: string): Repair | null {
  const extension = extensionOf(name);
  return extension === null ? null : run(`extension ${extension}`, `CREATE EXTENSION IF NOT EXISTS "${extension}"`);
}

function addTrigger(table: ObjectName, name: string): Repair {
  const body = `CREATE FUNCTION ${quoteName(`${name}_function`)}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`;
  const trigger = `CREATE TRIGGER ${quoteName(name)} BEFORE UPDATE ON ${quoteObject(table)} FOR EACH ROW EXECUTE FUNCTION ${quoteName(`${name}_function`)}()`;
  return run(`trigger ${name}`, `${body};\n${trigger}`);
}

/** A trigger function when it takes nothing, else one that answers NULL of its first argument's type. */
function addFunction(signature: string): Repair | null {
  const match = /^([\w."]+)\((.*)\)$/.exec(signature);
  if (!match || match[2]?.includes('unknown')) return null;
  const header = `CREATE FUNCTION ${match[1] ?? ''}(${match[2] ?? ''})`;
  const sql = match[2]
    ? `${header} RETURNS text LANGUAGE sql AS 'SELECT NULL::text'`
    : `${header} RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`;
  return run(`function ${signature}`, sql);
}

/** The inferred side of a foreign key takes the other side's type. */
function matchKeyTypes(
  complaint: Extract<Complaint, { kind: 'key types differ' }>,
  situation: Situation,
): Repair | null {
  const [own, target] = complaint.detail.replace(/\.$/, '').split(' and ');
  const operations = [...situation.failing, ...(situation.migration?.upgrade.operations ?? [])];
  const key = operations
    .flatMap(foreignKeysOf)
    .find(
      (candidate) => candidate.columns.includes(complaint.column) && candidate.targetColumns.includes(complaint.target),
    );
  const table = key && findTable(situation.schema, key.target);
  if (!table || !own || !target) return null;
  const sql = `ALTER TABLE ${quoteObject(table)} ALTER COLUMN ${quoteName(complaint.target)} DROP DEFAULT, ALTER COLUMN ${quoteName(complaint.target)} TYPE ${own} USING NULL`;
  return run(`column ${formatName(table)}.${complaint.target}`, `TRUNCATE ${quoteObject(table)} CASCADE;\n${sql}`);
}

function foreignKeysOf(op: Operation) {
  const constraints =
    op.kind === 'addConstraint'
      ? [op.constraint]
      : op.kind === 'createTable' || op.kind === 'addColumn'
        ? op.constraints
        : [];
  return constraints.flatMap((constraint) => (constraint.type === 'foreignKey' ? [constraint] : []));
}

/** An inferred object that the migration makes by itself was no part of the starting schema. */
function removeInferred(complaint: Extract<Complaint, { kind: 'exists' }>, situation: Situation): Repair | null {
  const { object, name } = complaint;
  if (object === 'type') return run(`type ${name}`, `DROP TYPE ${quoteName(name)} CASCADE`);
  if (object === 'relation') return removeRelation(name, situation);
  const table = complaint.table ?? situation.failing.flatMap(tablesOf)[0]?.name;
  if (!table) return null;
  const cascade = situation.dialect === 'postgresql' ? ' CASCADE' : '';
  return run(`column ${table}.${name}`, `ALTER TABLE ${quoteName(table)} DROP COLUMN ${quoteName(name)}${cascade}`);
}

function removeRelation(name: string, { schema, dialect }: Situation): Repair {
  const isTable = schema.tables.some((table) => table.name === name);
  const isView = schema.views.some((view) => view.name === name);
  const kind = isTable ? 'TABLE' : isView ? 'VIEW' : 'INDEX';
  const cascade = dialect === 'postgresql' ? ' CASCADE' : '';
  return run(`${kind.toLowerCase()} ${name}`, `DROP ${kind} IF EXISTS ${quoteName(name)}${cascade}`);
}

function run(object: string, sql: string): Repair {
  return { kind: 'run', object, sql };
}
