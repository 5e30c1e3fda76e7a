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

interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly line: string;
  readonly current: string;
  readonly selection: string;
  readonly keyword: string;
  readonly string: string;
  readonly number: string;
  readonly comment: string;
  readonly float: string;
  readonly edge: string;
  readonly link: string;
}

/** The colours of styles/tokens.css, which Monaco cannot read. */
defineTheme('roundtrip-light', 'vs', {
  ground: '#ffffff',
  ink: '#12212b',
  line: '#5a6a74',
  current: '#f5f8f8',
  selection: '#cfe6ef',
  keyword: '#0b5c7a',
  string: '#136640',
  number: '#8a1f68',
  comment: '#5a6a74',
  float: '#ffffff',
  edge: '#c3ced4',
  link: '#0b5c7a',
});
defineTheme('roundtrip-dark', 'vs-dark', {
  ground: '#131c22',
  ink: '#e3ebef',
  line: '#8fa0ab',
  current: '#18232a',
  selection: '#21475a',
  keyword: '#63c3e4',
  string: '#8bd3a8',
  number: '#f09ad2',
  comment: '#8fa0ab',
  float: '#18232a',
  edge: '#3a4a54',
  link: '#63c3e4',
});

function defineTheme(name: string, base: 'vs' | 'vs-dark', palette: Palette): void {
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: [
      { token: '', foreground: palette.ink },
      { token: 'keyword', foreground: palette.keyword, fontStyle: 'bold' },
      { token: 'string', foreground: palette.string },
      { token: 'number', foreground: palette.number },
      { token: 'comment', foreground: palette.comment, fontStyle: 'italic' },
      { token: 'predefined', foreground: palette.ink },
    ],
    colors: {
      'editor.background': palette.ground,
      'editor.foreground': palette.ink,
      'editorGutter.background': palette.ground,
      'editorLineNumber.foreground': palette.line,
      'editor.lineHighlightBackground': palette.current,
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': palette.selection,
      'editorWidget.background': palette.float,
      'editorHoverWidget.background': palette.float,
      'editorHoverWidget.foreground': palette.ink,
      'editorHoverWidget.border': palette.edge,
      'editorHoverWidget.statusBarBackground': palette.current,
      'textLink.foreground': palette.link,
      'textLink.activeForeground': palette.link,
    },
  });
}

export { monaco };
