import type { SyntaxNode } from '../../formats/alembic/python/node';
import { keywordValue, positional } from '../../formats/alembic/write/calls';
import { insertion, type MigrationFile } from '../../formats/alembic/write/file';
import { quoted } from '../../formats/alembic/write/python';
import { writeBlock } from '../../formats/alembic/write/block';
import { removeStatement, replaceStatement } from '../../formats/alembic/write/statements';
import type { TextEdit } from '../../migration/edit';
import type { Operation } from '../../migration/operation';
import { constraintsOf } from '../../paper/apply.constraints';
import { failureOf, type Failure } from '../../paper/failures';
import type { Step } from '../../paper/roundtrip';
import { emptyTable, findTable, isSameName, type Schema, type Subject } from '../../schema/model';
import type { Fix } from '../finding';
import type { Fixer, RuleContext } from '../rule';
import { nameConstraint } from './names';
import { isAlone, isSqlText, siteOf, textOf } from './place';
import { fixOf, safely } from './rewrite';

/** Mends a statement of a downgrade that cannot succeed: its name, its place, or what it drops. */
export const mendStep: Fixer = (report, context) => {
  const { downgrade } = context.revision;
  const at = downgrade.findIndex(
    ({ operation: { span } }) => span.start === report.span.start && span.end === report.span.end,
  );
  const step = downgrade[at];
  if (step === undefined || !isAlone(step.operation, context)) return [];
  const failure = failureOf(step, context.dialect);
  const renamed = report.subject === null ? [] : rename(step.operation, report.subject, context);
  if (renamed.length > 0 || failure === null) return renamed;
  switch (failure.type) {
    case 'unnamed':
      return failure.kind === 'index' ? nameIndex(step.operation, context) : nameConstraint(report, context);
    case 'missing':
      return moveBefore(step, culpritOf(failure.object, downgrade, at), context);
    case 'needed':
      return moveAfter(step, lastRemovalOf(failure.by, downgrade, at, context.revision.back), context);
    case 'owned':
      return asConstraint(step, failure, context);
    case 'exists':
      return [];
  }
};

/** Drops the constraint where the upgrade drops its index. */
export const dropTheConstraint: Fixer = (report, context) => {
  const { upgrade, downgrade } = context.revision;
  const step = [...upgrade, ...downgrade].find(({ operation: { span } }) => span.start === report.span.start);
  const failure = step === undefined ? null : failureOf(step, context.dialect);
  return step !== undefined && failure?.type === 'owned' ? asConstraint(step, failure, context) : [];
};

/** A name that is nearly right becomes the one that is meant. */
function rename(operation: Operation, meant: Subject, context: RuleContext): readonly Fix[] {
  const name = nameIn(operation);
  if (name === null || name === meant.name || !operation.kind.startsWith('drop')) return [];
  return fixOf(context, safely(`Drop ${meant.name}`), (file) => {
    const site = textOf(file, operation);
    if (site === null) return null;
    if (isSqlText(file, operation)) return [renameInText(file, operation, name, meant.name)];
    const at = operation.kind === 'dropColumn' && operation.via !== 'batch' ? 1 : 0;
    const given = positional(file, site.call, at) ?? keywordValue(file, site.call, nameKeywords[operation.kind] ?? '');
    return given === null
      ? null
      : [{ span: { start: given.from, end: given.to }, text: quoted(meant.name, file.quote) }];
  });
}

/** Only where it stands once, so that nothing else can be meant. */
function renameInText(file: MigrationFile, { span }: Operation, name: string, newName: string): TextEdit | null {
  const text = file.text.slice(span.start, span.end);
  const at = text.lastIndexOf(name);
  if (at < 0 || text.indexOf(name) !== at) return null;
  const start = span.start + at;
  return { span: { start, end: start + name.length }, text: newName };
}

const nameKeywords: Readonly<Partial<Record<Operation['kind'], string>>> = {
  dropTable: 'table_name',
  dropColumn: 'column_name',
  dropIndex: 'index_name',
  dropConstraint: 'constraint_name',
};

function nameIn(operation: Operation): string | null {
  switch (operation.kind) {
    case 'dropTable':
      return operation.table.name;
    case 'dropColumn':
      return operation.column;
    case 'dropIndex':
    case 'dropConstraint':
      return operation.name;
    case 'dropEnum':
    case 'dropDefined':
    case 'dropSequence':
      return operation.name.name;
    default:
      return null;
  }
}

