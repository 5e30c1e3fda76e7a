import { mendStep } from '../../src/lint/fix/order';
import { firstOfEach, rule, type Report, type RuleContext } from '../../src/lint/rule';
import { downgradeKind, isCopy } from '../../src/paper/downgrade';
import { isOpaque } from '../../src/paper/effects';
import { failureOf, type Failure } from '../../src/paper/failures';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { findTable, type Schema, type Subject } from '../../src/schema/model';
import { isGuessed } from '../../src/paper/guessed';
import { enums } from './enums';
import { misnamed } from './misnamed';
import { describe } from './wording';

export default rule({
  name: 'downgrade-fails',
  code: 'RT106',
  severity: 'error',
  aliases: [],
  check: (context) => {
    const { revision } = context;
    // Of a downgrade that is the upgrade once more, copied-downgrade speaks.
    if (downgradeKind(revision) !== 'real' || isCopy(revision)) return [];
    return firstOfEach([...revision.downgrade.flatMap((step, at) => reportOf(context, step, at)), ...enums(context)]);
  },
  fix: mendStep,
});

function reportOf({ revision, dialect }: RuleContext, step: Step, at: number): readonly Report[] {
  const { operation } = step;
  if (operation.certainty !== 'always' || operation.swallowed !== undefined) return [];
  const meant = isOpaque(revision.upgrade) ? null : misnamed(revision, step);
  if (meant !== null) return [meant];
  const failure = failureOf(step, dialect);
  if (failure === null || !isSure(revision, failure, at) || isForgiven(failure, step, dialect)) return [];
  const subject = failure.type === 'unnamed' ? null : failure.object;
  return [{ span: operation.span, subject, message: describe(revision, failure, step) }];
}

/** What nothing ever made may have been made by what could not be read; a guess is no ground for an alarm. */
function isSure(revision: PaperRevision, failure: Failure, at: number): boolean {
  switch (failure.type) {
    case 'unnamed':
    case 'owned':
      return true;
    case 'missing':
      return failure.gone !== null || !isUnread(revision, at);
    case 'exists':
      return !isUnread(revision, at) && !isGuessed(revision, failure.object);
    case 'needed':
      return !isUnread(revision, at) && failure.by.some((object) => isNeed(revision, failure.object, object));
  }
}

/** A key that is there from the start cannot point at a table that this upgrade makes: it was presumed too early. */
function isNeed(revision: PaperRevision, object: Subject, user: Subject): boolean {
  if (isGuessed(revision, user)) return false;
  const has = ({ schema, table }: Subject) => findTable(revision.before, { schema, name: table ?? '' }) !== undefined;
  return user.kind !== 'foreign key' || has(object) || !has(user) || isMadeBy(revision, user);
}

function isMadeBy({ before }: PaperRevision, { schema, table, name }: Subject): boolean {
  const keys = (state: Schema) => findTable(state, { schema, name: table ?? '' })?.foreignKeys ?? [];
  return !keys(before).some((key) => (key.name ?? key.columns.join(', ')) === name);
}

function isUnread({ upgrade, downgrade }: PaperRevision, at: number): boolean {
  return isOpaque(upgrade) || isOpaque(downgrade.slice(0, at));
}

/** A batch on SQLite does all at once, in one rebuild: in which order it says so matters little. */
function isForgiven(failure: Failure, { operation }: Step, dialect: RuleContext['dialect']): boolean {
  if (failure.type !== 'missing' || dialect !== 'sqlite') return false;
  // Nor does SQLite look whether the parent of a foreign key is there (foreignkeys.html, 3).
  const isParent =
    failure.object.kind === 'table' && 'table' in operation && operation.table?.name !== failure.object.table;
  const isOfKey = operation.kind === 'createIndex' || operation.kind === 'addConstraint';
  return isParent || (operation.via === 'batch' && (isOfKey || !/^(table|column)$/.test(failure.object.kind)));
}
