import { writeBlock, comment } from '../../formats/alembic/write/block';
import type { MigrationFile } from '../../formats/alembic/write/file';
import { addDowngrade, appendToFunction, removeEarlyReturn } from '../../formats/alembic/write/statements';
import type { TextEdit } from '../../migration/edit';
import { isEffective } from '../../paper/effects';
import { inverseOfUpgrade, isSameSubject, restOfDowngrade, type Inverse } from '../../paper/inverse/inverse';
import type { PaperRevision } from '../../paper/roundtrip';
import { isSameName, type ObjectName, type Subject } from '../../schema/model';
import type { Fixer } from '../rule';
import { dependingOn, fixOf, tentatively } from './rewrite';

/** Writes the downgrade that a revision lacks, or that does nothing: the inverse of its upgrade. */
export const writeDowngrade: Fixer = (report, context) => {
  const unblocked = removeReturn(report, context);
  if (unblocked.length > 0) return unblocked;
  const inverse = inverseOfUpgrade(context.revision, context);
  if (inverse.steps.length === 0 || isConditional(context.revision)) return [];
  const intent = dependingOn(gapsOf(inverse), 'Write the downgrade that undoes this upgrade');
  return fixOf(context, intent, (file) => [toDowngrade(file, downgradeLines(inverse, context.revision, file))]);
};

/** What is done under a condition cannot be undone without one. */
export function isConditional({ upgrade }: PaperRevision): boolean {
  return upgrade.some(({ operation }) => isEffective(operation) && operation.certainty !== 'always');
}

/** Lets a downgrade do what stands behind its `return`: whether that was left out on purpose, a person knows. */
const removeReturn: Fixer = (_report, context) =>
  fixOf(context, tentatively('Remove the return before the end of the downgrade'), (file) => {
    const definition = file.functionNamed('downgrade');
    return definition === null ? null : [removeEarlyReturn(file, definition)];
  });

/** Adds to the downgrade what sets one object right; everything that it leaves undone, if the report names no object. */
export const completeDowngrade: Fixer = ({ subject }, context) => {
  const { revision } = context;
  const { downgrade } = revision.migration;
  if (downgrade === null || downgrade.raises !== null) return [];
  const inverse = restOfDowngrade(revision, context, subject ?? undefined);
  if (inverse.steps.length === 0) return [];
  const intent = dependingOn(gapsOf(inverse), titleFor(subject, revision));
  return fixOf(context, intent, (file) => [toDowngrade(file, downgradeLines(inverse, revision, file))]);
};

function titleFor(subject: Subject | null, { asymmetries }: PaperRevision): string {
  const change = asymmetries.find((each) => subject !== null && isSameSubject(each, subject));
  if (change === undefined) return 'Complete the downgrade';
  const verb = { missing: 'Bring back', extra: 'Drop', changed: 'Restore' }[change.change];
  const owner = change.table === null || change.kind === 'table' ? '' : ` of ${change.table}`;
  return `${verb} the ${change.kind} ${change.name}${owner} in the downgrade`;
}

function gapsOf({ steps, gaps }: Inverse): readonly string[] {
  return [...gaps, ...steps.flatMap((each) => each.gaps)];
}

export function downgradeLines(
  { steps, gaps }: Inverse,
  revision: PaperRevision,
  file: MigrationFile,
): readonly string[] {
  const written = steps.map(({ action, gaps: remarks }) => ({ action, remarks }));
  return [...gaps.flatMap(comment), ...writeBlock(written, file, batchedTables(revision))];
}

/** At the end of the downgrade, which is added where there is none. */
export function toDowngrade(file: MigrationFile, lines: readonly string[]): TextEdit | null {
  const definition = file.functionNamed('downgrade');
  return definition === null ? addDowngrade(file, lines) : appendToFunction(file, definition, lines);
}

/** Tables that the file alters in batch mode: it means to run on SQLite. */
export function batchedTables({ migration }: PaperRevision): (table: ObjectName) => boolean {
  const operations = [...migration.upgrade.operations, ...(migration.downgrade?.operations ?? [])];
  const tables = operations.flatMap((operation) =>
    operation.via === 'batch' && 'table' in operation && operation.table !== null ? [operation.table] : [],
  );
  return (table) => tables.some((each) => isSameName(each, table));
}
