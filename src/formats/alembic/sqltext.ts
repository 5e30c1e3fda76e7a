import type { Span } from '../../migration/span';
import type { Dialect } from '../../schema/model';
import { readSql } from '../sql/sql';
import { locate } from './python/strings';
import type { Text } from './python/value';
import type { Run } from './run';

/** Emits what SQL text does. Places are those of the text where it is written inside the call, else the call's. */
export function emitSql(text: Text, span: Span, run: Run): void {
  const { certainty, dialects, autocommit } = run.standing;
  const operations = readSql(text.value, {
    dialect: dialectOf(run, dialects),
    base: { certainty, dialects, autocommit },
  });
  for (const operation of operations) {
    run.emitRead({ ...operation, span: placeInside(text, operation.span, span) });
  }
}

function dialectOf(run: Run, dialects: readonly Dialect[] | null): Dialect {
  return dialects === null || dialects.includes(run.dialect) ? run.dialect : (dialects[0] ?? run.dialect);
}

/** Text that is written elsewhere (a constant, another function) is shown at the call that runs it. */
function placeInside(text: Text, { start, end }: Span, call: Span): Span {
  const place = locate(text, start, end);
  return place && place.start >= call.start && place.end <= call.end ? place : call;
}
