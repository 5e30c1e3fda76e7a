import type { SourceFile } from '../../migration/migration';
import type { TextEdit } from '../../migration/edit';
import type { Workspace } from '../../workspace/workspace';
import type { Placed } from '../stores/findings.svelte';
import { toMarker } from './markers';
import { monaco } from './monaco';

const scheme = 'workspace';
const owner = 'roundtrip';

interface OpenFile {
  readonly model: monaco.editor.ITextModel;
  /** What both sides hold; compared before Monaco is asked to put its text together. */
  text: string;
  /** What is marked in it. */
  marked: readonly Placed[];
  view: monaco.editor.ICodeEditorViewState | null;
}

interface Applied {
  readonly isInFront: boolean;
  /** The first place that is different now. */
  readonly changed: monaco.IRange | null;
  /** Does nothing once something else has been typed. */
  readonly undo: () => void;
}

/** Keeps Monaco's models in step with the workspace's files: one model per file, which holds its undo history. */
export class Models {
  readonly #editor: monaco.editor.IStandaloneCodeEditor;
  readonly #onEdit: (path: string, text: string) => void;
  readonly #files = new Map<string, OpenFile>();
  #active: string | null = null;
  /** Set while the workspace writes into a model, which is then no edit of a person's. */
  #isReceiving = false;

  constructor(editor: monaco.editor.IStandaloneCodeEditor, onEdit: (path: string, text: string) => void) {
    this.#editor = editor;
    this.#onEdit = onEdit;
  }

  show({ files, active }: Workspace): void {
    for (const file of files) this.#receive(file);
    this.#bringToFront(active);
    const wanted = new Set(files.map(({ path }) => path));
    for (const path of this.#files.keys()) if (!wanted.has(path)) this.#drop(path);
  }

  /** Marks the files whose findings are not the ones that are marked. */
  mark(findingsIn: (path: string) => readonly Placed[]): void {
    for (const [path, file] of this.#files) {
      const findings = findingsIn(path);
      if (findings === file.marked) continue;
      file.marked = findings;
      monaco.editor.setModelMarkers(file.model, owner, findings.map(toMarker));
    }
  }

  /** One step of the undo history; the cursor stays with the text that it is in. */
  apply(path: string, edits: readonly TextEdit[]): Applied {
    const file = this.#files.get(path);
    if (file === undefined) return { isInFront: false, changed: null, undo: () => undefined };
    const before = file.text;
    const isInFront = path === this.#active;
    const changed = push(file.model, edits, isInFront ? this.#editor.getSelections() : null);
    const after = file.text;
    const undo = () => {
      if (file.text !== after) return;
      if (path === this.#active) this.#editor.trigger('notice', 'undo', null);
      else this.#onEdit(path, before);
    };
    return { isInFront, changed, undo };
  }

  dispose(): void {
    for (const path of this.#files.keys()) this.#drop(path);
  }

  #receive({ path, text }: SourceFile): void {
    const file = this.#files.get(path) ?? this.#create(path, text);
    // Equal when the change came from here: writing it back would move the cursor and end the undo history.
    if (file.text === text) return;
    file.text = text;
    this.#isReceiving = true;
    file.model.pushEditOperations([], [{ range: file.model.getFullModelRange(), text }], () => null);
    this.#isReceiving = false;
  }

  #create(path: string, text: string): OpenFile {
    const uri = monaco.Uri.from({ scheme, path: `/${path}` });
    const model = monaco.editor.createModel(text, path.toLowerCase().endsWith('.sql') ? 'pgsql' : 'python', uri);
    // Also set on the editor; a model that is made by itself does not hear of it.
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    const file: OpenFile = { model, text, marked: [], view: null };
    model.onDidChangeContent(() => {
      if (this.#isReceiving) return;
      file.text = model.getValue();
      this.#onEdit(path, file.text);
    });
    this.#files.set(path, file);
    return file;
  }

  #bringToFront(path: string): void {
    if (this.#active === path) return;
    const before = this.#active === null ? undefined : this.#files.get(this.#active);
    if (before !== undefined) before.view = this.#editor.saveViewState();
    this.#active = path;
    const file = this.#files.get(path);
    this.#editor.setModel(file?.model ?? null);
    this.#editor.restoreViewState(file?.view ?? null);
  }

  #drop(path: string): void {
    this.#files.get(path)?.model.dispose();
    this.#files.delete(path);
  }
}

/** Answers the first place that is different now. */
function push(
  model: monaco.editor.ITextModel,
  edits: readonly TextEdit[],
  selections: monaco.Selection[] | null,
): monaco.IRange | null {
  const operations = edits.map(({ span, text }) => ({ range: rangeOf(model, span), text, forceMoveMarkers: true }));
  const places: monaco.IRange[] = [];
  model.pushStackElement();
  model.pushEditOperations(selections, operations, (inverse) => {
    places.push(...inverse.map(({ range }) => range));
    return null;
  });
  model.pushStackElement();
  return places.toSorted((a, b) => a.startLineNumber - b.startLineNumber)[0] ?? null;
}

export function pathOf(model: monaco.editor.ITextModel): string {
  return model.uri.path.slice(1);
}

export function rangeOf(model: monaco.editor.ITextModel, span: TextEdit['span']): monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(span.start), model.getPositionAt(span.end));
}
