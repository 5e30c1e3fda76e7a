import { hasNoRows, isColumnMadeHere, isMadeHere } from '../../src/paper/origins';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { findTable, formatName, isSameName, type ForeignKey, type Subject, type Table } from '../../src/schema/model';
import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'delete-cascade-added',
  code: 'RT210',
  severity: 'warning',
  aliases: ['MRT204'],
  check: ({ revision }) => stepsOf(revision.upgrade, 'addConstraint').flatMap((step) => reportOf(revision, step)),
});

function reportOf({ before }: PaperRevision, { operation, origins }: StepOf<'addConstraint'>): readonly Report[] {
  const { table, constraint, span } = operation;
  if (constraint.type !== 'foreignKey' || constraint.onDelete !== 'cascade') return [];
  const isNew = isMadeHere(origins, constraint.target) || hasNoRows(origins, table);
  const isEmpty = constraint.columns.some((column) => isColumnMadeHere(origins, table, column));
  const old = namesake(findTable(before, table), constraint);
  if (isNew || isEmpty || old?.onDelete === 'cascade') return [];
  const [name, target] = [formatName(table), formatName(constraint.target)];
  const subject: Subject = {
    kind: 'foreign key',
    schema: table.schema,
    table: table.name,
    name: constraint.name ?? constraint.columns.join(', '),
  };
  const message =
    `From now on deleting a row of ${target} deletes the rows of ${name} that refer to it, also where the code that deletes ` +
    `does not know. Rows lost that way do not come back with a downgrade. Prefer RESTRICT, and delete them in the code.`;
  return [{ span, subject, message }];
}

/** The foreign key over the same columns to the same table that was there before. */
function namesake(table: Table | undefined, { columns, target }: ForeignKey): ForeignKey | undefined {
  return table?.foreignKeys.find((key) => isSameName(key.target, target) && key.columns.join() === columns.join());
}
