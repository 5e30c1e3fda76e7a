import type { LintedFile } from '../lint/finding';
import type { SourceFile } from '../migration/migration';
import type { Dialect } from '../schema/model';

/** What the lint worker offers. Everything that crosses is plain data. */
export interface LintService {
  lint(files: readonly SourceFile[], dialect: Dialect): Promise<LintAnswer>;
}

/** A throw inside the linter is a bug; it is answered as text, because Comlink loses errors' fields. */
export type LintAnswer =
  { readonly ok: true; readonly files: readonly LintedFile[] } | { readonly ok: false; readonly message: string };
