import type {
  Check,
  Exclusion,
  ForeignKey,
  KeyConstraint,
  ObjectName,
  ReferentialAction,
  Table,
} from '../../../schema/model';
import { stripParentheses } from '../../../schema/reader';
import type { ConstraintRow } from './catalog';
import type { Lookup } from './lookup';
import { isEngineMade } from './names';

type Constraints = Pick<Table, 'primaryKey' | 'uniques' | 'foreignKeys' | 'checks' | 'exclusions'>;

/** @param table The bare name of the table, from which Postgres makes names. */
export function readConstraints(table: string, rows: readonly ConstraintRow[], lookup: Lookup): Constraints {
  const named = rows.map((row) => withNames(row, table, lookup));
  const ofType = (type: ConstraintRow['type']) => named.filter((row) => row.type === type);
  return {
    primaryKey: ofType('p').map(readKey)[0] ?? null,
    uniques: ofType('u').map(readKey),
    foreignKeys: ofType('f').map(readForeignKey),
    checks: ofType('c').map(readCheck),
    exclusions: ofType('x').map(readExclusion),
  };
}

/** A constraint with names for numbers; its own name is `null` where Postgres chose it. */
type NamedRow = Omit<ConstraintRow, 'name' | 'target'> & {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly target: ObjectName;
  readonly targetColumns: readonly string[];
};

function withNames(row: ConstraintRow, table: string, lookup: Lookup): NamedRow {
  const columns = row.keys.map((number) => lookup.column(row.relation, number));
  return {
    ...row,
    name: isEngineMade({ name: row.name, type: row.type, columns }, table) ? null : row.name,
    columns,
    target: targetOf(row, lookup),
    targetColumns: row.targetKeys.map((number) => lookup.column(row.target, number)),
  };
}

function targetOf({ target }: ConstraintRow, lookup: Lookup): ObjectName {
  const relation = lookup.relation(target);
  return relation === undefined ? { schema: null, name: '' } : lookup.nameOf(relation);
}

function readKey({ name, columns, deferrable, deferred, nullsNotDistinct }: NamedRow): KeyConstraint {
  return {
    name,
    columns,
    ...(deferrable ? { deferrable } : {}),
    ...(deferred ? { initiallyDeferred: deferred } : {}),
    ...(nullsNotDistinct === true ? { nullsNotDistinct } : {}),
  };
}

function readForeignKey(row: NamedRow): ForeignKey {
  return {
    name: row.name,
    columns: row.columns,
    target: row.target,
    targetColumns: row.targetColumns,
    onDelete: actions[row.onDelete] ?? 'no action',
    onUpdate: actions[row.onUpdate] ?? 'no action',
    deferrable: row.deferrable,
    initiallyDeferred: row.deferred,
    isValid: row.valid,
  };
}

function readCheck({ name, definition, valid }: NamedRow): Check {
  return { name, expression: stripParentheses(definition ?? ''), isValid: valid };
}

function readExclusion({ name, definition }: NamedRow): Exclusion {
  return { name, definition: definition ?? '' };
}

/** pg_constraint.confdeltype and confupdtype. */
const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};
