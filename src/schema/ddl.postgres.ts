import { renderCheck, renderForeignKey, renderIndex } from './ddl.clauses';
import { isOnlySqliteExpression } from './ddl.expressions';
import { fitTable } from './ddl.fit';
import { quoteName, quoteObject, quoteText } from './ddl.names';
import { mentions, orderDefinitions, orderTables } from './ddl.order';
import { writeTable, writeTableExtras } from './ddl.table';
import {
  type Definition,
  type EnumType,
  type ForeignKey,
  formatName,
  isSameName,
  type Schema,
  type Sequence,
  type Table,
  type Trigger,
  type View,
} from './model';

/** @param existing What is in the database already, so that it can be referred to. */
export function renderForPostgres(
  schema: Schema,
  existing: Schema,
): { readonly statements: readonly string[]; readonly notes: readonly string[] } {
  const fitted = orderTables(schema.tables).map((table) => fitTable(table, together(schema, existing), 'postgresql'));
  const tables = fitted.map(({ value }) => value);
  const { early, late } = splitFunctions(schema.functions, tables);
  const statements = [
    ...schemaNames(schema).map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoteName(name)}`),
    ...schema.extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS ${quoteName(name)}`),
    ...schema.enums.map(writeEnum),
    ...impliedEnums(tables, together(schema, existing)).map(writeImpliedEnum),
    ...orderDefinitions([...schema.domains, ...schema.composites]).map(({ definition }) => definition),
    ...schema.sequences.map(writeSequence),
    ...impliedSequences(tables, together(schema, existing)).map((name) => `CREATE SEQUENCE IF NOT EXISTS ${name}`),
    ...early,
    ...writeTables(tables, existing),
    ...schema.sequences.flatMap((sequence) => writeOwner(sequence, tables)),
    ...late,
    ...orderDefinitions(schema.views.filter(isPostgresView)).map(({ definition }) => definition),
    ...schema.triggers.filter(isPostgresTrigger).flatMap(writeTrigger),
    ...schema.policies.map(({ definition }) => definition),
  ];
  return { statements, notes: [...fitted.flatMap(({ notes }) => notes), ...leftOut(schema)] };
}

/** A trigger of SQLite has its statements in it; here it must call a function. */
function isPostgresTrigger({ definition }: Trigger): boolean {
  return /\bexecute\s+(?:function|procedure)\b/i.test(definition);
}

function isPostgresView({ definition }: View): boolean {
  return !isOnlySqliteExpression(definition);
}

function leftOut({ triggers, views }: Schema): readonly string[] {
  const refused = [
    ...triggers.filter((trigger) => !isPostgresTrigger(trigger)).map(({ name }) => `the trigger ${name}`),
    ...views.filter((view) => !isPostgresView(view)).map(({ name }) => `the view ${name}`),
  ];
  return refused.map((object) => `Postgres cannot read the definition of ${object}, so it had to be left out.`);
}

function together(schema: Schema, existing: Schema): Schema {
  return {
    ...schema,
    tables: [...schema.tables, ...existing.tables],
    enums: [...schema.enums, ...existing.enums],
    sequences: [...schema.sequences, ...existing.sequences],
  };
}

/** Foreign keys to tables that come later, and what Postgres shall not check, follow when all tables are there. */
function writeTables(tables: readonly Table[], existing: Schema): readonly string[] {
  const made = new Set(existing.tables.map(formatName));
  const later: string[] = [];
  const statements = tables.flatMap((table) => {
    made.add(formatName(table));
    const isNow = (key: ForeignKey) => key.isValid && table.parent === null && made.has(formatName(key.target));
    later.push(
      ...writeLater(
        table,
        table.foreignKeys.filter((key) => !isNow(key)),
      ),
    );
    return [
      writeTable(table, table.foreignKeys.filter(isNow), 'postgresql'),
      ...writeTableExtras(table),
      ...table.indexes.map((index) => renderIndex(index, table)),
    ];
  });
  return [...statements, ...later];
}

