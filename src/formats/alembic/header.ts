import type { Problem } from '../../migration/migration';
import type { PythonSource } from './python/tree';
import type { Scope } from './python/scope';
import { elements, isNone, plain, type Value } from './python/value';

/** A revision's identifiers: the module's variables that Alembic reads. */
export interface Header {
  readonly revision: string | null;
  readonly parents: readonly string[];
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  readonly problems: readonly Problem[];
}

export function readHeader(source: PythonSource, scope: Scope): Header {
  const problems: Problem[] = [];
  const read = (name: string): readonly string[] => {
    const names = identifiers(scope.find(name));
    if (names === null)
      problems.push({ message: `\`${name}\` could not be evaluated.`, span: spanOfName(source, name) });
    return names ?? [];
  };
  const revision = plain(scope.find('revision'));
  if (revision === null) {
    const what = scope.find('revision') ? 'is not a text' : 'is missing';
    problems.push({
      message: `\`revision\` ${what}: Alembic cannot place this migration.`,
      span: spanOfName(source, 'revision'),
    });
  }
  return {
    revision,
    parents: read('down_revision'),
    dependsOn: read('depends_on'),
    labels: identifiers(scope.find('branch_labels')) ?? writtenLabels(source),
    problems,
  };
}

/** Labels from a project's constants keep their text for a name, so that branches that have one stay apart. */
function writtenLabels({ text }: PythonSource): readonly string[] {
  const written = /^branch_labels\b[^=]*=\s*(.+)$/m.exec(text)?.[1];
  return written === undefined ? [] : [written.trim()];
}

/** None, one text, or a collection of them; `null` if it is something else. */
function identifiers(value: Value | undefined): readonly string[] | null {
  if (isNone(value)) return [];
  if (value?.kind === 'text') return [value.value];
  const names = value ? elements(value)?.map(plain) : null;
  return names?.every((name) => name !== null) ? names : null;
}

function spanOfName(source: PythonSource, name: string): { start: number; end: number } {
  const start = source.text.search(new RegExp(`^${name}\\b`, 'm'));
  return start < 0 ? { start: 0, end: 0 } : { start, end: start + name.length };
}
