import { MigrationFile } from '../../formats/alembic/write/file';
import { hasOverlap, withEdits, type TextEdit } from '../../migration/edit';
import type { Fix } from '../finding';
import type { RuleContext } from '../rule';
import { editsBetween } from './diff';

/** A part of a fix: what changes in the file; `null` where its layout leaves no room. */
export type Pass = (file: MigrationFile) => readonly (TextEdit | null)[] | null;

/** What a fix is, but for its edits. */
type Intent = Pick<Fix, 'title' | 'safety'>;

/**
 * A fix out of parts, all of which speak of the file as it is. Imports that the new text needs are added. Nothing where
 * a part fails: no fix is better than half of one.
 */
export function fixOf(context: RuleContext, intent: Intent, ...parts: readonly Pass[]): readonly Fix[] {
  const file = soundFile(context);
  if (file === null) return [];
  const edits: TextEdit[] = [];
  for (const part of parts) {
    const made = complete(part(file));
    if (made === null) return [];
    edits.push(...made);
  }
  const all = [...edits, ...file.importEdits()];
  return edits.length === 0 || hasOverlap(all) ? [] : [{ ...intent, edits: all.map(inLineEnds(file.text)) }];
}

/** A fix in steps, each of which finds the file as the one before left it: slower, for what cannot be said at once. */
export function fixInTurn(context: RuleContext, intent: Intent, ...steps: readonly Pass[]): readonly Fix[] {
  const file = soundFile(context);
  if (file === null) return [];
  let current = file;
  for (const step of steps) {
    const edits = complete(step(current));
    if (edits === null) return [];
    current = current.withText(withEdits(current.text, edits));
  }
  const final = withEdits(current.text, current.importEdits());
  return [{ ...intent, edits: editsBetween(file.text, final).map(inLineEnds(file.text)) }];
}

/** `null` for what is no Python, or no valid one: where the parser had to guess, a change may hit something else. */
function soundFile({ file, revision, dialect }: RuleContext): MigrationFile | null {
  const known = revision.migration.format === 'alembic' ? new MigrationFile(file.text, dialect) : null;
  return known?.isSound === true ? known : null;
}

function complete(edits: readonly (TextEdit | null)[] | null): readonly TextEdit[] | null {
  return edits?.every((edit) => edit !== null) === true && !hasOverlap(edits) ? edits : null;
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
