import type { Operation } from './operation';
import type { Span } from './span';

/** A file as a person pasted it. `path` uses `/`; it is unique within a workspace. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export type FormatName = 'alembic' | 'sql';

/** One direction of a migration. */
export interface Side {
  /** The function or section, from its header to its end. */
  readonly span: Span;
  readonly operations: readonly Operation[];
  /** Nothing in it can have an effect: only pass, docstring, `...`, return, comments or logging. */
  readonly isEmpty: boolean;
  /** Every path raises: where, and the exception's text as written. */
  readonly raises: { readonly span: Span; readonly text: string } | null;
  /** The first statement behind a return or raise that nothing leads past, if it would change the database. */
  readonly unreachable?: Span;
}

export interface Import {
  readonly module: string;
  /** Imported names; empty for `import module`. */
  readonly names: readonly string[];
  readonly span: Span;
}

/** Something the reader wants a person to know: unreadable text, a missing `revision`, a syntax error. */
export interface Problem {
  readonly message: string;
  readonly span: Span;
}

export interface Misuse extends Problem {
  /** It does not fail: what was given is passed over. */
  readonly isIgnored?: true;
}

/** One revision, read from one file. */
export interface Migration {
  readonly path: string;
  readonly format: FormatName;
  readonly revision: string;
  /** `down_revision`: none for a base, several for a merge. */
  readonly parents: readonly string[];
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  /** The docstring's first line, or what the file name tells. */
  readonly title: string;
  readonly upgrade: Side;
  /** `null`: there is none. */
  readonly downgrade: Side | null;
  readonly imports: readonly Import[];
  readonly problems: readonly Problem[];
  /** Calls that the migration's own tool refuses: they fail when they are made. */
  readonly misuses: readonly Misuse[];
}

/** What a format's reader answers for one file: a migration, or why it is none. */
export type ReadResult =
  { readonly ok: true; readonly migration: Migration } | { readonly ok: false; readonly problems: readonly Problem[] };
