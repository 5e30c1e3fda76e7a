import type { Span } from '../migration/span';
import type { Subject } from '../schema/model';

/** `error`: a rollback loses data or fails, or the upgrade fails on existing rows; `warning`: it may; `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

export interface Finding {
  readonly rule: string;
  /** `RT` and a number, for suppression. */
  readonly code: string;
  readonly severity: Severity;
  /** What will happen, to whom, and what to do about it. */
  readonly message: string;
  readonly path: string;
  readonly span: Span;
  readonly subject: Subject | null;
  readonly fixes: readonly Fix[];
}

export interface Fix {
  readonly title: string;
  /** `safe`: mechanical, meaning kept; `scaffold`: a person completes it. */
  readonly safety: 'safe' | 'scaffold';
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

export interface LintedFile {
  readonly path: string;
  readonly format: 'alembic' | 'sql' | null;
  readonly revision: string | null;
  /** Sorted by place. */
  readonly findings: readonly Finding[];
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
}
