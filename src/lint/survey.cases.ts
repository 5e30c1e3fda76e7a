import type { Dialect } from '../schema/model';
import type { Severity } from './finding';

/** Something that linters of migrations are known to get wrong, with our answer. Numbers are those of our survey of them. */
interface Case {
  readonly number: number;
  readonly says: string;
  /** As in a rule's README. */
  readonly example: string;
  /** Postgres, if none is given. */
  readonly dialect?: Dialect;
}

/** They flag it and should not. */
export interface FalseAlarm extends Case {
  /** Rules that are right to warn of something else in it. */
  readonly allowed: readonly string[];
}

/** They do not flag it and should. */
export interface Missed extends Case {
  readonly wanted: readonly Wanted[];
}

export interface Wanted {
  /** Any of these rules says it. */
  readonly oneOf: readonly string[];
  readonly times: number;
  readonly severity?: Severity;
}
