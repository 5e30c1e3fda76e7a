import type { Fix } from '../../lint/finding';
import type { Placed } from '../stores/findings.svelte';
import { fixLabel } from '../findings/fixing';
import { rangeOf } from './models';
import { monaco } from './monaco';

/** What can be done about a finding from inside the editor: its own fixes, and accepting it. */
export function fixesFor(
  { finding, start }: Placed,
  fixes: readonly Fix[],
  model: monaco.editor.ITextModel,
): readonly monaco.languages.CodeAction[] {
  if (finding === null) return [];
  return [...fixes.map((fix) => applyFix(fix, model)), accept(start.line, finding.code, model)];
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
function accept(line: number, code: string, model: monaco.editor.ITextModel): monaco.languages.CodeAction {
  const column = model.getLineMaxColumn(line);
  const comment = model.getLanguageId() === 'python' ? `  # noqa: ${code}` : `  -- noqa: ${code}`;
  return {
    title: `Accept this: add "${comment.trim()}"`,
    kind: 'quickfix',
    edit: { edits: [edit(model, new monaco.Range(line, column, line, column), comment)] },
  };
}

function edit(model: monaco.editor.ITextModel, range: monaco.IRange, text: string) {
  return { resource: model.uri, versionId: model.getVersionId(), textEdit: { range, text } };
}
