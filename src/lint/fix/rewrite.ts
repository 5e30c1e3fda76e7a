import { MigrationFile } from '../../formats/alembic/write/file';
import { hasOverlap, withEdits, type TextEdit } from '../../migration/edit';
import type { Fix } from '../finding';
import type { RuleContext } from '../rule';
import { editsBetween } from './diff';

/** One step of a fix: what changes in the file as the steps before it left it; `null` where its layout leaves no room. */
export type Pass = (file: MigrationFile) => readonly (TextEdit | null)[] | null;

/** What a fix is, but for its edits. */
type Intent = Pick<Fix, 'title' | 'safety'>;

/**
 * A fix out of passes over the file's text. Passes that speak of places in the original come first for what stands last.
 * Imports that the new text needs are added. Nothing where a pass fails: no fix is better than half of one.
 */
export function fixOf(
  { file, revision, dialect }: RuleContext,
  intent: Intent,
  ...passes: readonly Pass[]
): readonly Fix[] {
  if (revision.migration.format !== 'alembic') return [];
  let current = new MigrationFile(file.text, dialect);
  // Where the parser had to guess, a change may hit something else than what is meant.
  if (!current.isSound) return [];
  for (const pass of passes) {
    const changed = applied(current, pass(current));
    if (changed === null) return [];
    current = current.withText(changed);
  }
  const final = withEdits(current.text, current.importEdits());
  return final === file.text ? [] : [{ ...intent, edits: editsBetween(file.text, final).map(inLineEnds(file.text)) }];
}

function applied({ text }: MigrationFile, edits: readonly (TextEdit | null)[] | null): string | null {
  if (edits === null || !edits.every((edit) => edit !== null) || hasOverlap(edits)) return null;
  return withEdits(text, edits);
}

export function safely(title: string): Intent {
  return { title, safety: 'safe' };
}

/** A fix that a person completes: it holds a TODO, or a decision that is theirs. */
export function tentatively(title: string): Intent {
  return { title, safety: 'scaffold' };
}

/** Safe where nothing is left for a person to say. */
export function dependingOn(gaps: readonly string[], title: string): Intent {
  return gaps.length === 0 ? safely(title) : tentatively(title);
}

/** New lines end as the file's lines do. */
function inLineEnds(text: string): (edit: TextEdit) => TextEdit {
  if (!text.includes('\r\n')) return (edit) => edit;
  return ({ span, text: added }) => ({ span, text: added.replace(/(?<!\r)\n/g, '\r\n') });
}
