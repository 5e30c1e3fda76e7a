import type { ObjectName } from '../../schema/model';
import { conditionalOperator } from './python/choice';
import { truth } from './python/operators';
import { plain, within, type Call, type Value } from './python/value';
import { calledName } from './sqlalchemy/names';

/** Parts of a condition that are looked at, one inside the other. */
const maximumDepth = 12;

/** What a guard presumes about the schema before the migration. */
export interface Presumption {
  readonly table: ObjectName;
  readonly column: string | null;
  readonly expects: 'present' | 'absent';
}

/** What a condition's being true (or false) says about the schema: `if "users" in inspector.get_table_names()`. */
export function presumptions(condition: Value, isTrue: boolean, depth = 0): readonly Presumption[] {
  if (depth > maximumDepth) return [];
  if (condition.kind === 'operator') {
    const [left, right, third] = condition.operands;
    if (condition.operator === 'not' && left) return presumptions(left, !isTrue, depth + 1);
    if (condition.operator === conditionalOperator && left && right && third) {
      return chosenPresumptions(left, right, third, isTrue, depth + 1);
    }
    if (left && right && condition.operator === (isTrue ? 'and' : 'or')) {
      return [...presumptions(left, isTrue, depth + 1), ...presumptions(right, isTrue, depth + 1)];
    }
    if (left && right && condition.operator === 'in') return membership(left, right, isTrue);
    if (left && right && condition.operator === 'not in') return membership(left, right, !isTrue);
    return [];
  }
  if (condition.kind !== 'call') return [];
  const name = calledName(condition);
  if (name === 'has_table') return hasTable(condition, isTrue);
  if (name === 'any') return anyOf(condition, isTrue);
  return name === 'bool' && condition.args[0] ? presumptions(condition.args[0].value, isTrue, depth + 1) : [];
}

/** Where one of the two values cannot be the outcome, it was the other. */
function chosenPresumptions(
  condition: Value,
  yes: Value,
  no: Value,
  isTrue: boolean,
  depth: number,
): readonly Presumption[] {
  if (truth(yes) === !isTrue) {
    return [...presumptions(condition, false, depth), ...presumptions(no, isTrue, depth)];
  }
  if (truth(no) === !isTrue) {
    return [...presumptions(condition, true, depth), ...presumptions(yes, isTrue, depth)];
  }
  return [];
}

function membership(item: Value, collection: Value, isTrue: boolean): readonly Presumption[] {
  const name = plain(item);
  const inspection = inspectionIn(collection);
  if (name === null || inspection === null) return [];
  return presume(inspection, name, isTrue);
}

/** `any(column["name"] == "phone" for column in inspector.get_columns("users"))`. */
function anyOf(call: Call, isTrue: boolean): readonly Presumption[] {
  const tested = call.args[0]?.value;
  if (tested?.kind !== 'each' || tested.result?.kind !== 'operator' || tested.result.operator !== '==') return [];
  const name = tested.result.operands.map(plain).find((each) => each !== null);
  const inspection = inspectionIn(tested.of);
  return name && inspection ? presume(inspection, name, isTrue) : [];
}

function presume(inspection: Call, name: string, isTrue: boolean): readonly Presumption[] {
  const expects = isTrue ? 'present' : 'absent';
  const method = calledName(inspection);
  if (method === 'get_table_names') {
    return [{ table: { schema: schemaOf(inspection), name }, column: null, expects }];
  }
  const table = inspectedTable(inspection);
  if (table === null) return [];
  if (method === 'get_columns') return [{ table, column: name, expects }];
  // Asking for a table's indexes or constraints presumes the table.
  return [{ table, column: null, expects: 'present' }];
}

function hasTable(call: Call, isTrue: boolean): readonly Presumption[] {
  // `dialect.has_table(connection, "users")` takes the connection first.
  const name =
    call.args.map(({ value }) => plain(value)).find((each) => each !== null) ??
    plain(call.keywords.get('table_name')?.value);
  if (name === null) return [];
  return [{ table: { schema: schemaOf(call), name }, column: null, expects: isTrue ? 'present' : 'absent' }];
}

const inspections = new Set([
  ...[
    'get_table_names',
    'get_columns',
    'get_indexes',
    'get_unique_constraints',
    'get_foreign_keys',
    'get_pk_constraint',
  ],
  'get_check_constraints',
]);

function inspectionIn(value: Value): Call | null {
  for (const part of within(value)) {
    if (part.kind === 'call' && inspections.has(calledName(part) ?? '')) return part;
  }
  return null;
}

function inspectedTable(call: Call): ObjectName | null {
  const name = plain(call.args[0]?.value ?? call.keywords.get('table_name')?.value);
  return name === null ? null : { schema: schemaOf(call), name };
}

function schemaOf(call: Call): string | null {
  return plain(call.keywords.get('schema')?.value);
}
