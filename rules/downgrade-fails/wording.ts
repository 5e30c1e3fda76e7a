import type { Failure } from '../../src/paper/failures';
import type { PaperRevision, Step } from '../../src/paper/roundtrip';
import { findTable, formatName, type Subject } from '../../src/schema/model';

/** What fails, why, and what to do about it. */
export function describe(revision: PaperRevision, failure: Failure, step: Step): string {
  switch (failure.type) {
    case 'unnamed':
      return describeUnnamed(failure);
    case 'missing':
      return failure.gone === null ? describeStray(revision, failure.object, step) : describeGone(revision, failure);
    case 'exists':
      return `The downgrade fails: it makes ${labelOf(failure.object)}, which is there already. Make only what the upgrade took away.`;
    case 'needed':
      return describeNeeded(failure);
    case 'owned':
      return (
        `The downgrade fails: ${failure.object.name} is the index of a constraint of that name, and Postgres drops it only with ` +
        `the constraint. Use op.drop_constraint('${failure.object.name}', '${failure.object.table ?? ''}').`
      );
  }
}

function describeUnnamed({ kind, table }: Extract<Failure, { type: 'unnamed' }>): string {
  const owner = table === null ? '' : ` of ${formatName(table)}`;
  if (kind === 'index') return `The downgrade drops an index${owner} without naming it, which fails. Name it.`;
  return (
    `The downgrade drops a constraint${owner} without naming it, which Alembic refuses. ` +
    'Name the constraint where it is created and drop it by that name (on Postgres it is table_column_key or table_column_fkey when nobody names it).'
  );
}

/** Taken away or renamed before, by the upgrade or further up in the downgrade. */
function describeGone({ migration }: PaperRevision, { object, gone }: Extract<Failure, { type: 'missing' }>): string {
  const label = labelOf(object);
  const when =
    gone?.side === 'downgrade'
      ? 'above'
      : gone?.migration === migration
        ? 'by the upgrade'
        : `by ${gone?.migration.revision ?? ''}`;
  if (gone?.type === 'left') {
    return `The downgrade fails here: ${label} was renamed ${when}${newName(gone)}. Use the name that it has at this point.`;
  }
  const advice =
    gone?.side === 'downgrade'
      ? 'Do this before it is dropped.'
      : 'Put it back first: undo the upgrade in reverse order.';
  return `The downgrade fails here: ${label} was dropped ${when}. ${advice}`;
}

function newName({ operation }: NonNullable<Extract<Failure, { type: 'missing' }>['gone']>): string {
  if (operation.kind === 'renameTable') return ` to ${operation.newName}`;
  return operation.kind === 'alterColumn' ? ` to ${operation.change.newName ?? ''}` : '';
}

/** Nothing in the files made it, or it went along with its column or table. */
function describeStray(revision: PaperRevision, object: Subject, { operation, schema }: Step): string {
  const label = labelOf(object);
  const { kind, name } = object;
  if (wasThere(revision, object)) {
    return `The downgrade fails here: ${label} went with the column or table that is dropped above. Drop it before that, or not at all.`;
  }
  const index = findTable(schema, { schema: object.schema, name: object.table ?? '' })?.indexes.find(
    (each) => each.name === name,
  );
  if (operation.kind === 'dropConstraint' && index !== undefined) {
    return `The downgrade fails: ${name} is an index, not a constraint. Use op.drop_index('${name}', table_name='${object.table ?? ''}').`;
  }
  if (operation.kind === 'renameTable' || operation.kind === 'alterColumn') {
    const verb = operation.kind === 'alterColumn' && operation.change.newName === undefined ? 'changes' : 'renames';
    return `The downgrade ${verb} ${bare(object)}, which is not there after the upgrade: it fails. Use the name that the upgrade gave it.`;
  }
  const made = kind === 'column' ? 'add' : 'create';
  return (
    `The downgrade drops ${label}, which the upgrade does not ${made}: either the name is wrong and the downgrade fails, ` +
    'or something that was there before is destroyed. Drop only what the upgrade makes.'
  );
}

/** It was there when the downgrade began. */
function wasThere({ after }: PaperRevision, { schema, table, name }: Subject): boolean {
  const tables =
    table === null
      ? after.tables
      : after.tables.filter((each) => formatName(each) === formatName({ schema, name: table }));
  return tables.some(({ indexes, uniques, foreignKeys, checks, exclusions, primaryKey }) =>
    [...indexes, ...uniques, ...foreignKeys, ...checks, ...exclusions, primaryKey].some((each) => each?.name === name),
  );
}

function describeNeeded({ object, by }: Extract<Failure, { type: 'needed' }>): string {
  const [first, second, ...others] = by.map(labelOf);
  const list = [first, second, ...(others.length > 0 ? [`${others.length} more`] : [])].filter(Boolean).join(', ');
  return (
    `The downgrade fails here: ${labelOf(object)} cannot be dropped while ${list} ${by.length === 1 ? 'needs' : 'need'} it. ` +
    'Undo in reverse order: first what uses it, then this.'
  );
}

function bare({ kind, schema, table, name }: Subject): string {
  return kind === 'column' ? `${formatName({ schema, name: table ?? '' })}.${name}` : formatName({ schema, name });
}

function labelOf(object: Subject): string {
  const { kind, schema, table, name } = object;
  if (kind === 'column' || kind === 'table') return bare(object);
  return table === null
    ? `the ${kind} ${formatName({ schema, name })}`
    : `the ${kind} ${name} of ${formatName({ schema, name: table })}`;
}
