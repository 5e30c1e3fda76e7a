import { isSameName } from '../schema/model';
import type { Report, Reported } from './rule';

/** A rule of these codes has reported on the same object at the same place: one fact is one finding. */
export function isSaid(
  reported: readonly Reported[],
  { span, subject }: Pick<Report, 'span' | 'subject'>,
  ...codes: readonly string[]
): boolean {
  return reported.some((other) => {
    const isThere = other.span.start < span.end && span.start < other.span.end;
    if (!codes.includes(other.code) || !isThere || subject === null || other.subject === null) return false;
    const isOfTable = other.subject.table === subject.table;
    return other.subject.kind === subject.kind && isOfTable && isSameName(other.subject, subject);
  });
}
