import type { SourceFile } from '../../migration/migration';
import { encloses } from './places';
import type { Placed } from '../stores/findings.svelte';
import type { Place, Playground } from '../stores/playground.svelte';
import type { Workspace } from '../../workspace/workspace';
import { fixesFor } from './fixes';
import { hoverFor } from './hover';
import { toMarker } from './markers';
import { monaco } from './monaco';

const scheme = 'workspace';
const languages = ['python', 'pgsql'];

/** Monaco on the page: one editor, one model per file. The models hold the text; the workbench hears of changes. */
export interface MonacoSession {
  showFiles(workspace: Workspace): void;
  showFindings(findings: readonly Placed[]): void;
  showTheme(isDark: boolean): void;
  dispose(): void;
}

export function openSession(element: HTMLElement, playground: Playground): MonacoSession {
  const editor = monaco.editor.create(element, {
    model: null,
    ariaLabel: 'Migration',
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: 13,
    lineHeight: 20,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 12,
    padding: { top: 10, bottom: 40 },
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    fixedOverflowWidgets: true,
    renderLineHighlight: 'all',
    renderFinalNewline: 'on',
    wordBasedSuggestions: 'off',
    bracketPairColorization: { enabled: false },
    overviewRulerBorder: false,
    occurrencesHighlight: 'off',
    unicodeHighlight: { ambiguousCharacters: false },
  });
  const files = new Models(editor, (path, text) => {
    playground.workbench.edit(path, text);
  });
  const findings: { current: readonly Placed[] } = { current: [] };
  const disposables = [
    ...languages.map((language) => provideHover(language, findings, playground)),
    ...languages.map((language) => provideFixes(language, findings)),
    monaco.editor.registerLinkOpener({ open: openHere }),
  ];
  bindKeys(editor, playground);
  const detach = playground.attach({
    reveal: ({ line, column = 1 }: Place) => {
      editor.revealLineInCenterIfOutsideViewport(line);
      editor.setPosition({ lineNumber: line, column });
      editor.focus();
    },
    focus: () => {
      editor.focus();
    },
  });

  return {
    showFiles: (workspace) => {
      files.show(workspace);
    },
    showFindings: (all) => {
      findings.current = all;
      files.mark(all);
    },
    showTheme: (isDark) => {
      monaco.editor.setTheme(isDark ? 'roundtrip-dark' : 'roundtrip-light');
    },
    dispose: () => {
      detach();
      for (const disposable of disposables) disposable.dispose();
      files.dispose();
      editor.dispose();
    },
  };
}

/** Links in hovers that lead into this page do not open another one. */
function openHere({ path, fragment }: monaco.Uri): boolean {
  if (path !== location.pathname || !fragment.startsWith('/')) return false;
  if (location.hash === `#${fragment}`) dispatchEvent(new HashChangeEvent('hashchange'));
  else location.hash = fragment;
  return true;
}

function bindKeys(editor: monaco.editor.IStandaloneCodeEditor, playground: Playground): void {
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => {
    playground.startRun();
  });
  // Esc has work to do inside the editor first; when there is none, it leaves, so that Tab is no trap.
  editor.addCommand(
    monaco.KeyCode.Escape,
    () => {
      document.getElementById('run-button')?.focus();
    },
    '!findWidgetVisible && !markersNavigationVisible && !editorHoverVisible && !codeActionMenuVisible && !editorHasMultipleSelections && !editorHasSelection',
  );
}

/** Keeps Monaco's models in step with the workspace's files. */
class Models {
  readonly #editor: monaco.editor.IStandaloneCodeEditor;
  readonly #onEdit: (path: string, text: string) => void;
  readonly #models = new Map<string, monaco.editor.ITextModel>();
  readonly #views = new Map<string, monaco.editor.ICodeEditorViewState>();
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
    for (const path of this.#models.keys()) if (!files.some((file) => file.path === path)) this.#drop(path);
  }

  mark(findings: readonly Placed[]): void {
    for (const [path, model] of this.#models) {
      const own = findings.filter((each) => each.path === path);
      monaco.editor.setModelMarkers(model, 'roundtrip', own.map(toMarker));
    }
  }

  dispose(): void {
    for (const path of this.#models.keys()) this.#drop(path);
  }

  #receive({ path, text }: SourceFile): void {
    const model = this.#models.get(path) ?? this.#create(path, text);
    // Equal when the change came from here: writing it back would move the cursor and end the undo history.
    if (model.getValue() === text) return;
    this.#isReceiving = true;
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
    this.#isReceiving = false;
  }

  #create(path: string, text: string): monaco.editor.ITextModel {
    const uri = monaco.Uri.from({ scheme, path: `/${path}` });
    const model = monaco.editor.createModel(text, path.toLowerCase().endsWith('.sql') ? 'pgsql' : 'python', uri);
    // Also set on the editor; a model that is made by itself does not hear of it.
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    model.onDidChangeContent(() => {
      if (!this.#isReceiving) this.#onEdit(path, model.getValue());
    });
    this.#models.set(path, model);
    return model;
  }

  #bringToFront(path: string): void {
    if (this.#active === path) return;
    const view = this.#editor.saveViewState();
    if (this.#active !== null && view !== null) this.#views.set(this.#active, view);
    this.#active = path;
    this.#editor.setModel(this.#models.get(path) ?? null);
    this.#editor.restoreViewState(this.#views.get(path) ?? null);
  }

  #drop(path: string): void {
    this.#models.get(path)?.dispose();
    this.#models.delete(path);
    this.#views.delete(path);
  }
}

type Current = { readonly current: readonly Placed[] };

function findingsAt(findings: Current, model: monaco.editor.ITextModel, position: monaco.IPosition): readonly Placed[] {
  return findings.current.filter((each) => each.path === pathOf(model) && encloses(each, position));
}

function pathOf(model: monaco.editor.ITextModel): string {
  return model.uri.path.slice(1);
}

function provideHover(language: string, findings: Current, playground: Playground): monaco.IDisposable {
  return monaco.languages.registerHoverProvider(language, {
    provideHover: async (model, position) => {
      const contents = await hoverFor(findingsAt(findings, model, position), playground);
      return contents.length === 0 ? null : { contents: contents.map((value) => ({ value })) };
    },
  });
}

function provideFixes(language: string, findings: Current): monaco.IDisposable {
  return monaco.languages.registerCodeActionProvider(language, {
    provideCodeActions: (model, range) => {
      const here = findings.current.filter(
        ({ path, start, end }) =>
          path === pathOf(model) &&
          monaco.Range.areIntersectingOrTouching(
            { startLineNumber: start.line, startColumn: start.column, endLineNumber: end.line, endColumn: end.column },
            range,
          ),
      );
      return { actions: here.flatMap((placed) => fixesFor(placed, model)), dispose: () => undefined };
    },
  });
}
