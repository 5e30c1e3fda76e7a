import type { Fix } from '../../lint/finding';
import type { Edit } from '../../workspace/edits';
import type { Placed } from '../stores/placing';

/** A fix as a button or a quick action: what is mechanical is told apart from what a person has to complete. */
export function fixLabel({ title, safety }: Pick<Fix, 'title' | 'safety'>): string {
  return `${safety === 'safe' ? 'Fix' : 'Scaffold'}: ${title}`;
}

/** The safe fixes, one for each finding that has any. */
export function safeFixes(placed: readonly Placed[]): readonly Fix[] {
  return placed.flatMap(({ finding }) => finding?.fixes.find(({ safety }) => safety === 'safe') ?? []);
}

/**
 * The edits of as many of the fixes as go together, in order. A fix goes in as a whole or not at all; what two fixes ask
 * for in the same words (an import that both need) is done once.
 */
export function mergeFixes(fixes: readonly Fix[]): readonly Edit[] {
  return fixes.reduce<readonly Edit[]>((taken, { edits }) => {
    const added = edits.filter((edit) => !taken.some((other) => isSameEdit(edit, other)));
    return added.some((edit) => taken.some((other) => collide(edit, other))) ? taken : [...taken, ...added];
  }, []);
}

function isSameEdit(a: Edit, b: Edit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}

/** Two insertions at one place collide too: nobody knows their order. */
function collide({ span: a }: Edit, { span: b }: Edit): boolean {
  return (a.start < b.end && b.start < a.end) || a.start === b.start;
}
