import type { SyntaxNode } from '../../formats/alembic/python/node';
import { MigrationFile } from '../../formats/alembic/write/file';
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

/** It is written as SQL, and its place is that of the SQL inside of the call that executes it. */
export function isSqlText(file: MigrationFile, { via, span }: Operation): boolean {
  const call = file.callAt(span);
  return via === 'sql' && call !== null && call.from < span.start;
}

/** Nothing else happens in the statement: it is in no loop, no helper that is called twice, and no script of several. */
export function isAlone(
  { span }: Operation,
  { revision: { migration }, file: { text }, dialect }: RuleContext,
): boolean {
  const statement = new MigrationFile(text, dialect).statementAt(span);
  const all = [...migration.upgrade.operations, ...(migration.downgrade?.operations ?? [])];
  const isInIt = (each: Operation) =>
    statement !== null && each.span.start >= statement.from && each.span.end <= statement.to && each.kind !== 'mention';
  return all.filter(isInIt).length === 1;
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
  const statement = file.statementAt(span);
  const call = statement?.name === 'ExpressionStatement' ? statement.firstChild : null;
  if (statement === null || call?.name !== 'CallExpression') return null;
  // Under a condition inside of the block, what is moved out of it would lose the condition.
  const around = statement.parent?.parent ?? null;
  const batch = via === 'batch' && around?.name === 'WithStatement' ? around : null;
  if (via === 'batch' && batch === null) return null;
  return isInMigration(file, statement) ? { file, call, statement, batch } : null;
}

/** Where the text of an operation can be changed: SQL that comes from elsewhere is not at hand. */
export function textOf(file: MigrationFile, operation: Operation): Site | null {
  return operation.via !== 'sql' || isSqlText(file, operation) ? siteOf(file, operation) : null;
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
