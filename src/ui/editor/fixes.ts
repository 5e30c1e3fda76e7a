import type { Fix } from '../../lint/finding';
import type { Placed } from '../stores/findings.svelte';
import { fixLabel } from '../findings/fixing';
import { rangeOf } from './models';
import { monaco } from './monaco';

/**
 * What can be done about a finding from inside the editor: its own fixes (where `canFix`: the text is still the one that
 * was checked), and accepting it.
 */
export function fixesFor(
  placed: Placed,
  model: monaco.editor.ITextModel,
  canFix: boolean,
): readonly monaco.languages.CodeAction[] {
  const { finding } = placed;
  if (finding === null) return [];
  const fixes = canFix ? finding.fixes.map((fix) => applyFix(fix, model)) : [];
  return [...fixes, accept(placed, finding.code, model)];
}

function applyFix(fix: Fix, model: monaco.editor.ITextModel): monaco.languages.CodeAction {
  return {
    title: fixLabel(fix),
    kind: 'quickfix',
    isPreferred: fix.safety === 'safe',
    edit: { edits: fix.edits.map(({ span, text }) => edit(model, rangeOf(model, span), text)) },
  };
}

/** Adds the comment that accepts it, at the end of the line it starts on. */
function accept({ start }: Placed, code: string, model: monaco.editor.ITextModel): monaco.languages.CodeAction {
  const column = model.getLineMaxColumn(start.line);
  const comment = model.getLanguageId() === 'python' ? `  # noqa: ${code}` : `  -- noqa: ${code}`;
  return {
    title: `Accept this: add "${comment.trim()}"`,
    kind: 'quickfix',
    edit: { edits: [edit(model, new monaco.Range(start.line, column, start.line, column), comment)] },
  };
}

function edit(model: monaco.editor.ITextModel, range: monaco.IRange, text: string) {
  return { resource: model.uri, versionId: model.getVersionId(), textEdit: { range, text } };
}
