import type { Dialect, ObjectName } from '../../schema/model';
import { conditionalOperator } from './python/choice';
import { truth } from './python/operators';
import { elements, plain, within, type Call, type Value } from './python/value';
import { calledName, calledPath, rootPath } from './sqlalchemy/names';

export const allDialects: readonly Dialect[] = ['postgresql', 'sqlite', 'mysql', 'mariadb', 'oracle', 'mssql'];

/** What follows from a condition's being true (or false). */
export interface Outcome {
  /** The dialects in which it can be so; `null` for all. */
  readonly dialects: readonly Dialect[] | null;
  /** It depends on something that the text does not tell. */
  readonly isConditional: boolean;
}

/** Parts of a condition that are looked at, one inside the other. */
const maximumDepth = 12;

/** Under what a condition is true, or false. */
export function outcome(condition: Value, isTrue: boolean, depth = 0): Outcome {
  if (depth > maximumDepth) return { dialects: null, isConditional: true };
  const known = truth(condition) ?? offline(condition);
  if (known !== null) return { dialects: known === isTrue ? null : [], isConditional: false };
  const named = dialectsNamed(condition);
  if (named !== null) return { dialects: isTrue ? named : others(named), isConditional: false };
  if (condition.kind === 'operator') {
    const [left, right, third] = condition.operands;
    if (condition.operator === 'not' && left) return outcome(left, !isTrue, depth + 1);
    if (condition.operator === conditionalOperator && left && right && third) {
      return either(
        both(outcome(left, true, depth + 1), outcome(right, isTrue, depth + 1)),
        both(outcome(left, false, depth + 1), outcome(third, isTrue, depth + 1)),
      );
    }
    const isBoth = condition.operator === (isTrue ? 'and' : 'or');
    if ((condition.operator === 'and' || condition.operator === 'or') && left && right) {
      return isBoth
        ? both(outcome(left, isTrue, depth + 1), outcome(right, isTrue, depth + 1))
        : either(outcome(left, isTrue, depth + 1), outcome(right, isTrue, depth + 1));
    }
  }
  return { dialects: null, isConditional: true };
}

/** Whether a condition holds in one dialect; `null` where it depends on more. */
export function decide(condition: Value, dialect: Dialect): boolean | null {
  const yes = outcome(condition, true);
  if (yes.dialects !== null && !yes.dialects.includes(dialect)) return false;
  const no = outcome(condition, false);
  if (no.dialects !== null && !no.dialects.includes(dialect)) return true;
  return null;
}

function both(a: Outcome, b: Outcome): Outcome {
  const dialects =
    a.dialects === null || b.dialects === null
      ? (a.dialects ?? b.dialects)
      : a.dialects.filter((each) => b.dialects?.includes(each));
  return { dialects, isConditional: a.isConditional || b.isConditional };
}

function either(a: Outcome, b: Outcome): Outcome {
  if (a.dialects === null || b.dialects === null)
    return { dialects: null, isConditional: a.isConditional || b.isConditional };
  return {
    dialects: allDialects.filter((each) => a.dialects?.includes(each) || b.dialects?.includes(each)),
    isConditional: a.isConditional || b.isConditional,
  };
}

function others(dialects: readonly Dialect[]): readonly Dialect[] {
  return allDialects.filter((dialect) => !dialects.includes(dialect));
}

/** A migration that is run, not printed, is online. */
function offline(condition: Value): boolean | null {
  const isOffline =
    calledName(condition) === 'is_offline_mode' || (condition.kind === 'attribute' && condition.name === 'as_sql');
  return isOffline ? false : null;
}

/** The dialects for which a comparison of the dialect's name (or class) is true; `null` if it is no such comparison. */
function dialectsNamed(condition: Value): readonly Dialect[] | null {
  if (condition.kind === 'call') return dialectCall(condition);
  if (condition.kind !== 'operator') return null;
  const [left, right] = condition.operands;
  if (!left || !right) return null;
  const compared = isDialect(left) ? right : isDialect(right) ? left : null;
  if (compared === null) return null;
  const names =
    compared.kind === 'text' ? [compared.value] : (elements(compared) ?? []).flatMap((item) => plain(item) ?? []);
  if (compared.kind !== 'text' && compared.kind !== 'list') return null;
  const dialects = names.flatMap((name) => dialectOf(name) ?? []);
  switch (condition.operator) {
    case '==':
    case 'is':
    case 'in':
      return dialects;
    case '!=':
    case 'is not':
    case 'not in':
      return others(dialects);
    default:
      return null;
  }
}

/** `isinstance(bind.dialect, PGDialect)`, `dialect.name.startswith("postgres")`. */
function dialectCall(call: Call): readonly Dialect[] | null {
  const [first, second] = call.args;
  if (calledPath(call) === 'builtins.isinstance' && first && isDialect(first.value)) {
    const classes = second ? (elements(second.value) ?? [second.value]) : [];
    return classes.flatMap((each) => dialectOfPath(calledPath(each) ?? ''));
  }
  const prefix = plain(first?.value);
  if (call.callee.kind !== 'attribute' || !isDialect(call.callee.of) || prefix === null) return null;
  return call.callee.name === 'startswith' ? allDialects.filter((dialect) => dialect.startsWith(prefix)) : null;
}

function dialectOfPath(path: string): readonly Dialect[] {
  const found = allDialects.find((dialect) => path.toLowerCase().includes(dialect));
  return found ? [found] : /PGDialect|psycopg/i.test(path) ? ['postgresql'] : [];
}

function dialectOf(name: string): Dialect | null {
  const lower = name.toLowerCase();
  if (lower === 'postgres') return 'postgresql';
  return allDialects.find((dialect) => dialect === lower) ?? null;
}

/** `<anything>.dialect`, `.dialect.name`, `.engine.name`, and their lower-cased forms. */
function isDialect(value: Value): boolean {
  if (value.kind === 'name') return /\.dialect(\.name)?$/.test(value.path);
  if (value.kind === 'call' && value.callee.kind === 'attribute') {
    return /^(lower|strip)$/.test(value.callee.name) && isDialect(value.callee.of);
  }
  if (value.kind !== 'attribute') return false;
  if (value.name === 'dialect') return true;
  const owner = value.of;
  if (value.name !== 'name') return false;
  return (
    isDialect(owner) || (owner.kind === 'attribute' && owner.name === 'engine') || calledName(owner) === 'get_bind'
  );
}

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

/** The root of a chain is Alembic's own: `op.get_bind()...`. */
export function isFromAlembic(value: Value): boolean {
  return rootPath(value)?.startsWith('alembic.') ?? false;
}
