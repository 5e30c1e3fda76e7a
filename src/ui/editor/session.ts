import type { Workspace } from '../../workspace/workspace';
import type { Placed } from '../stores/findings.svelte';
import type { Place, Playground } from '../stores/playground.svelte';
import { Models } from './models';
import { monaco } from './monaco';
import { registerProviders } from './providers';

/** Monaco on the page: one editor, one model per file. The models hold the text; the workbench hears of changes. */
export interface MonacoSession {
  showFiles(workspace: Workspace): void;
  showFindings(findingsIn: (path: string) => readonly Placed[]): void;
  showTheme(isDark: boolean): void;
  dispose(): void;
}

export function openSession(element: HTMLElement, playground: Playground): MonacoSession {
  const editor = createEditor(element);
  const models = new Models(editor, (path, text) => {
    playground.workbench.edit(path, text);
  });
  const providers = registerProviders(playground);
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
    apply: (path, edits) => {
      const { isInFront, changed, undo } = models.apply(path, edits);
      if (isInFront && changed !== null) flash(editor, changed);
      return undo;
    },
  });

  return {
    showFiles: (workspace) => {
      models.show(workspace);
    },
    showFindings: (findingsIn) => {
      models.mark(findingsIn);
    },
    showTheme: (isDark) => {
      monaco.editor.setTheme(isDark ? 'roundtrip-dark' : 'roundtrip-light');
    },
    dispose: () => {
      detach();
      for (const provider of providers) provider.dispose();
      models.dispose();
      editor.dispose();
    },
  };
}

function createEditor(element: HTMLElement): monaco.editor.IStandaloneCodeEditor {
  return monaco.editor.create(element, {
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
}

/** In milliseconds; as long as the animation in Editor.svelte. */
const flashTime = 1_600;

/** Shows for a moment what a fix has changed, which may be far from the finding (a downgrade at the end). */
function flash(editor: monaco.editor.IStandaloneCodeEditor, range: monaco.IRange): void {
  editor.revealRangeInCenterIfOutsideViewport(range);
  const lines = editor.createDecorationsCollection([
    { range, options: { isWholeLine: true, className: 'just-changed' } },
  ]);
  setTimeout(() => {
    lines.clear();
  }, flashTime);
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
