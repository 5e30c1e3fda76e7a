import type { ColumnBefore, ColumnChange } from '../../migration/operation';
import { findColumn } from '../../schema/lookup';
import type { SchemaChange } from '../../schema/diff';
import { formatName, type Column, type ObjectName } from '../../schema/model';
import { isSameType } from '../../schema/type';
import { guessKey } from '../baseline/pieces';
import { placeholderValue } from './placeholder';
import { step, type InverseStep, type Plan } from './step';

/** A column that stays is dropped, one that is gone is added as it was, one that is different is altered back. */
export function columnSteps(change: SchemaChange, plan: Plan): readonly InverseStep[] {
  const table: ObjectName = { schema: change.schema, name: change.table ?? '' };
  const { before } = plan.revision;
  const [old, now] = [findColumn(before, table, change.name), findColumn(plan.current, table, change.name)];
  if (change.change === 'extra') {
    const drop = { kind: 'dropColumn', table, column: change.name, ifExists: false, cascade: false } as const;
    return [step('drop columns', drop)];
  }
  if (old === undefined) return [];
  return now === undefined ? addedBack(table, old, plan) : alteredBack(table, old, now, plan);
}

/** A required column needs a value for the rows that are there: it comes with a default, which then goes. */
function addedBack(table: ObjectName, column: Column, { revision }: Plan): readonly InverseStep[] {
  const path = `${formatName(table)}.${column.name}`;
  const isGuess = revision.guesses.has(guessKey('column', path)) || column.type === null;
  const unknown = isGuess
    ? [`the files do not tell how ${path} was defined: check its type, nullability and default.`]
    : [];
  const known: Column = column.type === null ? { ...column, type: { name: 'text', args: [], dimensions: 0 } } : column;
  const add = (added: Column, gaps: readonly string[]) =>
    step(
      'create columns',
      { kind: 'addColumn', table, column: added, constraints: [], ifNotExists: false, hasClientDefault: false },
      gaps,
    );
  const isSupplied = known.nullable || known.default !== null || known.generated !== null || known.identity !== null;
  if (isSupplied) return [add(known, unknown)];
  const value = placeholderValue(known.type);
  const choice = `rows that are there get ${value} in ${path}: choose a value that the older code understands.`;
  const dropDefault = {
    kind: 'alterColumn',
    table,
    column: known.name,
    change: { default: null },
    before: known.type === null ? {} : { type: known.type },
  } as const;
  return [add({ ...known, default: value }, [...unknown, choice]), step('create columns', dropDefault)];
}

function alteredBack(table: ObjectName, old: Column, now: Column, { revision }: Plan): readonly InverseStep[] {
  const path = `${formatName(table)}.${old.name}`;
  const change = difference(old, now);
  const isTypeGuess = change.type !== undefined && revision.guesses.has(guessKey('type', path));
  const gaps = [
    ...(isTypeGuess ? [`the files do not tell the type that ${path} had: check it.`] : []),
    ...(old.hasUnknownDefault === true ? [`the default that ${path} had could not be evaluated: set it.`] : []),
  ];
  const before: ColumnBefore = {
    ...(now.type === null || revision.guesses.has(guessKey('type', path)) ? {} : { type: now.type }),
    nullable: now.nullable,
  };
  const alter = step('alter', { kind: 'alterColumn', table, column: old.name, change, before }, gaps);
  return [
    ...(change.nullable === false ? [fill(table, old, path)] : []),
    ...(change.type === undefined ? [] : shortened(table, old, now, path)),
    alter,
  ];
}

/** Only what is different; a serial type is an integer with a sequence, which no type change makes. */
function difference(old: Column, now: Column): ColumnChange {
  const isRetyped = old.type !== null && (now.type === null || !isSameType(old.type, now.type));
  return {
    ...(isRetyped ? { type: old.type, ...conversion(old, now) } : {}),
    ...(old.nullable === now.nullable ? {} : { nullable: old.nullable }),
    ...(old.default === now.default || old.hasUnknownDefault === true ? {} : { default: old.default }),
    ...(old.comment === now.comment ? {} : { comment: old.comment }),
    ...(old.identity === now.identity ? {} : { identity: old.identity }),
    ...(old.generated !== null || now.generated === null ? {} : { generated: null }),
  };
}

/** Postgres converts on its own only within a family of types (its docs, 10.4: assignment casts). */
function conversion(old: Column, now: Column): Pick<ColumnChange, 'using'> {
  if (old.type === null || now.type === null) return {};
  const families = [old.type.name, now.type.name].map((name) => assignmentFamilies.find((family) => family.test(name)));
  const isImplicit = families[0] !== undefined && (families[0] === families[1] || families[0] === textual);
  const target = `${old.type.name}${old.type.args.length === 0 ? '' : `(${old.type.args.join(',')})`}`;
  return isImplicit ? {} : { using: `${old.name}::${target}${'[]'.repeat(old.type.dimensions)}` };
}

const textual = /^(varchar|text|char|bpchar|citext)$/;
const assignmentFamilies = [
  textual,
  /^(smallint|integer|bigint|numeric|real|double precision|(small|big)?serial)$/,
  /^(date|timestamp|timestamptz)$/,
  /^(time|timetz)$/,
  /^jsonb?$/,
];

/** Texts that have grown in the meantime do not fit any more. */
function shortened(table: ObjectName, old: Column, now: Column, path: string): readonly InverseStep[] {
  const [length] = old.type?.name === 'varchar' || old.type?.name === 'char' ? old.type.args : [];
  const isWider = textual.test(now.type?.name ?? '') && (now.type?.args[0] ?? Infinity) > (length ?? Infinity);
  if (length === undefined || !isWider) return [];
  const cut = `substr(${old.name}, 1, ${length})`;
  return [
    step(
      'alter',
      {
        kind: 'update',
        table,
        assignments: [{ column: old.name, expression: cut }],
        where: `length(${old.name}) > ${length}`,
        reads: [],
      },
      [`values of ${path} written since may be longer than ${length} characters: choose what becomes of them.`],
    ),
  ];
}

function fill(table: ObjectName, { name, type }: Column, path: string): InverseStep {
  const value = placeholderValue(type);
  return step(
    'alter',
    {
      kind: 'update',
      table,
      assignments: [{ column: name, expression: value }],
      where: `${name} IS NULL`,
      reads: [],
    },
    [`rows written since may hold NULL in ${path}: choose the value that they get.`],
  );
}
