import type { SyntaxNode } from './python/node';
import type { Migration, Misuse, Problem, ReadResult, Side, SourceFile } from '../../migration/migration';
import type { Operation } from '../../migration/operation';
import type { Span } from '../../migration/span';
import type { Dialect } from '../../schema/model';
import { call } from './calls';
import { executeBlock } from './execute';
import type { Flow } from './flow';
import { readHeader } from './header';
import { readImports } from './imports';
import { Scope } from './python/scope';
import { literalParts } from './python/strings';
import { childNamed, bodyOf, children, PythonSource, spanOf } from './python/tree';
import type { FunctionValue, Value } from './python/value';
import { Run } from './run';
import { handedTables } from './sqlalchemy/tables';

/** Reads one Alembic file by walking through `upgrade` and `downgrade` with what the module defines. */
export function readMigrationFile(file: SourceFile, dialect: Dialect): ReadResult {
  try {
    return evaluateFile(file, dialect);
  } catch (error) {
    // The walk follows the nesting of the text: only absurd nesting exhausts the stack.
    if (!(error instanceof RangeError)) throw error;
    const message = 'This file is nested too deeply to be read.';
    return { ok: false, problems: [{ message, span: { start: 0, end: 0 } }] };
  }
}

function evaluateFile(file: SourceFile, dialect: Dialect): ReadResult {
  const source = new PythonSource(file.text, file.path);
  const problems: Problem[] = syntaxProblems(source);
  const scope = new Scope(null);
  const imports = readImports(source, scope);
  const module = new Run(source, dialect, call);
  executeBlock(children(source.module), scope, module);
  const header = readHeader(source, scope);
  const upgrade = readSide('upgrade', source, scope, dialect);
  const downgrade = readSide('downgrade', source, scope, dialect);
  problems.push(...header.problems);
  if (upgrade === null) problems.push({ message: 'There is no `upgrade()` function.', span: { start: 0, end: 0 } });
  const migration: Migration = {
    path: file.path,
    format: 'alembic',
    revision: header.revision ?? fileName(file.path),
    parents: header.parents,
    dependsOn: header.dependsOn,
    labels: header.labels,
    title: title(source) ?? titleFromPath(file.path),
    upgrade: upgrade?.side ?? { span: { start: 0, end: 0 }, operations: [], isEmpty: true, raises: null },
    downgrade: downgrade?.side ?? null,
    imports,
    problems: unique(problems),
    misuses: unique([...module.misuses, ...(upgrade?.misuses ?? []), ...(downgrade?.misuses ?? [])]),
  };
  return header.revision === null && upgrade === null
    ? { ok: false, problems: migration.problems }
    : { ok: true, migration };
}

/** Adjacent errors of the parser are one for a person. */
function syntaxProblems(source: PythonSource): Problem[] {
  const problems: Problem[] = [];
  for (const span of source.errors()) {
    const last = problems.at(-1);
    if (last && !source.text.slice(last.span.end, span.start).includes('\n')) continue;
    problems.push({ message: 'This is no valid Python here; what follows may be misread.', span });
  }
  return problems;
}

function unique<T extends Problem>(problems: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return problems.filter(({ message, span }) => {
    const key = `${String(span.start)} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function readSide(
  name: string,
  source: PythonSource,
  scope: Scope,
  dialect: Dialect,
): { readonly side: Side; readonly misuses: readonly Misuse[] } | null {
  const entry = scope.find(name);
  if (entry?.kind !== 'function') return null;
  const run = new Run(source, dialect, call);
  const local = new Scope(entry.scope, parameters(entry, source));
  const flow = executeBlock(bodyOf(childNamed(entry.node, 'Body')), local, run);
  const operations = withAutocommit(run.operations);
  const unreachable = unreachableIn(bodyOf(childNamed(entry.node, 'Body')), source);
  return {
    side: {
      ...(unreachable ? { unreachable } : {}),
      span: spanOf(entry.node),
      operations,
      isEmpty: isEmpty(flow, operations),
      raises: raisesOf(flow),
    },
    misuses: run.misuses,
  };
}

/** Multi-database templates hand `engine_name` in; some projects `op` itself, or tables by their names. */
function parameters({ node }: FunctionValue, source: PythonSource): readonly (readonly [string, Value])[] {
  const list = childNamed(node, 'ParamList');
  const names = list ? list.getChildren('VariableName').map((each) => source.read(each)) : [];
  return names.map((name) => [name, handedIn[name] ?? { kind: 'unknown', source: name }]);
}

const handedIn: Readonly<Record<string, Value>> = {
  op: { kind: 'name', path: 'alembic.op' },
  tables: handedTables,
};

function isEmpty(flow: Flow, operations: readonly Operation[]): boolean {
  return flow.type !== 'raise' && operations.every(({ kind }) => kind === 'mention');
}

/** Behind a `return` or `raise` of the function itself. */
function unreachableIn(statements: readonly SyntaxNode[], source: PythonSource): Span | null {
  const end = statements.findIndex(({ name }) => name === 'ReturnStatement' || name === 'RaiseStatement');
  const dead = end < 0 ? [] : statements.slice(end + 1);
  const found = dead.find((each) => /\b(op|batch_op|batch)\.\w+\(|\bexecute\(/.test(source.read(each)));
  return found ? spanOf(found) : null;
}

/** Every path ends in an exception. */
function raisesOf(flow: Flow): Side['raises'] {
  return flow.type === 'raise' ? { span: flow.span, text: flow.text } : null;
}

/** After a raw COMMIT nothing is in Alembic's transaction any more, until a BEGIN. */
function withAutocommit(operations: readonly Operation[]): readonly Operation[] {
  let isOutside = false;
  return operations.map((operation) => {
    const result = isOutside ? { ...operation, autocommit: true } : operation;
    if (operation.kind === 'transaction' && operation.certainty === 'always') {
      if (operation.action === 'commit') isOutside = true;
      if (operation.action === 'begin') isOutside = false;
    }
    return result;
  });
}

/** The first line of the module's docstring. */
function title(source: PythonSource): string | null {
  const [first] = children(source.module);
  const literal = first?.name === 'ExpressionStatement' ? first.firstChild : null;
  if (!literal || literal.name !== 'String') return null;
  const written = source.read(literal);
  const { start, end } = literalParts(written);
  const lines = written.slice(start, end).split('\n');
  return lines.map((line) => line.trim()).find((line) => line !== '') ?? null;
}

function fileName(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.py$/, '');
}

/** `2024_01_02_abc123_add_phone.py` tells its slug. */
function titleFromPath(path: string): string {
  return fileName(path).replaceAll('_', ' ').trim();
}