function writeLater(table: Table, foreignKeys: readonly ForeignKey[]): readonly string[] {
  const checks = table.checks.filter(({ isValid }) => !isValid);
  const clauses = [...foreignKeys.map(renderForeignKey), ...checks.map(renderCheck)];
  return clauses.map((clause) => `ALTER TABLE ${quoteObject(table)} ADD ${clause}`);
}

function schemaNames(schema: Schema): readonly string[] {
  const objects = [
    schema.tables,
    schema.enums,
    schema.views,
    schema.sequences,
    schema.functions,
    schema.domains,
    schema.composites,
  ];
  const used = objects.flat().flatMap((object) => (formatName(object) === object.name ? [] : [object.schema ?? '']));
  return [...new Set([...schema.schemas, ...used])];
}

function writeEnum(type: EnumType): string {
  return `CREATE TYPE ${quoteObject(type)} AS ENUM (${type.labels.map(quoteText).join(', ')})`;
}

/** Enums that columns have, but the schema does not list. */
function impliedEnums(tables: readonly Table[], known: Schema): readonly EnumType[] {
  const types = tables
    .flatMap(({ columns }) => columns)
    .flatMap(({ type }) => (type?.labels && type.name !== 'enum' ? [type] : []));
  const enums = types.map(({ name, schema = null, labels = [] }) => ({ schema, name, labels }));
  return enums.filter((type, index) => {
    const isListed = known.enums.some((other) => isSameName(other, type));
    return !isListed && enums.findIndex((other) => isSameName(other, type)) === index;
  });
}

/** It may be there all the same: nobody said so. */
function writeImpliedEnum(type: EnumType): string {
  return `DO $$ BEGIN ${writeEnum(type)}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`;
}

/** Sequences that defaults draw from, but the schema does not list; as the text of the default names them. */
function impliedSequences(tables: readonly Table[], known: Schema): readonly string[] {
  const defaults = tables.flatMap(({ columns }) => columns).map((column) => column.default ?? '');
  const named = defaults.flatMap((text) => /^nextval\('([^']+)'/i.exec(text)?.[1] ?? []);
  const listed = new Set(known.sequences.map(quoteObject));
  return [...new Set(named)].filter((name) => !listed.has(name.replace(/^public\./, '')));
}

function writeTrigger({ definition, isEnabled, name, schema, table }: Trigger): readonly string[] {
  if (isEnabled) return [definition];
  return [definition, `ALTER TABLE ${quoteObject({ schema, name: table })} DISABLE TRIGGER ${quoteName(name)}`];
}

function writeSequence(sequence: Sequence): string {
  const clauses = [
    sequence.type === null ? '' : ` AS ${sequence.type}`,
    sequence.increment === null ? '' : ` INCREMENT BY ${sequence.increment}`,
    sequence.start === null ? '' : ` START WITH ${sequence.start}`,
  ];
  return `CREATE SEQUENCE ${quoteObject(sequence)}${clauses.join('')}`;
}

function writeOwner(sequence: Sequence, tables: readonly Table[]): readonly string[] {
  return tables.flatMap((table) =>
    table.columns
      .filter((column) => `${formatName(table)}.${column.name}` === sequence.ownedBy)
      .map(
        (column) => `ALTER SEQUENCE ${quoteObject(sequence)} OWNED BY ${quoteObject(table)}.${quoteName(column.name)}`,
      ),
  );
}

/** A function that a table's default or check calls must be there first; others may speak of tables. */
function splitFunctions(
  functions: readonly Definition[],
  tables: readonly Table[],
): { early: readonly string[]; late: readonly string[] } {
  const text = tables.map((table) => JSON.stringify([table.columns, table.checks, table.indexes])).join('\n');
  const isEarly = ({ name }: Definition) => mentions(text, name);
  return {
    early: functions.filter(isEarly).map(({ definition }) => definition),
    late: functions.filter((one) => !isEarly(one)).map(({ definition }) => definition),
  };
}
