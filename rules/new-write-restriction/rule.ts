import type { Constraint } from '../../src/migration/operation';
import { mentionsWord } from '../../src/paper/edit';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { tableAtStart } from '../../src/paper/tracks';
import { isKnownNotNull } from '../../src/schema/lookup';
import { findTable, formatName, isSameName, type ObjectName, type Subject } from '../../src/schema/model';
import { columnSubject, rule, type RuleContext } from '../../src/lint/rule';
import { isColumnInUse, isTableInUse } from '../in-use';
import { constraintSubject } from '../subjects';
import { keysOf, spelled } from '../unique-over-duplicates/keys';

export default rule({
  name: 'new-write-restriction',
  code: 'RT603',
  severity: 'warning',
  aliases: [],
  isOptional: true,
  check: (context) =>
    context.revision.upgrade.flatMap((step, at) => {
      const restriction = restrictionOf(context, step);
      if (restriction === null || isReplaced(context.revision, step, at)) return [];
      const message =
        `From now on the database refuses ${restriction.what}; code of the last release does not know that, and its writes fail. ` +
        'Let the code keep to it for a release first.';
      return [{ span: step.operation.span, subject: restriction.subject, message }];
    }),
});

interface Restriction {
  readonly subject: Subject;
  /** What is no longer taken. */
  readonly what: string;
}

function restrictionOf({ revision, dialect }: RuleContext, step: Step): Restriction | null {
  const { operation, schema } = step;
  switch (operation.kind) {
    case 'addConstraint': {
      const { table, constraint } = operation;
      if (!isTableInUse(step, table) || isKnown(revision, table, constraint)) return null;
      const columns = columnsOf(step, table, constraint);
      if (columns.length > 0 && !columns.some((column) => isColumnInUse(step, table, column))) return null;
      return { subject: constraintSubject(table, constraint, dialect), what: refusal(table, constraint) };
    }
    case 'createIndex': {
      const { table, index } = operation;
      const keys = index.keys.map(spelled);
      const isNew = index.keys.every((key) => key.kind === 'column' && !isColumnInUse(step, table, key.column));
      if (!index.isUnique || isNew || !isTableInUse(step, table) || hasKey(revision, table, keys)) return null;
      const subject: Subject = { kind: 'index', schema: table.schema, table: table.name, name: index.name };
      return { subject, what: `a second row of ${formatName(table)} with the same ${keys.join(', ')}` };
    }
    case 'alterColumn': {
      const { table, column, change, before } = operation;
      const isSet = change.nullable === false && before.nullable !== false && !isKnownNotNull(schema, table, column);
      if (!isSet || !isColumnInUse(step, table, column)) return null;
      return { subject: columnSubject(table, column), what: `rows of ${formatName(table)} without ${column}` };
    }
    default:
      return null;
  }
}

function columnsOf({ schema }: Step, table: ObjectName, constraint: Constraint): readonly string[] {
  if ('columns' in constraint) return constraint.columns;
  const sql = constraint.type === 'check' ? constraint.expression : constraint.definition;
  const names = (findTable(schema, table)?.columns ?? []).map(({ name }) => name);
  return names.filter((name) => mentionsWord(sql, name));
}

function refusal(table: ObjectName, constraint: Constraint): string {
  const rows = `rows of ${formatName(table)}`;
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique':
      return `a second row of ${formatName(table)} with the same ${constraint.columns.join(', ')}`;
    case 'foreignKey':
      return `${rows} whose ${constraint.columns.join(', ')} ${formatName(constraint.target)} does not have, and deletes there`;
    case 'check':
      return `${rows} that do not meet (${constraint.expression})`;
    case 'exclusion':
      return `${rows} that exclude each other`;
  }
}

/** One of its kind is dropped from the table first: it is made again, or takes the place of another. */
function isReplaced({ upgrade }: PaperRevision, { operation }: Step, at: number): boolean {
  if (operation.kind !== 'addConstraint' && operation.kind !== 'createIndex') return false;
  const table = tableAtStart(upgrade, at, operation.table);
  return upgrade.slice(0, at).some(({ operation: earlier }, index) => {
    if (earlier.kind !== 'dropConstraint' && earlier.kind !== 'dropIndex') return false;
    const isOfTable = earlier.table === null || isSameName(tableAtStart(upgrade, index, earlier.table), table);
    const isOther =
      earlier.kind === 'dropConstraint' &&
      operation.kind === 'addConstraint' &&
      earlier.type !== null &&
      earlier.type !== operation.constraint.type;
    return isOfTable && !isOther;
  });
}

/** The same restriction was there before the upgrade. */
function isKnown({ before }: PaperRevision, table: ObjectName, constraint: Constraint): boolean {
  const known = findTable(before, table);
  if (known === undefined) return false;
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique':
      return keysOf(known).some(({ keys }) => keys.every((key) => constraint.columns.includes(key)));
    case 'foreignKey':
      return known.foreignKeys.some(
        (key) => isSameName(key.target, constraint.target) && key.columns.join() === constraint.columns.join(),
      );
    case 'check':
      return known.checks.some(({ expression }) => expression === constraint.expression);
    case 'exclusion':
      return known.exclusions.some(({ definition }) => definition === constraint.definition);
  }
}

function hasKey({ before }: PaperRevision, table: ObjectName, wanted: readonly string[]): boolean {
  const known = findTable(before, table);
  return known !== undefined && keysOf(known).some(({ keys }) => keys.every((key) => wanted.includes(key)));
}
