import type { Constraint } from '../../src/migration/operation';
import { isCleaned, isUnclear, type Moment } from '../../src/paper/cleanup';
import { mentionsWord } from '../../src/paper/edit';
import { hasNoRows, isColumnMadeHere } from '../../src/paper/origins';
import type { Step } from '../../src/paper/roundtrip';
import {
  findTable,
  formatName,
  type Index,
  type ObjectName,
  type Schema,
  type Subject,
  type Table,
} from '../../src/schema/model';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';
import { keysOf } from './keys';

export default rule({
  name: 'unique-over-duplicates',
  code: 'RT305',
  severity: 'warning',
  aliases: ['MRT406'],
  check: (context) =>
    context.revision.upgrade.flatMap((step, at) => {
      const key = addedKey(step, context.dialect);
      return key === null || isSafe(context, { ...step, at }, key) ? [] : [reportOf(step, key)];
    }),
});

/** A key that the upgrade puts on a table. */
interface AddedKey {
  readonly table: ObjectName;
  readonly type: 'primaryKey' | 'unique' | 'index';
  /** Empty for an index over expressions. */
  readonly columns: readonly string[];
  /** As a person reads it: `users (tenant_id, lower(email))`. */
  readonly shown: string;
  readonly predicate: string | null;
  readonly subject: Subject;
}

function addedKey({ operation }: Step, dialect: RuleContext['dialect']): AddedKey | null {
  if (operation.kind === 'addConstraint' && operation.usingIndex === null) {
    const { table, constraint } = operation;
    return isKey(constraint)
      ? {
          table,
          type: constraint.type,
          columns: constraint.columns,
          shown: constraint.columns.join(', '),
          predicate: null,
          subject: constraintSubject(table, constraint, dialect),
        }
      : null;
  }
  return operation.kind === 'createIndex' && operation.index.isUnique
    ? indexKey(operation.table, operation.index)
    : null;
}

function indexKey(table: ObjectName, { name, keys, predicate }: Index): AddedKey {
  const isPlain = keys.every(({ kind }) => kind === 'column');
  const shown = keys.map((key) => (key.kind === 'column' ? key.column : key.expression));
  return {
    table,
    type: 'index',
    columns: isPlain ? shown : [],
    shown: shown.join(', '),
    predicate,
    subject: { kind: 'index', schema: table.schema, table: table.name, name },
  };
}

function isKey(constraint: Constraint): constraint is Extract<Constraint, { type: 'primaryKey' | 'unique' }> {
  return constraint.type === 'primaryKey' || constraint.type === 'unique';
}

function isSafe({ revision }: RuleContext, step: Step & Moment, key: AddedKey): boolean {
  const { table, columns } = key;
  if (hasNoRows(step.origins, table) || isUnclear(revision, step)) return true;
  // New columns hold NULL, or one value for all rows: of that, unique-column-shared-default speaks.
  const involved = [...columns, ...columnsIn(key.predicate, findTable(step.schema, table))];
  if (involved.some((column) => isColumnMadeHere(step.origins, table, column))) return true;
  return isCovered(key, step.schema) || isCovered(key, revision.before) || isCleaned(revision, step, table, involved);
}

function columnsIn(sql: string | null, table: Table | undefined): readonly string[] {
  const names = (table?.columns ?? []).map(({ name }) => name);
  return names.filter((name) => mentionsWord(sql ?? '', name));
}

/** A key over some of the columns is there, or was there before the upgrade: rows that keep it keep this one too. */
function isCovered({ table, columns, predicate }: AddedKey, schema: Schema): boolean {
  const known = findTable(schema, table);
  return (
    known !== undefined &&
    keysOf(known).some(
      (key) =>
        (key.predicate === null || key.predicate === predicate) &&
        key.columns.length > 0 &&
        key.columns.every((column) => columns.includes(column)),
    )
  );
}

function reportOf({ operation }: Step, { table, type, shown, predicate, subject }: AddedKey): Report {
  const what = `${formatName(table)} (${shown})${predicate === null ? '' : ` where ${predicate}`}`;
  const message =
    type === 'primaryKey'
      ? `The primary key on ${what} cannot be built if two rows agree in it or one has NULL; nothing before removes such rows. ` +
        'Fill and deduplicate in this revision first, or prove that there are none.'
      : `The upgrade fails if two rows of ${what} are alike, and nothing before removes duplicates. ` +
        'Merge or delete them first (GROUP BY … HAVING count(*) > 1 finds them).';
  return { span: operation.span, subject, message };
}
