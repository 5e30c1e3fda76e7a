import type { Finding, LintedFile } from '../../lint/finding';
import { LineIndex, type Position } from '../../migration/span';
import { Linter } from '../../workers/lint.client';
import { lintDialect, type Workspace } from '../../workspace/workspace';

/** A finding, or something the reader could not read, placed for an editor. */
export interface Placed {
  readonly path: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly start: Position;
  readonly end: Position;
  /** `null` for what the reader says (syntax errors and the like). */
  readonly finding: Finding | null;
}

/** What the static half says about the workspace as it is now, a few milliseconds behind the typing. */
export class FindingStore {
  readonly #linter = new Linter();
  #placed = $state.raw<readonly Placed[]>([]);
  #failure = $state.raw<string | null>(null);
  #isFresh = $state.raw(false);
  #asked = 0;

  /** Sorted by file (in the order of the tabs), then by place. */
  get all(): readonly Placed[] {
    return this.#placed;
  }

  /** Why there are no findings, if the check itself failed. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The findings belong to the text as it is now. */
  get isFresh(): boolean {
    return this.#isFresh;
  }

  in(path: string): readonly Placed[] {
    return this.#placed.filter((each) => each.path === path);
  }

  async check(workspace: Workspace): Promise<void> {
    const turn = ++this.#asked;
    this.#isFresh = false;
    const answer = await this.#linter.check(workspace.files, lintDialect(workspace.settings));
    if (answer === null || turn !== this.#asked) return;
    this.#isFresh = true;
    this.#failure = answer.ok ? null : answer.message;
    if (answer.ok) this.#placed = place(workspace, answer.files);
  }
}

function place(workspace: Workspace, linted: readonly LintedFile[]): readonly Placed[] {
  return workspace.files.flatMap(({ path, text }) => {
    const file = linted.find((each) => each.path === path);
    if (file === undefined) return [];
    const index = new LineIndex(text);
    const problems = file.problems.map(({ message, span }) => ({
      message,
      span,
      severity: 'error' as const,
      finding: null,
    }));
    const findings = file.findings.map((finding) => ({ ...finding, finding }));
    return [...problems, ...findings]
      .toSorted((a, b) => a.span.start - b.span.start)
      .map(({ severity, message, span, finding }) => ({
        path,
        severity,
        message,
        start: index.position(span.start),
        end: index.position(span.end),
        finding,
      }));
  });
}
