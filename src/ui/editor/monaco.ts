import 'monaco-editor/features/anchorSelect/register';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/lineSelection/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/languages/definitions/python/register';
import 'monaco-editor/languages/definitions/pgsql/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import * as monaco from 'monaco-editor/editor';

/** Monaco with the features we use and two languages: everything would be twice the download. */
self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

defineTheme('roundtrip-light', 'vs', { ground: '#ffffff', line: '#5a6a74', current: '#f5f8f8', selection: '#cfe6ef' });
defineTheme('roundtrip-dark', 'vs-dark', {
  ground: '#131c22',
  line: '#8fa0ab',
  current: '#18232a',
  selection: '#21475a',
});

function defineTheme(
  name: string,
  base: 'vs' | 'vs-dark',
  colours: { readonly ground: string; readonly line: string; readonly current: string; readonly selection: string },
): void {
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: [],
    colors: {
      'editor.background': colours.ground,
      'editorGutter.background': colours.ground,
      'editorLineNumber.foreground': colours.line,
      'editor.lineHighlightBackground': colours.current,
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': colours.selection,
    },
  });
}

export { monaco };