/** `op.drop_index(None, ...)`: the one index that the upgrade makes on the table. */
function nameIndex(operation: Operation, context: RuleContext): readonly Fix[] {
  if (operation.kind !== 'dropIndex' || operation.table === null) return [];
  const { table } = operation;
  const before = new Set(findTable(context.revision.before, table)?.indexes.map(({ name }) => name));
  const made = findTable(context.revision.after, table)?.indexes.filter(({ name }) => !before.has(name)) ?? [];
  const [only, ...others] = made;
  if (only === undefined || only.name === '' || others.length > 0) return [];
  return fixOf(context, safely(`Drop ${only.name}`), (file) => {
    const site = siteOf(file, operation);
    const given = site === null ? null : positional(file, site.call, 0);
    return given === null
      ? null
      : [{ span: { start: given.from, end: given.to }, text: quoted(only.name, file.quote) }];
  });
}

/** The step of the downgrade after which an object is gone. */
function culpritOf(object: Subject, steps: readonly Step[], until: number): Step | null {
  const at = steps.slice(0, until).findIndex((step, index) => {
    const next = steps[index + 1];
    return next !== undefined && isThere(step.schema, object) && !isThere(next.schema, object);
  });
  return steps[at] ?? null;
}

/** The last of the later steps that take away what is in the way; `null` where something of it stays. */
function lastRemovalOf(objects: readonly Subject[], steps: readonly Step[], from: number, end: Schema): Step | null {
  const removals = objects.map((object) =>
    steps.findIndex((step, at) => {
      const next = steps[at + 1]?.schema ?? end;
      return at > from && isThere(step.schema, object) && !isThere(next, object);
    }),
  );
  return removals.includes(-1) ? null : (steps[Math.max(...removals)] ?? null);
}

function isThere(schema: Schema, { kind, schema: owner, table, name }: Subject): boolean {
  const own = findTable(schema, { schema: owner, name: table ?? name });
  switch (kind) {
    case 'table':
      return own !== undefined;
    case 'column':
      return own?.columns.some((column) => column.name === name) === true;
    case 'index':
      return schema.tables.some(({ indexes }) => indexes.some((index) => index.name === name));
    case 'enum':
      return schema.enums.some((type) => isSameName(type, { schema: owner, name }));
    case 'view':
    case 'materialized view':
      return schema.views.some((view) => isSameName(view, { schema: owner, name }));
    default:
      return own !== undefined && constraintsOf(own).some((each) => each.name === name);
  }
}

function moveBefore(step: Step, target: Step | null, context: RuleContext): readonly Fix[] {
  if (target === null) return [];
  return fixOf(context, safely('Move it before what takes its object away'), (file) =>
    moved(file, step, target, ({ from }) => file.lineStart(from)),
  );
}

function moveAfter(step: Step, target: Step | null, context: RuleContext): readonly Fix[] {
  if (target === null) return [];
  return fixOf(context, safely('Move it after what still needs its object'), (file) =>
    moved(file, step, target, (node) => file.nextLine(file.endOf(node))),
  );
}

/** Whole lines, within one block. */
function moved(
  file: MigrationFile,
  step: Step,
  target: Step,
  placeOf: (target: SyntaxNode) => number,
): readonly (TextEdit | null)[] | null {
  const [own, other] = [step, target].map(({ operation }) => file.statementAt(operation.span));
  if (!own || !other || own.parent?.from !== other.parent?.from) return null;
  const end = file.endOf(own);
  const text = file.text.slice(file.lineStart(own.from), file.lineEnd(end));
  const place = placeOf(other);
  // The file may end without a line break.
  const isAtEnd = place === file.text.length && !file.text.endsWith('\n');
  return [removeStatement(file, own), insertion(place, isAtEnd ? `\n${text}` : `${text}\n`)];
}

/** `op.drop_constraint` in the place of `op.drop_index`. */
function asConstraint(
  { operation, schema }: Step,
  { object }: Extract<Failure, { type: 'owned' }>,
  context: RuleContext,
): readonly Fix[] {
  const table = { schema: object.schema, name: object.table ?? '' };
  const constraint = constraintsOf(findTable(schema, table) ?? emptyTable(table)).find(
    ({ name }) => name === object.name,
  );
  if (constraint === undefined || !isAlone(operation, context)) return [];
  const drop = {
    kind: 'dropConstraint',
    table,
    name: object.name,
    type: constraint.type,
    ifExists: false,
    cascade: false,
  } as const;
  return fixOf(context, safely(`Drop the constraint ${object.name}`), (file) => {
    const site = siteOf(file, operation);
    if (site === null || site.batch !== null) return null;
    return [replaceStatement(file, site.statement, writeBlock([{ action: drop, remarks: [] }], file))];
  });
}
