import type { Operation, OperationOf } from '../../src/migration/operation';
import { downgradeKind } from '../../src/paper/downgrade';
import { isMadeHere } from '../../src/paper/origins';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { columnAtEnd, tableAtEnd, type ColumnName } from '../../src/paper/tracks';
import { formatName, isSameName } from '../../src/schema/model';
import { columnSubject, formatColumn, rule, tableSubject, type Report } from '../../src/lint/rule';

export default rule({
  name: 'conditional-asymmetry',
  code: 'RT502',
  severity: 'warning',
  aliases: [],
  check: ({ revision }) =>
    downgradeKind(revision) === 'real' ? revision.upgrade.flatMap((step, at) => reportOf(revision, step, at)) : [],
});

/** A table or column that the upgrade makes only where it is not there, and the downgrade drops in any case. */
function reportOf(revision: PaperRevision, step: Step, at: number): readonly Report[] {
  const made = madeIfMissing(step, at, revision);
  const drop = made === null ? undefined : revision.downgrade.find(({ operation }) => drops(operation, made));
  if (made === null || drop === undefined) return [];
  const isTable = made.column === '';
  const name = isTable ? formatName(made.table) : formatColumn(made.table, made.column);
  return [
    {
      span: drop.operation.span,
      subject: isTable ? tableSubject(made.table) : columnSubject(made.table, made.column),
      message:
        `The upgrade makes ${name} only where it is missing, and the downgrade drops it in any case: where it was there before, ` +
        'it goes, with its data. Make it without a condition, or have the upgrade record whether it was made.',
    },
  ];
}

function madeIfMissing({ operation, origins }: Step, at: number, { upgrade }: PaperRevision): ColumnName | null {
  if (operation.kind !== 'createTable' && operation.kind !== 'addColumn') return null;
  const isTentative =
    operation.ifNotExists || (operation.certainty === 'conditional' && isLookedFor(upgrade, at, operation));
  if (!isTentative || isMadeHere(origins, operation.table)) return null;
  if (operation.kind === 'createTable') return { table: tableAtEnd(upgrade, at + 1, operation.table), column: '' };
  return columnAtEnd(upgrade, at + 1, { table: operation.table, column: operation.column.name });
}

/** The condition asks whether it is there; of other conditions nothing is known. */
function isLookedFor(
  upgrade: PaperRevision['upgrade'],
  at: number,
  made: OperationOf<'createTable'> | OperationOf<'addColumn'>,
): boolean {
  return upgrade.slice(0, at).some(({ operation }) => {
    if (operation.kind !== 'mention' || operation.expects !== 'absent') return false;
    if (!isSameName(operation.table, made.table)) return false;
    return made.kind === 'createTable' || operation.columns.some(({ name }) => name === made.column.name);
  });
}

function drops(operation: Operation, { table, column }: ColumnName): boolean {
  if (operation.certainty !== 'always') return false;
  if (operation.kind === 'dropTable') return column === '' && isSameName(operation.table, table);
  return operation.kind === 'dropColumn' && operation.column === column && isSameName(operation.table, table);
}
