import { renderIndex } from './ddl.clauses';
import { isSqliteExpression } from './ddl.expressions';
import { fitTable } from './ddl.fit';
import { orderDefinitions, orderTables } from './ddl.order';
import { writeTable } from './ddl.table';
import { formatName, type Schema, type Table, type Trigger, type View } from './model';

/** A schema for SQLite, which has tables, indexes, views and triggers, all in one schema. */
export function renderForSqlite(schema: Schema): {
  readonly statements: readonly string[];
  readonly notes: readonly string[];
} {
  const tables = orderTables(schema.tables.filter(isInMain)).map((table) => fitTable(table, schema, 'sqlite'));
  return {
    statements: [
      ...tables.flatMap(({ value }) => [
        writeTable(value, [], 'sqlite'),
        ...value.indexes.map((index) => renderIndex(index, value)),
      ]),
      ...orderDefinitions(schema.views.filter(isSqliteView)).map(({ definition }) => definition),
      ...schema.triggers.filter(isSqliteTrigger).map(({ definition }) => definition),
    ],
    notes: [...tables.flatMap(({ notes }) => notes), ...leftOut(schema)],
  };
}

function isInMain(table: Table): boolean {
  return formatName(table) === table.name;
}

function isSqliteView({ isMaterialized, definition, ...name }: View): boolean {
  return (
    !isMaterialized && formatName(name) === name.name && isSqliteExpression(definition.replace(/^.*?\bAS\b/is, ''))
  );
}

/** A trigger of Postgres calls a function; one of SQLite has its statements in it. */
function isSqliteTrigger({ definition }: Trigger): boolean {
  return /\bbegin\b/i.test(definition);
}

/** Enums are not missed: their columns are text. */
function leftOut(schema: Schema): readonly string[] {
  const names = (objects: readonly { readonly name: string }[]) => objects.map(({ name }) => name);
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['tables of other schemas', schema.tables.filter((table) => !isInMain(table)).map(formatName)],
    ['views that it cannot read', names(schema.views.filter((view) => !isSqliteView(view)))],
    ['triggers that call functions', names(schema.triggers.filter((trigger) => !isSqliteTrigger(trigger)))],
    ['functions', names(schema.functions)],
    ['domains', names(schema.domains)],
    ['composite types', names(schema.composites)],
    ['policies', names(schema.policies)],
    ['sequences', names(schema.sequences.filter(({ ownedBy }) => ownedBy === null))],
    ['extensions', schema.extensions],
  ];
  return lists
    .filter(([, list]) => list.length > 0)
    .map(([what, list]) => `SQLite cannot have ${what}, so ${list.join(', ')} had to be left out.`);
}
