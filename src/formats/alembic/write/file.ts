import type { SyntaxNode } from '../python/node';
import type { TextEdit } from '../../../migration/edit';
import type { Span } from '../../../migration/span';
import type { Dialect } from '../../../schema/model';
import { readImports } from '../imports';
import { Scope } from '../python/scope';
import { children, PythonSource } from '../python/tree';
import type { Quote } from './python';
import type { Library, Style } from './style';

/**
 * A migration file that is about to be changed: knows how it is written, finds its statements, and remembers which
 * imports the new text needs. Edits are made on the text by the places of the parse tree; what they do not touch stays.
 */
export class MigrationFile implements Style {
  readonly text: string;
  readonly dialect: Dialect;
  readonly source: PythonSource;
  readonly quote: Quote;
  readonly unit: string;
  /** It is valid Python. */
  readonly isSound: boolean;
  readonly #names: ReadonlyMap<string, string>;
  readonly #missing: Set<Library>;

  /** @param missing imports that earlier changes of the same file need */
  constructor(text: string, dialect: Dialect, missing = new Set<Library>()) {
    const known = analyse(text);
    this.text = text;
    this.dialect = dialect;
    this.source = known.source;
    this.quote = known.quote;
    this.unit = known.unit;
    this.isSound = known.isSound;
    this.#names = known.names;
    this.#missing = missing;
  }

  name(library: Library): string {
    const written = this.#names.get(libraries[library].path);
    if (written === undefined) this.#missing.add(library);
    return written ?? library;
  }

  /** The same file with other text. */
  withText(text: string): MigrationFile {
    return new MigrationFile(text, this.dialect, this.#missing);
  }

  /** The imports that were needed and are not there, after those that are. */
  importEdits(): readonly TextEdit[] {
    if (this.#missing.size === 0) return [];
    const lines = [...this.#missing].map((library) => libraries[library].statement).join('\n');
    const statements = children(this.source.module);
    const last = statements.findLast(({ name }) => name === 'ImportStatement');
    if (last) return [insertion(last.to, `\n${lines}`)];
    const [first] = statements;
    const isDocstring = first?.name === 'ExpressionStatement' && first.firstChild?.name === 'String';
    return [isDocstring ? insertion(first.to, `\n${lines}`) : insertion(0, `${lines}\n`)];
  }

  /** The module's function of this name; the last one counts. */
  functionNamed(name: string): SyntaxNode | null {
    const isIt = (node: SyntaxNode) => {
      const own = node.getChild('VariableName');
      return node.name === 'FunctionDefinition' && own !== null && this.source.read(own) === name;
    };
    return children(this.source.module).findLast(isIt) ?? null;
  }

  /** The innermost statement that holds a place, if it stands on lines of its own. */
  statementAt(span: Span): SyntaxNode | null {
    let node: SyntaxNode | null = this.source.module.innermostAt(span.start);
    while (node !== null && !isStatement(node)) node = node.parent;
    if (node === null || node.to < span.end || !this.standsAlone(node)) return null;
    return node;
  }

  /** The statement of a function's own body that holds a place. */
  outermostAt(span: Span, definition: SyntaxNode): SyntaxNode | null {
    const body = definition.getChild('Body');
    let node: SyntaxNode | null = this.source.module.innermostAt(span.start);
    while (node !== null && !(node.parent?.name === 'Body' && node.parent.from === body?.from)) node = node.parent;
    return node !== null && this.standsAlone(node) ? node : null;
  }

  /** The call that is exactly there, or the one in whose arguments the place is. */
  callAt(span: Span): SyntaxNode | null {
    let node: SyntaxNode | null = this.source.module.innermostAt(span.start);
    while (node !== null && !(node.name === 'CallExpression' && node.from <= span.start && node.to >= span.end)) {
      node = node.parent;
    }
    return node;
  }

  /** What the line of a statement begins with. */
  indentOf(node: SyntaxNode): string {
    return this.text.slice(this.lineStart(node.from), node.from);
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Where the text of a line ends, before its line break. */
  lineEnd(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    if (end < 0) return this.text.length;
    return this.text[end - 1] === '\r' && end > offset ? end - 1 : end;
  }

  /** Where the next line begins, or the text ends. */
  nextLine(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end + 1;
  }

  /** Where a statement's own text ends: a block's node takes the line break along. */
  endOf(node: SyntaxNode): number {
    return node.from + this.text.slice(node.from, node.to).trimEnd().length;
  }

  /** Nothing but a comment shares its lines. */
  standsAlone(node: SyntaxNode): boolean {
    if (!/^[ \t]*$/.test(this.indentOf(node))) return false;
    return /^[ \t]*(#.*)?$/.test(this.text.slice(this.endOf(node), this.lineEnd(this.endOf(node))));
  }
}

export function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

function isStatement({ parent }: SyntaxNode): boolean {
  return parent?.name === 'Body' || parent?.name === 'Script' || parent?.name === 'StatementGroup';
}

const libraries = {
  op: { path: 'alembic.op', statement: 'from alembic import op' },
  sa: { path: 'sqlalchemy', statement: 'import sqlalchemy as sa' },
  postgresql: {
    path: 'sqlalchemy.dialects.postgresql',
    statement: 'from sqlalchemy.dialects import postgresql',
  },
} satisfies Record<Library, { readonly path: string; readonly statement: string }>;

interface Analysis {
  readonly source: PythonSource;
  readonly quote: Quote;
  readonly unit: string;
  readonly isSound: boolean;
  readonly names: ReadonlyMap<string, string>;
}

/** One text is asked about many times: each finding of a file has fixes of its own. */
const analysed = new Map<string, Analysis>();
const MOST_ANALYSED = 8;

function analyse(text: string): Analysis {
  const known = analysed.get(text);
  if (known !== undefined) return known;
  if (analysed.size >= MOST_ANALYSED) analysed.clear();
  const source = new PythonSource(text);
  const made: Analysis = {
    source,
    quote: quoteOf(text),
    unit: unitOf(source),
    isSound: source.errors().length === 0,
    names: importedNames(source),
  };
  analysed.set(text, made);
  return made;
}

function quoteOf(text: string): Quote {
  return text.split("'").length > text.split('"').length ? "'" : '"';
}

/** The indentation of the first function's body. */
function unitOf(source: PythonSource): string {
  const [, unit = '    '] = /^def [^\n]*:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*\r?\n)*([ \t]+)/m.exec(source.text) ?? [];
  return unit;
}

/** Full path to the name in the file. An import inside a function is good for that function only. */
function importedNames(source: PythonSource): ReadonlyMap<string, string> {
  const scope = new Scope(null);
  const imports = readImports(source, scope);
  const names = new Map<string, string>();
  for (const [name, value] of scope.snapshot()) if (value.kind === 'name') names.set(value.path, name);
  const isTopLevel = (path: string) =>
    imports.some(({ module, names: from, span }) => {
      const isIt = module === path || from.some((each) => `${module}.${each}` === path);
      return isIt && source.text[span.start - 1] !== ' ' && source.text[span.start - 1] !== '\t';
    });
  return new Map([...names].filter(([path]) => isTopLevel(path)));
}
