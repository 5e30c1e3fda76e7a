import type { Severity } from '../../src/lint/finding';
import { completeDowngrade } from '../../src/lint/fix/downgrade';
import { headerOf, rule, type Report, type Reported, type RuleContext } from '../../src/lint/rule';
import { downgradeKind, isCopy } from '../../src/paper/downgrade';
import { isOpaque } from '../../src/paper/effects';
import { isGuessed } from '../../src/paper/guessed';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import type { SchemaChange } from '../../src/schema/diff';
import { findTable, isSameName, type Subject } from '../../src/schema/model';
import { causeOf, isUnnamedInDowngrade } from './cause';
import { unnamed } from './constraints';
import { droppedDefaults } from './defaults';
import { isNoise } from './noise';
import { isNewName, renames } from './renames';
import { columnDifference, describe } from './wording';

export default rule({
  name: 'asymmetry',
  code: 'RT501',
  severity: 'error',
  aliases: ['MRT205', 'MRT301', 'MRT302', 'MRT408', 'MRT409', 'MRT410', 'MRT502', 'MRT503'],
  check: (context) => {
    const { revision } = context;
    // A downgrade that is missing, empty or raises is another rule's; one that cannot be read may do anything.
    if (downgradeKind(revision) !== 'real' || isCopy(revision) || isOpaque(revision.downgrade)) return [];
    const forgotten = renames(revision);
    const isNameless = unnamed(revision);
    const said = [...context.reported.filter(isAboutState), ...forgotten];
    const rest = revision.asymmetries
      .filter((change) => !isShapeless(revision, change))
      .filter((change) => !isSaid(said, change) && !isNewName(revision, change))
      .filter((change) => !isNameless(change) && !isUnnamedInDowngrade(revision, change))
      .filter((change) => !isNoise(revision, change, context.dialect));
    return [...forgotten, ...droppedDefaults(revision), ...rest.map((change) => reportOf(context, change))];
  },
  fix: completeDowngrade,
});

/** Rules about locks and existing rows speak of the same objects and say nothing of how they are afterwards. */
function isAboutState({ code }: Reported): boolean {
  return /^RT([12]|303$)/.test(code);
}

/** A table that is built from one that is read from the database: what it looks like is not in the file. */
function isShapeless({ after, back }: PaperRevision, { table, kind, schema }: SchemaChange): boolean {
  if (table === null || kind === 'table') return false;
  return [after, back].some((state) => findTable(state, { schema, name: table })?.columns.length === 0);
}

/** Another rule has already said that this object is gone, or (for enum types) that it cannot be as it was. */
function isSaid(said: readonly Report[], change: SchemaChange): boolean {
  const isFinal = change.change !== 'changed' || change.kind === 'enum';
  return isFinal && said.some(({ subject }) => subject !== null && isAbout(subject, change));
}

function isAbout(subject: Subject, change: SchemaChange): boolean {
  const isOfTable = subject.table === change.table || subject.kind === 'table';
  return subject.kind === change.kind && isOfTable && isSameName(subject, change);
}

function reportOf({ revision, file }: RuleContext, change: SchemaChange): Report {
  const { kind, schema, table, name } = change;
  const cause = causeOf(revision, change);
  const span =
    cause?.operation.span ?? headerOf(file, (revision.migration.downgrade ?? revision.migration.upgrade).span);
  return {
    span,
    severity: severityOf(revision, change, cause),
    subject: { kind, schema, table, name },
    message: describe(revision, change, cause),
  };
}

/** What is left behind makes the next upgrade fail; what is only different does not. */
function severityOf(revision: PaperRevision, change: SchemaChange, cause: Step | undefined): Severity {
  switch (change.change) {
    case 'extra':
      if (change.kind === 'extension' || change.kind === 'schema') return 'info';
      return cause !== undefined && isTentative(cause) ? 'warning' : 'error';
    case 'missing':
      if (change.kind === 'index' || change.kind === 'extension') return 'warning';
      return cause !== undefined && isTentative(cause) && isGuessed(revision, change) ? 'warning' : 'error';
    case 'changed':
      return change.kind === 'column' && columnDifference(revision, change) === 'comment' ? 'info' : 'warning';
  }
}

function isTentative({ operation }: Step): boolean {
  const isCareful =
    ('ifNotExists' in operation && operation.ifNotExists) || ('ifExists' in operation && operation.ifExists);
  return isCareful || operation.certainty === 'conditional';
}
