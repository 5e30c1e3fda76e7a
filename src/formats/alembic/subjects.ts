import type { Condition } from '../../migration/operation';
import { within, type Value } from './python/value';
import { calledName, rootPath } from './sqlalchemy/names';

const inspecting =
  /^(has_table|has_index|has_sequence|has_schema|get_(table_names|view_names|columns|indexes|.*constraints?|foreign_keys|schema_names|enums|sequence_names))$/;
const executing = /^(execute|scalar|scalars|fetchone|fetchall|first|query|exec_driver_sql|count)$/;
const environment = /^(os|environ|sys|alembic\.context|builtins\.(getenv|open))\b/;
const known = /^(builtins|sqlalchemy|alembic|sqlmodel)\b/;

/** What a condition asks about: the schema, the surroundings of the migration, or the data. */
export function subjectOf(condition: Value): Condition['about'] {
  let found: Condition['about'] = 'other';
  for (const part of within(condition)) {
    const about = subjectOfPart(part);
    // Asking the schema is a query too, and may be made through something imported.
    if (about === 'schema') return about;
    if (about === 'data' || found === 'other') found = about;
  }
  return found;
}

function subjectOfPart(part: Value): Condition['about'] {
  if (part.kind === 'text')
    return /information_schema|pg_catalog|pg_class|sqlite_master/i.test(part.value) ? 'schema' : 'other';
  if (part.kind === 'call') {
    const name = calledName(part) ?? '';
    if (inspecting.test(name)) return 'schema';
    if (executing.test(name)) return 'data';
  }
  if (part.kind !== 'name' && part.kind !== 'call' && part.kind !== 'attribute') return 'other';
  const root = rootPath(part);
  if (root === null) return 'other';
  return environment.test(root) || !known.test(root) ? 'environment' : 'other';
}
