import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import { downgradeKind } from '../../src/paper/downgrade';
import { isOpaque } from '../../src/paper/effects';
import { failureOf, type Failure } from '../../src/paper/failures';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { isGuessed } from '../../src/paper/guessed';
import { misnamed } from './misnamed';
import { describe } from './wording';

export default rule({
  name: 'downgrade-fails',
  code: 'RT106',
  severity: 'error',
  aliases: [],
  check: (context) => {
    const { revision } = context;
    if (downgradeKind(revision) !== 'real') return [];
    return firstOfEach(revision.downgrade.flatMap((step, at) => reportOf(context, step, at)));
  },
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
      return !isUnread(revision, at) && !failure.by.every((object) => isGuessed(revision, object));
  }
}

function isUnread({ upgrade, downgrade }: PaperRevision, at: number): boolean {
  return isOpaque(upgrade) || isOpaque(downgrade.slice(0, at));
}

/** A batch on SQLite drops all at once, in one rebuild: in which order it says so does not matter. */
function isForgiven(failure: Failure, { operation }: Step, dialect: RuleContext['dialect']): boolean {
  const isOfKey = failure.type === 'missing' && failure.object.kind !== 'table' && failure.object.kind !== 'column';
  return isOfKey && dialect === 'sqlite' && operation.via === 'batch';
}

/** One report for each object: what fails once fails at every later mention too. */
function firstOfEach(reports: readonly Report[]): readonly Report[] {
  const seen = new Set<string>();
  return reports.filter(({ subject, span }) => {
    const key = JSON.stringify(subject ?? span);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
