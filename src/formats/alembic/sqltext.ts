import type { Operation, TextExecution } from '../../migration/operation';
import type { Span } from '../../migration/span';
import type { Dialect } from '../../schema/model';
import { readPartialSql, readSql } from '../sql/sql';
import { locate } from './python/strings';
import type { PartialText, Text } from './python/value';
import type { Run } from './run';

/** Emits what SQL text does. Places are those of the text where it is written inside the call, else the call's. */
export function emitSql(text: Text | PartialText, span: Span, run: Run, how?: TextExecution): void {
  const execution = how === undefined ? {} : { text: how };
  for (const operation of readText(text, span, run)) run.emitRead({ ...operation, ...execution });
}

function readText(text: Text | PartialText, span: Span, run: Run): readonly Operation[] {
  const base = run.standing;
  const options = { dialect: dialectOf(run, base.dialects), base };
  if (text.kind === 'text') {
    return readSql(text.value, options).map((each) => placed(each, text, span));
  }
  const known = readPartialSql({ text: text.value, holes: text.holes }, options);
  if (known) return known.map((each) => ({ ...each, span }));
  if (!run.isFirstUnknown(span)) return [];
  return [{ ...base, ...notEvaluated, via: 'sql', span, template: text.value, holes: text.holes }];
}

export const notEvaluated = {
  kind: 'unknown',
  reason: 'dynamic',
  message: 'The SQL that is executed here could not be evaluated; nothing is known about what it does.',
} as const;

function dialectOf(run: Run, dialects: readonly Dialect[] | null): Dialect {
  return dialects === null || dialects.includes(run.dialect) ? run.dialect : (dialects[0] ?? run.dialect);
}

/** Text that is written elsewhere (a constant, another function) is shown at the call that runs it. */
function placed(operation: Operation, text: Text, call: Span): Operation {
  const inside = (span: Span) => {
    const place = locate(text, span.start, span.end);
    return place && place.start >= call.start && place.end <= call.end ? place : call;
  };
  return {
    ...operation,
    span: inside(operation.span),
    ...(operation.swallowed ? { swallowed: inside(operation.swallowed) } : {}),
    ...bodyPlaced(operation, text, call),
  };
}

/** The operations of a function's body have places of their own. */
function bodyPlaced(operation: Operation, text: Text, call: Span): { readonly body?: readonly Operation[] } {
  if (operation.kind !== 'createDefined' || !operation.body) return {};
  return { body: operation.body.map((each) => placed(each, text, call)) };
}
