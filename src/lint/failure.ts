import type { Operation } from '../migration/operation';
import type { Severity } from './finding';

/** What becomes of a migration where a statement is refused, for a message; and how bad that is. */
export interface Failure {
  readonly severity: Severity;
  /** `the upgrade fails here`. */
  readonly text: string;
}

/** A refused statement ends the migration, unless a handler around it ignores the failure: then it is as if never written. */
export function failureOf({ swallowed }: Operation, side: string): Failure {
  return swallowed === undefined
    ? { severity: 'error', text: `the ${side} fails here` }
    : { severity: 'warning', text: `the handler around it hides that, and in the ${side} nothing is changed` };
}
