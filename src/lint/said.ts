import { isSameName } from '../schema/model';
import type { Report } from './rule';

/** An earlier rule has reported on the same object at the same place: one fact is one finding. */
export function isSaid(reported: readonly Report[], { span, subject }: Pick<Report, 'span' | 'subject'>): boolean {
  return reported.some((other) => {
    const isThere = other.span.start < span.end && span.start < other.span.end;
    if (!isThere || subject === null || other.subject === null) return false;
    const isOfTable = other.subject.table === subject.table;
    return other.subject.kind === subject.kind && isOfTable && isSameName(other.subject, subject);
  });
}
