import type { Operation } from '../../src/migration/operation';
import { neededBy } from '../../src/paper/failures.needs';
import { isMadeHere } from '../../src/paper/origins';
import type { Step } from '../../src/paper/roundtrip';
import { findColumn } from '../../src/schema/lookup';
import { findTable, formatName, type ObjectName, type Subject } from '../../src/schema/model';
import { withoutCascade } from '../../src/lint/fix/keywords';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';

export default rule({
  name: 'cascade-drop',
  code: 'RT206',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: (context) => [
    ...context.revision.upgrade.flatMap((step) => inUpgrade(context, step)),
    ...context.revision.downgrade.flatMap((step) => inDowngrade(context, step)),
  ],
  fix: withoutCascade,
});

function inUpgrade(context: RuleContext, step: Step): readonly Report[] {
  const subject = droppedWithCascade(step.operation);
  if (subject === null || !isKnown(step, subject) || isNew(context, step, subject)) return [];
  const along = takenAlong(context, step);
  const known = along.length > 0 ? ` (${along.map(labelOf).join(', ')})` : '';
  const message =
    `CASCADE drops whatever depends on ${labelOf(subject)}${known} without a word, and no downgrade knows what that was. ` +
    'Leave it out, so that Postgres names what is in the way, and drop that by statements of its own.';
  return [{ span: step.operation.span, subject, severity: along.length > 0 ? 'error' : 'warning', message }];
}

/** Undoing with CASCADE is usual; it hurts where columns with data go with a type. */
function inDowngrade(context: RuleContext, step: Step): readonly Report[] {
  const subject = droppedWithCascade(step.operation);
  const columns = subject === null ? [] : takenAlong(context, step).filter((object) => isOldColumn(context, object));
  if (subject === null || columns.length === 0) return [];
  const message =
    `CASCADE drops ${columns.map(labelOf).join(', ')} along with ${labelOf(subject)}, and the values in ${columns.length === 1 ? 'it' : 'them'}. ` +
    'Change the type of such columns first, then drop the type without CASCADE.';
  return [{ span: step.operation.span, subject, severity: 'error', message }];
}

/** A column that was there before the upgrade: of one that the upgrade made, it is the undoing. */
function isOldColumn({ revision }: RuleContext, { kind, schema, table, name }: Subject): boolean {
  return kind === 'column' && findColumn(revision.before, { schema, name: table ?? '' }, name) !== undefined;
}

/** What the drop would fail for without CASCADE. */
function takenAlong({ dialect }: RuleContext, step: Step): readonly Subject[] {
  const { operation } = step;
  if (!('cascade' in operation)) return [];
  const failure = neededBy({ ...step, operation: { ...operation, cascade: false } }, dialect);
  return failure?.type === 'needed' ? failure.by : [];
}

/** Not with IF EXISTS, to clear the way for what comes then. */
function isKnown({ operation, schema }: Step, { kind, schema: inSchema, name }: Subject): boolean {
  if (kind === 'table') return findTable(schema, { schema: inSchema, name }) !== undefined;
  return !('ifExists' in operation && operation.ifExists) || kind === 'column' || kind === 'unique';
}

/** Nothing can depend on what the revision has just made. */
function isNew(
  { revision, reported }: RuleContext,
  { operation, origins }: Step,
  { table, name, schema, kind }: Subject,
): boolean {
  const isOfNewTable = table !== null && isMadeHere(origins, { schema, name: table });
  const isMade = revision.upgrade.some(
    ({ operation: other }) =>
      other !== operation && other.span.start < operation.span.start && makes(other, kind, { schema, name }),
  );
  return (
    isOfNewTable || isMade || reported.some(({ span, subject }) => span === operation.span && subject?.name === name)
  );
}

function makes(operation: Operation, kind: Subject['kind'], { name }: ObjectName): boolean {
  switch (operation.kind) {
    case 'createEnum':
      return operation.name.name === name && (kind === 'enum' || kind === 'type');
    case 'createDefined':
    case 'createSequence':
      return operation.name.name === name;
    case 'createExtension':
    case 'createSchema':
      return operation.name === name;
    default:
      return false;
  }
}

function droppedWithCascade(operation: Operation): Subject | null {
  if (!('cascade' in operation) || !operation.cascade) return null;
  switch (operation.kind) {
    case 'dropTable':
      return subject('table', operation.table, operation.table.name, operation.table.name);
    case 'dropColumn':
      return subject('column', operation.table, operation.column, operation.table.name);
    case 'dropConstraint':
      return subject('unique', operation.table, operation.name ?? '', operation.table.name);
    case 'dropEnum':
      return subject('enum', operation.name, operation.name.name);
    case 'dropDefined':
      return subject(operation.object, operation.name, operation.name.name, operation.table?.name);
    case 'dropSequence':
      return subject('sequence', operation.name, operation.name.name);
    case 'dropExtension':
      return { kind: 'extension', schema: null, table: null, name: operation.name };
    default:
      return null;
  }
}

function subject(kind: Subject['kind'], { schema }: ObjectName, name: string, table: string | null = null): Subject {
  return { kind, schema, table, name };
}

function labelOf({ kind, schema, table, name }: Subject): string {
  if (kind === 'column') return `${formatName({ schema, name: table ?? '' })}.${name}`;
  if (kind === 'table') return formatName({ schema, name });
  const word = kind === 'unique' ? 'constraint' : kind;
  return table === null
    ? `the ${word} ${formatName({ schema, name })}`
    : `the ${word} ${name} of ${formatName({ schema, name: table })}`;
}
