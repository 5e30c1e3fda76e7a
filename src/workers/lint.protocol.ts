import type { LintedFile, Severity } from '../lint/finding';
import type { LintOptions } from '../lint/settings';
import type { TextEdit } from '../migration/edit';
import type { SourceFile } from '../migration/migration';
import type { Dialect } from '../schema/model';

/** What the lint worker offers. Everything that crosses is plain data. */
export interface LintService {
  lint(request: LintRequest): Promise<LintAnswer>;
  /** Makes every safe fix, as `check --fix` does. */
  fixAll(request: LintRequest): Promise<FixAnswer>;
  /** What there is to be looked for. */
  catalogue(): Promise<readonly ThemeEntry[]>;
}

/** A set of files, told by its difference: what is typed in one of a hundred files does not send the other ones. */
export interface LintRequest {
  /** Every file, in order. */
  readonly paths: readonly string[];
  /** Those whose text is not the one that was sent last. */
  readonly changed: readonly SourceFile[];
  readonly options: CheckOptions;
  /** Files whose findings come with their fixes, which take longer to work out than the findings. */
  readonly fixesIn: readonly string[];
}

export type CheckOptions = Omit<LintOptions, 'fixes'>;

/** A throw inside the linter is a bug; it is answered as text, because Comlink loses errors' fields. */
export interface LintFailure {
  readonly ok: false;
  readonly message: string;
}

/** `changed`: the files of which something else is to be said than the last time, or something for the first time. */
export type LintAnswer = { readonly ok: true; readonly changed: readonly LintedFile[] } | LintFailure;

export type FixAnswer = { readonly ok: true; readonly fixed: readonly FixedFile[] } | LintFailure;

/** A file in which something was fixed. */
export interface FixedFile {
  readonly path: string;
  readonly edits: readonly TextEdit[];
}

export interface ThemeEntry {
  readonly name: string;
  readonly title: string;
  readonly rules: readonly RuleEntry[];
}

/** A rule as the page lists it: all of it but its check. */
export interface RuleEntry {
  readonly name: string;
  readonly code: string;
  readonly severity: Severity;
  readonly theme: string;
  readonly aliases: readonly string[];
  /** Where it applies; `null`: everywhere. */
  readonly dialects: readonly Dialect[] | null;
  readonly isOptional: boolean;
}
