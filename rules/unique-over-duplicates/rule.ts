import type { Constraint } from '../../src/migration/operation';
import { isCleaned, isUnclear, type Moment } from '../../src/paper/cleanup';
import { mentionsWord } from '../../src/paper/edit';
import { hasNoRows, isColumnMadeHere } from '../../src/paper/origins';
import type { Step } from '../../src/paper/roundtrip';
import { columnAtStart, tableAtStart } from '../../src/paper/tracks';
import {
  findTable,
  formatName,
  isSameName,
  type Index,
  type ObjectName,
  type Schema,
  type Subject,
  type Table,
} from '../../src/schema/model';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import { constraintSubject } from '../subjects';
import { keysMadeIn, keysOf, spelled, type Key } from './keys';

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
  /** Its columns, without its expressions. */
  readonly columns: readonly string[];
  /** Columns and expressions, spelled so that they compare. */
  readonly keys: readonly string[];
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
          keys: constraint.columns,
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
  const shown = keys.map((key) => (key.kind === 'column' ? key.column : key.expression));
  return {
    table,
    type: 'index',
    columns: keys.flatMap((key) => (key.kind === 'column' ? [key.column] : [])),
    keys: keys.map(spelled),
    shown: shown.join(', '),
    predicate,
    subject: { kind: 'index', schema: table.schema, table: table.name, name },
  };
}

function isKey(constraint: Constraint): constraint is Extract<Constraint, { type: 'primaryKey' | 'unique' }> {
  return constraint.type === 'primaryKey' || constraint.type === 'unique';
}

function isSafe(context: RuleContext, step: Step & Moment, key: AddedKey): boolean {
  const { revision } = context;
  const { table, columns } = key;
  if (hasNoRows(step.origins, table) || isUnclear(revision, step)) return true;
  // New columns hold NULL, or one value for all rows: of that, unique-column-shared-default speaks.
  const involved = [...columns, ...columnsIn(key.predicate, findTable(step.schema, table))];
  if (involved.some((column) => isColumnMadeHere(step.origins, table, column))) return true;
  if (isCovered(context, step, key) || isMadeAgain(context, step, key)) return true;
  return isCleaned(revision, step, table, involved);
}

function columnsIn(sql: string | null, table: Table | undefined): readonly string[] {
  const names = (table?.columns ?? []).map(({ name }) => name);
  return names.filter((name) => mentionsWord(sql ?? '', name));
}

/** A key over part of it is there, or was until this revision: rows that keep it keep this one too. */
function isCovered({ revision, file }: RuleContext, step: Step & Moment, key: AddedKey): boolean {
  const { table, predicate } = key;
  const before = tableAtStart(revision.upgrade, step.at, table);
  const columns = key.keys.map((column) => columnAtStart(revision.upgrade, step.at, { table, column }).column);
  const covers = (known: Key, keys: readonly string[]) =>
    (known.predicate === null || known.predicate === predicate) && known.keys.every((each) => keys.includes(each));
  // Of a table that the files do not make, keys are presumed so that the rest can work: only those named here count.
  const isStated = ({ name }: Key) =>
    step.origins.tables.has(formatName(table)) || (name !== null && name !== '' && file.text.includes(name));
  const earlier = [...keysIn(revision.before, before).filter(isStated), ...keysMadeIn(revision.downgrade, before)];
  return (
    keysIn(step.schema, table).some((known) => isStated(known) && covers(known, key.keys)) ||
    earlier.some((known) => covers(known, columns))
  );
}

function keysIn(schema: Schema, name: ObjectName): readonly Key[] {
  const table = findTable(schema, name);
  return table === undefined ? [] : keysOf(table);
}

/** It takes the place of one of the same name, or of a primary key, over columns that the files do not tell. */
function isMadeAgain({ revision }: RuleContext, step: Step & Moment, { table, type, subject }: AddedKey): boolean {
  const isKnown = step.origins.tables.has(formatName(table));
  return revision.upgrade.slice(0, step.at).some(({ operation }) => {
    const isDrop = operation.kind === 'dropIndex' || operation.kind === 'dropConstraint';
    const isKeyDrop = operation.kind === 'dropConstraint' && operation.type === 'primaryKey' && type === 'primaryKey';
    if (isKeyDrop && !isKnown && isSameName(operation.table, table)) return true;
    return (
      isDrop && operation.name === subject.name && (operation.table === null || isSameName(operation.table, table))
    );
  });
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
