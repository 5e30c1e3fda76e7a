import type { Report } from '../../src/lint/rule';
import type { ConstraintType, Operation } from '../../src/migration/operation';
import { findConstraint, hasUnnamedConstraint } from '../../src/paper/apply.constraints';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import type { SchemaChange } from '../../src/schema/diff';
import { findTable, formatName, isSameName, type ObjectName, type Schema, type Subject } from '../../src/schema/model';
import { isTypo } from './typo';

/**
 * A drop of something that is not there, beside something of its kind that stays behind: one slip, told as one. With IF
 * EXISTS nothing even fails.
 */
export function misnamed({ asymmetries, upgrade }: PaperRevision, { operation, schema }: Step): Report | null {
  const dropped = droppedBy(operation);
  if (dropped === null || isThere(schema, dropped)) return null;
  const left = asymmetries.filter(
    (change) => change.change === 'extra' && change.name !== '' && isCousin(dropped, change),
  );
  const near = left.filter(({ name }) => isTypo(name, dropped.name));
  const [meant, ...others] = near.length > 0 || !isPartOfTable(dropped) ? near : left;
  if (meant === undefined || others.length > 0) return null;
  if (!upgrade.some((step) => !isThere(step.schema, meant))) return null;
  return { span: operation.span, subject: subjectOf(meant), message: messageOf(operation, dropped, meant) };
}

function messageOf(operation: Operation, dropped: Subject, meant: SchemaChange): string {
  const [wrong, right] = [labelOf(dropped), labelOf(meant)];
  const isHidden = 'ifExists' in operation && operation.ifExists;
  const outcome = isHidden
    ? `IF EXISTS hides that there is none, and ${right} stays behind: the next upgrade meets it again.`
    : `there is none, so that the downgrade fails. The upgrade makes ${right}.`;
  return `The downgrade drops ${wrong}, but ${outcome} Drop ${meant.name}.`;
}

interface Dropped extends Subject {
  /** For constraints, where it is said. */
  readonly constraint?: ConstraintType | null;
}

function droppedBy(operation: Operation): Dropped | null {
  const of = (kind: Subject['kind'], owner: ObjectName | null, name: string, schema: string | null): Dropped => ({
    kind,
    schema,
    table: owner?.name ?? null,
    name,
  });
  switch (operation.kind) {
    case 'dropTable':
      return of('table', operation.table, operation.table.name, operation.table.schema);
    case 'dropColumn':
      return of('column', operation.table, operation.column, operation.table.schema);
    case 'dropIndex':
      return operation.name === null
        ? null
        : of('index', operation.table, operation.name, operation.table?.schema ?? null);
    case 'dropConstraint':
      if (operation.name === null) return null;
      return { ...of('unique', operation.table, operation.name, operation.table.schema), constraint: operation.type };
    case 'dropEnum':
      return of('enum', null, operation.name.name, operation.name.schema);
    case 'dropDefined':
      return of(operation.object, operation.table, operation.name.name, operation.name.schema);
    case 'dropSequence':
      return of('sequence', null, operation.name.name, operation.name.schema);
    default:
      return null;
  }
}

const constraints: ReadonlySet<Subject['kind']> = new Set([
  'primary key',
  'unique',
  'foreign key',
  'check',
  'exclusion',
]);

/** Of the same kind, and of the same table where the drop says which. */
function isCousin(dropped: Dropped, change: SchemaChange): boolean {
  const isOfKind = dropped.constraint !== undefined ? constraints.has(change.kind) : change.kind === dropped.kind;
  return isOfKind && (dropped.kind === 'table' || dropped.table === null || dropped.table === change.table);
}

/** Of those a table has few: the only one that is left is the one that was meant. */
function isPartOfTable({ kind }: Subject): boolean {
  return kind !== 'table' && kind !== 'column';
}

function isThere(schema: Schema, { kind, table: owner, schema: inSchema, name, constraint = null }: Dropped): boolean {
  const own: ObjectName = { schema: inSchema, name };
  const table = owner === null ? undefined : findTable(schema, { schema: inSchema, name: owner });
  const tables = owner === null ? schema.tables : table === undefined ? [] : [table];
  const has = (items: readonly ObjectName[]) => items.some((item) => isSameName(item, own));
  switch (kind) {
    case 'table':
      return has(schema.tables) || has(schema.views);
    case 'column':
      return tables.some((each) => each.columns.some((column) => column.name === name));
    case 'index':
      return tables.some((each) =>
        [...each.indexes, ...each.uniques].some((index) => index.name === name || index.name === ''),
      );
    case 'primary key':
    case 'unique':
    case 'foreign key':
    case 'check':
    case 'exclusion':
      return tables.some(
        (each) =>
          findConstraint(each, name, constraint) !== undefined ||
          hasUnnamedConstraint(each, constraint) ||
          each.indexes.some((index) => index.name === name),
      );
    case 'enum':
    case 'type':
      return has(schema.enums) || has(schema.composites);
    case 'view':
    case 'materialized view':
      return has(schema.views);
    case 'sequence':
      return has(schema.sequences);
    case 'function':
      return has(schema.functions);
    case 'domain':
      return has(schema.domains);
    case 'trigger':
      return schema.triggers.some((trigger) => trigger.name === name);
    case 'policy':
      return schema.policies.some((policy) => policy.name === name);
    case 'extension':
      return schema.extensions.includes(name);
    case 'schema':
      return schema.schemas.includes(name);
  }
}

function labelOf({ kind, schema, table, name }: Subject): string {
  const label = constraints.has(kind) ? 'constraint' : kind;
  if (kind === 'column') return `the column ${formatName({ schema, name: table ?? '' })}.${name}`;
  if (kind === 'table' || table === null) return `the ${label} ${formatName({ schema, name })}`;
  return `the ${label} ${name} of ${formatName({ schema, name: table })}`;
}

function subjectOf({ kind, schema, table, name }: SchemaChange): Subject {
  return { kind, schema, table, name };
}
