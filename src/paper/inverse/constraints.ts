import type { Constraint, ConstraintType } from '../../migration/operation';
import type { SchemaChange } from '../../schema/diff';
import { findTable, type Index, type ObjectName, type Schema, type Table } from '../../schema/model';
import { guessKey } from '../baseline/pieces';
import { constraintsOf } from '../apply.constraints';
import { mentionsWord } from '../edit';
import { step, type InverseStep, type Plan } from './step';

/** An index that stays is dropped, one that is gone or different is made as it was. */
export function indexSteps(change: SchemaChange, { revision, current }: Plan): readonly InverseStep[] {
  const table = ownerOf(change);
  const find = (schema: Schema) => findTable(schema, table)?.indexes.find(({ name }) => name === change.name);
  const [old, now] = [find(revision.before), find(current)];
  const drop = (name: string) =>
    step('drop constraints', { kind: 'dropIndex', name, table, concurrently: false, ifExists: false });
  // Made without a name: what a naming convention calls it, no file tells.
  if (change.name === '' || old?.name === '') return [];
  if (old === undefined) return change.change === 'extra' ? [drop(change.name)] : [];
  const renamed =
    now === undefined ? twin(old, findTable(revision.before, table), findTable(current, table)) : undefined;
  if (renamed !== undefined) return [step('alter', { kind: 'renameIndex', name: renamed, newName: old.name })];
  const isGuess = revision.guesses.has(guessKey('index', old.name));
  const gaps = [
    ...(isGuess ? [`the files do not tell the columns of the index ${old.name}: check them.`] : []),
    ...(old.isUnique && now === undefined
      ? [`rows of ${table.name} written since may be alike in ${old.name}: find and mend them first.`]
      : []),
  ];
  const create = step(
    'create constraints',
    { kind: 'createIndex', table, index: { ...old, isValid: true }, concurrently: false, ifNotExists: false },
    gaps,
  );
  return now === undefined ? [create] : [drop(now.name), create];
}

/** The name of an index that is the same but for its name, and was not there before. */
function twin(old: Index, before: Table | undefined, now: Table | undefined): string | undefined {
  const content = (index: Index) => JSON.stringify({ ...index, name: '' });
  const known = new Set(before?.indexes.map(({ name }) => name));
  return now?.indexes.find((each) => !known.has(each.name) && content(each) === content(old))?.name;
}

/** Likewise for constraints. */
export function constraintSteps(change: SchemaChange, { revision, current }: Plan): readonly InverseStep[] {
  const table = ownerOf(change);
  const type = types[change.kind];
  if (type === undefined) return [];
  const [before, now] = [findTable(revision.before, table), findTable(current, table)].map((owner) =>
    owner === undefined ? [] : constraintsOf(owner).filter((each) => each.type === type),
  );
  const isIt = (each: Constraint) => each.name === change.name || (each.name === null && type === 'primaryKey');
  const old = before?.find(isIt);
  const own = now?.find(isIt);
  if (change.change === 'extra') return own === undefined ? [] : [dropped(table, own)];
  if (old === undefined) return [];
  const content = (each: Constraint) => JSON.stringify({ ...each, name: '' });
  const names = new Set(before?.map(({ name }) => name));
  const renamed = own ? undefined : now?.find((each) => !names.has(each.name) && content(each) === content(old));
  if (renamed?.name != null && old.name !== null) {
    return [step('alter', { kind: 'renameConstraint', table, name: renamed.name, newName: old.name })];
  }
  const isGuess = old.name !== null && revision.guesses.has(guessKey('constraint', old.name));
  const gaps = [
    ...(isGuess ? [`the files do not tell what the constraint ${old.name ?? ''} says: check it.`] : []),
    ...(own === undefined && isOverOldColumns(old, findTable(current, table)) ? [strangers(table, old)] : []),
  ];
  const stage = type === 'foreignKey' ? 'create references' : 'create constraints';
  const create = step(stage, { kind: 'addConstraint', table, constraint: old, usingIndex: null }, gaps);
  return own === undefined ? [create] : [dropped(table, own), create];
}

/** A column that comes back empty breaks nothing. */
function isOverOldColumns(constraint: Constraint, now: Table | undefined): boolean {
  const isThere = (column: string) => now?.columns.some(({ name }) => name === column) === true;
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique':
    case 'foreignKey':
      return constraint.columns.every(isThere);
    case 'check':
      return now?.columns.some(({ name }) => mentionsWord(constraint.expression, name)) === true;
    case 'exclusion':
      return true;
  }
}

/** While the constraint was away, rows may have come that it does not let in. */
function strangers({ name }: ObjectName, constraint: Constraint): string {
  const what = constraint.name ?? `the ${constraint.type === 'foreignKey' ? 'foreign key' : constraint.type}`;
  return `rows of ${name} written since may break ${what}: find and mend them first.`;
}

function dropped(table: ObjectName, { type, name }: Constraint): InverseStep {
  const stage = type === 'foreignKey' ? 'drop references' : 'drop constraints';
  const drop = { kind: 'dropConstraint', table, name, type, ifExists: false, cascade: false } as const;
  return step(stage, drop, name === null ? ['the constraint has no name: give it one where it is created.'] : []);
}

function ownerOf({ schema, table }: SchemaChange): ObjectName {
  return { schema, name: table ?? '' };
}

const types: Readonly<Partial<Record<SchemaChange['kind'], ConstraintType>>> = {
  'primary key': 'primaryKey',
  unique: 'unique',
  'foreign key': 'foreignKey',
  check: 'check',
  exclusion: 'exclusion',
};
