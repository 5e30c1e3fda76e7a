import { once } from '../../src/lint/once';
import { firstOfEach, rule, type Report, type RuleContext } from '../../src/lint/rule';
import { lineageOf } from '../../src/migration/lineage';
import type { Migration } from '../../src/migration/migration';
import { isOpaque } from '../../src/paper/effects';
import { failureOf, type Failure } from '../../src/paper/failures';
import { isGuessed } from '../../src/paper/guessed';
import type { Step } from '../../src/paper/roundtrip';
import { goneColumnOf } from './reads';
import { makerOf } from './makers';
import { strayColumnOf } from './strays';
import { takenTypeOf } from './types';
import { describe } from './wording';

export default rule({
  name: 'upgrade-fails',
  code: 'RT313',
  severity: 'error',
  aliases: [],
  check: (context) => firstOfEach(context.revision.upgrade.flatMap((step, at) => reportOf(context, step, at))),
});

const lineages = once(lineageOf);

function reportOf(context: RuleContext, step: Step, at: number): readonly Report[] {
  const { revision, dialect } = context;
  const { operation } = step;
  if (operation.certainty !== 'always' || operation.swallowed !== undefined) return [];
  const failure = failureOf(step, dialect) ?? goneColumnOf(step) ?? takenTypeOf(step, dialect) ?? strayColumnOf(step);
  if (failure === null || failure.type === 'owned') return [];
  const cause = causeOf(context, failure, step);
  if (cause === null || isOpaque(revision.upgrade.slice(0, at))) return [];
  const subject = failure.type === 'unnamed' ? null : failure.object;
  return [{ span: operation.span, subject, message: describe(failure, cause, revision.migration) }];
}

/** The revision that put the obstacle there, if it is one that this revision certainly comes after; else `null`. */
function causeOf(context: RuleContext, failure: Failure, step: Step): Migration | null {
  const { revision } = context;
  switch (failure.type) {
    case 'unnamed':
      return revision.migration;
    case 'owned':
      return null;
    case 'missing':
      return failure.gone === null ? neverMade(context, failure, step) : known(context, failure.gone.migration);
    case 'exists': {
      // A rebuild of the table may have lost the index on the way (sqlite-rebuild-loses).
      if (context.dialect === 'sqlite' && failure.object.kind === 'index') return null;
      const maker = makerOf(context, failure.object, step);
      return maker === null ? null : known(context, maker);
    }
    case 'needed':
      return failure.by.some((user) => isGuessed(revision, user)) || isGuessed(revision, failure.object)
        ? null
        : revision.migration;
  }
}

/** The revision that made the table without the column, where everything up to here could be read. */
function neverMade(
  context: RuleContext,
  { object }: Extract<Failure, { type: 'missing' }>,
  step: Step,
): Migration | null {
  const table = { schema: object.schema, name: object.table ?? '' };
  if (object.kind !== 'column' || strayColumnOf(step) === null || isGuessed(context.revision, object)) return null;
  const birth = step.facts.lastOfTable(table, 'created');
  return birth === undefined || birth.operation.certainty !== 'always' ? null : known(context, birth.migration);
}

/** Comes before this revision on every path, and nothing that cannot be read lies between. */
function known({ graph, revision, revisions }: RuleContext, cause: Migration): Migration | null {
  if (cause === revision.migration) return cause;
  if (!lineages(graph).isAncestor(cause, revision.migration)) return null;
  const from = revisions.findIndex(({ migration }) => migration === cause);
  const between = revisions.slice(from + 1, revisions.indexOf(revision));
  return between.some(({ upgrade }) => isOpaque(upgrade)) ? null : cause;
}
