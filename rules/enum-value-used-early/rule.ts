import type { Operation, OperationOf } from '../../src/migration/operation';
import type { SourceFile } from '../../src/migration/migration';
import { transactionsOf, type Placed } from '../../src/paper/locks/transactions';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { findTable, formatName, isSameName, type ObjectName, type Schema } from '../../src/schema/model';
import { addValueOutside } from '../../src/lint/fix/locks';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';

export default rule({
  name: 'enum-value-used-early',
  code: 'RT415',
  severity: 'error',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => [...inOneTransaction(context), ...inTheNextRevision(context)],
  fix: addValueOutside,
});

type Addition = OperationOf<'addEnumValue'>;

/** A label cannot be used before the transaction that adds it is committed, even on empty tables. */
function inOneTransaction({ revision, file }: RuleContext): readonly Report[] {
  return transactionsOf(revision.upgrade).flatMap((transaction) =>
    transaction.flatMap((placed, place) =>
      additionsIn([placed], revision).flatMap((addition) => {
        const use = transaction.slice(place + 1).find(({ step }) => uses(step, addition, file));
        return use === undefined ? [] : [reportOf(use.step, addition)];
      }),
    ),
  );
}

/** Alembic runs all pending revisions in one transaction unless it is told otherwise. */
function inTheNextRevision({ revision, revisions, settings, file }: RuleContext): readonly Report[] {
  const previous = revisions[revisions.indexOf(revision) - 1];
  if (settings.transactionPerMigration || previous === undefined) return [];
  const [first = []] = transactionsOf(revision.upgrade);
  const last = transactionsOf(previous.upgrade).at(-1) ?? [];
  return additionsIn(last, previous).flatMap((addition) => {
    const use = first.find(({ step }) => !step.operation.autocommit && uses(step, addition, file));
    return use === undefined ? [] : [{ ...reportOf(use.step, addition, previous), severity: 'warning' as const }];
  });
}

/** Labels added inside the transaction to types that were there before: those of a new type can be used at once. */
function additionsIn(transaction: readonly Placed[], { before }: PaperRevision): readonly Addition[] {
  return transaction.flatMap(({ step: { operation } }) =>
    operation.kind === 'addEnumValue' && !operation.autocommit && !isMadeBy(before, operation) ? [operation] : [],
  );
}

/** The type is not there before the revision, and so it is the revision's own. */
function isMadeBy(before: Schema, { name }: Addition): boolean {
  return !before.enums.some((each) => isSameName(each, name));
}

/** The statement says the label, about a column of the type or one whose type is not known. */
function uses(step: Step, addition: Addition, file: SourceFile): boolean {
  const { operation, schema } = step;
  const table = tableWritten(operation);
  if (table === null || !mentions(textOf(operation, file), addition.label)) return false;
  return mayHold(schema, table, addition.name);
}

function tableWritten(operation: Operation): ObjectName | null {
  switch (operation.kind) {
    case 'insert':
    case 'update':
    case 'delete':
    case 'addColumn':
    case 'addConstraint':
    case 'createIndex':
    case 'createTable':
      return operation.table;
    case 'alterColumn':
      return typeof operation.change.default === 'string' ? operation.table : null;
    default:
      return null;
  }
}

/** A label that is only listed among a type's own is not used: `sa.Enum("new", "done")` in a new column. */
function textOf(operation: Operation, { text }: SourceFile): string {
  switch (operation.kind) {
    case 'addColumn':
      return operation.column.default ?? '';
    case 'createTable':
      return [
        ...operation.columns.map((column) => column.default ?? ''),
        ...operation.constraints.map((each) => (each.type === 'check' ? each.expression : '')),
      ].join(' ');
    case 'alterColumn':
      return operation.change.default ?? '';
    case 'addConstraint':
      return operation.constraint.type === 'check' ? operation.constraint.expression : '';
    case 'createIndex':
      return operation.index.predicate ?? '';
    default:
      return operation.sql ?? text.slice(operation.span.start, operation.span.end);
  }
}

function mentions(text: string, label: string): boolean {
  return text.includes(`'${label}'`) || text.includes(`"${label}"`);
}

function mayHold(schema: Schema, name: ObjectName, type: ObjectName): boolean {
  const table = findTable(schema, name);
  if (table === undefined || !table.isComplete) return true;
  return table.columns.some((column) => column.type === null || column.type.name === type.name);
}

function reportOf({ operation }: Step, { name, label }: Addition, previous?: PaperRevision): Report {
  const type = formatName(name);
  const where =
    previous === undefined
      ? 'in this transaction'
      : `by the revision before (${previous.migration.revision}), which Alembic runs in the same transaction when both are pending`;
  return {
    span: operation.span,
    subject: { kind: 'enum', schema: name.schema, table: null, name: name.name },
    message:
      `Postgres refuses this ("unsafe use of new value"): '${label}' was added to ${type} ${where}, and cannot be used before that is committed. ` +
      'Add the value inside "with op.get_context().autocommit_block():".',
  };
}
