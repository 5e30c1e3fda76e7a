import type { SchemaChange } from '../../src/schema/diff';
import type { ObjectKind } from '../../src/schema/model';

/** The statement that takes an object away again, as one would write it in a downgrade. */
export function downgradeWord({ kind, table, name }: SchemaChange): string {
  return words[kind](name, table ?? '');
}

const words = {
  table: (name) => `op.drop_table('${name}')`,
  column: (name, table) => `op.drop_column('${table}', '${name}')`,
  'primary key': (name, table) => `op.drop_constraint('${name}', '${table}', type_='primary')`,
  unique: (name, table) => `op.drop_constraint('${name}', '${table}', type_='unique')`,
  'foreign key': (name, table) => `op.drop_constraint('${name}', '${table}', type_='foreignkey')`,
  check: (name, table) => `op.drop_constraint('${name}', '${table}', type_='check')`,
  exclusion: (name, table) => `op.drop_constraint('${name}', '${table}')`,
  index: (name, table) => `op.drop_index('${name}', table_name='${table}')`,
  enum: (name) => `DROP TYPE ${name}`,
  view: (name) => `DROP VIEW ${name}`,
  'materialized view': (name) => `DROP MATERIALIZED VIEW ${name}`,
  sequence: (name) => `DROP SEQUENCE ${name}`,
  trigger: (name, table) => `DROP TRIGGER ${name} ON ${table}`,
  function: (name) => `DROP FUNCTION ${name}`,
  domain: (name) => `DROP DOMAIN ${name}`,
  type: (name) => `DROP TYPE ${name}`,
  policy: (name, table) => `DROP POLICY ${name} ON ${table}`,
  extension: (name) => `DROP EXTENSION ${name}`,
  schema: (name) => `DROP SCHEMA ${name}`,
} satisfies Record<ObjectKind, (name: string, table: string) => string>;
