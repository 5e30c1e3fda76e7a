import type { SyntaxNode } from '@lezer/common';
import type { MigrationFile } from '../../formats/alembic/write/file';
import type { Operation, OperationKind } from '../../migration/operation';
import type { Span } from '../../migration/span';
import { stepsOf, type Report, type RuleContext, type StepOf } from '../rule';

/** The step that a report is about: of this kind, at its place, and of its object where one line makes several. */
export function stepAt<K extends OperationKind>(
  { span, subject }: Report,
  { revision }: RuleContext,
  kind: K,
): (StepOf<K> & { readonly side: 'upgrade' | 'downgrade' }) | null {
  for (const side of ['upgrade', 'downgrade'] as const) {
    const found = stepsOf(revision[side], kind).filter(({ operation }) => isSameSpan(operation.span, span));
    const own =
      found.find(({ operation }) => subject !== null && namesOf(operation).includes(subject.name)) ?? found[0];
    if (own !== undefined) return { ...own, side };
  }
  return null;
}

function namesOf(operation: Operation): readonly (string | null)[] {
  switch (operation.kind) {
    case 'addColumn':
      return [operation.column.name];
    case 'dropColumn':
    case 'alterColumn':
      return [operation.column];
    case 'createIndex':
      return [operation.index.name];
    case 'addConstraint':
      return [operation.constraint.name];
    case 'createTable':
    case 'dropTable':
      return [operation.table.name];
    default:
      return [];
  }
}

/** The first operation at a report's place, whatever it is. */
export function operationAt({ span }: Report, { revision }: RuleContext): Operation | null {
  const all = [...revision.upgrade, ...revision.downgrade].map(({ operation }) => operation);
  return all.find((operation) => operation.kind !== 'mention' && isSameSpan(operation.span, span)) ?? null;
}

/** It is written as SQL, and its place is that of the SQL in the file, as it stands there. */
export function isSqlText({ text }: MigrationFile, { via, span, sql }: Operation): boolean {
  return via === 'sql' && sql !== undefined && sql.includes(text.slice(span.start, span.end));
}

/** Nothing else happens at the operation's place: it is in no loop and no helper that is called twice. */
export function isAlone({ span }: Operation, { revision: { migration } }: RuleContext): boolean {
  const all = [...migration.upgrade.operations, ...(migration.downgrade?.operations ?? [])];
  return all.filter((each) => isSameSpan(each.span, span) && each.kind !== 'mention').length === 1;
}

function isSameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** A statement of a migration function, found by the operation that it makes. */
export interface Site {
  readonly file: MigrationFile;
  /** The call of `op.x`, `batch_op.x`, or of what executes the SQL. */
  readonly call: SyntaxNode;
  readonly statement: SyntaxNode;
  /** The `with op.batch_alter_table(...)` statement around it. */
  readonly batch: SyntaxNode | null;
}

/** Where an operation is written, if it is a statement of its own in a migration function. */
export function siteOf(file: MigrationFile, { span, via }: Operation): Site | null {
  const call = file.callAt(span);
  const statement = file.statementAt(span);
  if (call === null || statement === null || !isPlain(statement, call)) return null;
  const batch = via === 'batch' ? enclosing(statement, 'WithStatement') : null;
  if (via === 'batch' && batch === null) return null;
  return isInMigration(file, statement) ? { file, call, statement, batch } : null;
}

/** `op.x(...)` and nothing around it. */
function isPlain(statement: SyntaxNode, call: SyntaxNode): boolean {
  return statement.name === 'ExpressionStatement' && statement.from === call.from;
}

function enclosing(node: SyntaxNode, name: string): SyntaxNode | null {
  let at = node.parent;
  while (at !== null && at.name !== name) at = at.parent;
  return at;
}

/** Not in a helper, a loop or a class: what is written there may be done more than once. */
function isInMigration(file: MigrationFile, statement: SyntaxNode): boolean {
  const functions = ['upgrade', 'downgrade'].map((name) => file.functionNamed(name)?.from);
  let at: SyntaxNode | null = statement.parent;
  while (at !== null && at.name !== 'FunctionDefinition') {
    if (/^(For|While)Statement$/.test(at.name)) return false;
    at = at.parent;
  }
  return at !== null && functions.includes(at.from);
}
