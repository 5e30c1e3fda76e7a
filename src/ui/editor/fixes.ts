import type { Fix } from '../../lint/finding';
import type { Placed } from '../stores/findings.svelte';
import { monaco } from './monaco';

/** What can be done about a finding from inside the editor: its own fixes, and accepting it. */
export function fixesFor(placed: Placed, model: monaco.editor.ITextModel): readonly monaco.languages.CodeAction[] {
  const { finding } = placed;
  if (finding === null) return [];
  return [...finding.fixes.map((fix) => applyFix(fix, model)), accept(placed, finding.code, model)];
}

function applyFix({ title, safety, edits }: Fix, model: monaco.editor.ITextModel): monaco.languages.CodeAction {
  return {
    title: safety === 'safe' ? title : `${title} (to be completed by you)`,
    kind: 'quickfix',
    isPreferred: safety === 'safe',
    edit: {
      edits: edits.map(({ span, text }) =>
        edit(model, monaco.Range.fromPositions(model.getPositionAt(span.start), model.getPositionAt(span.end)), text),
      ),
    },
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
