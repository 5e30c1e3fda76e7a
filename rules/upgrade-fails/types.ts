import { enumOf } from '../../src/paper/apply.tables';
import type { Failure } from '../../src/paper/failures';
import type { Step } from '../../src/paper/roundtrip';
import { isSameName, type Dialect, type ObjectName } from '../../src/schema/model';

/**
 * An enum type is created although it is there: by CREATE TYPE, or along with a table. What create_table created once in
 * the same run it does not create again (SQLAlchemy remembers), but it does not look into the database.
 */
export function takenTypeOf(
  { operation, schema, facts }: Step,
  dialect: Dialect,
): Extract<Failure, { type: 'exists' }> | null {
  if (dialect !== 'postgresql') return null;
  const isThere = (name: ObjectName) => schema.enums.some((known) => isSameName(known, name));
  if (operation.kind === 'createEnum') {
    return !operation.ifNotExists && isThere(operation.name) ? taken(operation.name) : null;
  }
  if (operation.kind !== 'createTable' || !operation.createsEnums || operation.ifNotExists) return null;
  if (facts.lastOfTable(operation.table, 'created') !== undefined) return null;
  const own = operation.columns.filter(({ type }) => type?.createType !== false);
  const made = own.flatMap(({ type }) => enumOf(type, operation.table.schema) ?? []).find(isThere);
  return made === undefined ? null : taken(made);
}

function taken({ schema, name }: ObjectName): Extract<Failure, { type: 'exists' }> {
  return { type: 'exists', object: { kind: 'enum', schema, table: null, name } };
}
