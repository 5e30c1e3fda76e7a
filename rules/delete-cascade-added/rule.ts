import { hasNoRows, isColumnMadeHere, isMadeHere } from '../../src/paper/origins';
import { guessKey } from '../../src/paper/baseline/pieces';
import type { PaperRevision } from '../../src/paper/roundtrip';
import { tableAtStart } from '../../src/paper/tracks';
import {
  findTable,
  formatName,
  isSameName,
  type ForeignKey,
  type ObjectName,
  type Subject,
} from '../../src/schema/model';
import { rule, stepsOf, type Report, type StepOf } from '../../src/lint/rule';

export default rule({
  name: 'delete-cascade-added',
  code: 'RT210',
  severity: 'warning',
  aliases: ['MRT204'],
  check: ({ revision }) => stepsOf(revision.upgrade, 'addConstraint').flatMap((step) => reportOf(revision, step)),
});

function reportOf(revision: PaperRevision, { operation, origins, at }: StepOf<'addConstraint'>): readonly Report[] {
  const { table, constraint, span } = operation;
  if (constraint.type !== 'foreignKey' || constraint.onDelete !== 'cascade') return [];
  const isNew = isMadeHere(origins, constraint.target) || hasNoRows(origins, table);
  const isEmpty = constraint.columns.some((column) => isColumnMadeHere(origins, table, column));
  if (isNew || isEmpty || cascadedBefore(revision, at, table, constraint)) return [];
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

/**
 * The key takes the place of one that cascaded already, or of one that this upgrade drops and of which nothing but the
 * name is known.
 */
function cascadedBefore(
  revision: PaperRevision,
  at: number,
  table: ObjectName,
  { columns, target }: ForeignKey,
): boolean {
  const start = tableAtStart(revision.upgrade, at, table);
  const keys = findTable(revision.before, start)?.foreignKeys ?? [];
  const dropped = new Set(
    stepsOf(revision.upgrade.slice(0, at), 'dropConstraint').map(({ operation }) => operation.name),
  );
  const aim = tableAtStart(revision.upgrade, at, target);
  return keys.some((key) => {
    const isSame = isSameName(key.target, aim) && key.columns.join() === columns.join();
    const isGuess = dropped.has(key.name) && revision.guesses.has(guessKey('constraint', key.name ?? ''));
    return isGuess || ((isSame || dropped.has(key.name)) && key.onDelete === 'cascade');
  });
}
