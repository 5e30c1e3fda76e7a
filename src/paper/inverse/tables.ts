import type { Action, Constraint } from '../../migration/operation';
import type { SchemaChange } from '../../schema/diff';
import { findTable, formatName, type Table } from '../../schema/model';
import { guessKey } from '../baseline/pieces';
import { foreignKeysTo } from '../../schema/lookup';
import { isSameName } from '../../schema/model';
import { step, type InverseStep, type Plan } from './step';

/** A table that stays is dropped, one that is gone is created as it was, empty. */
export function tableSteps(change: SchemaChange, plan: Plan): readonly InverseStep[] {
  const name = { schema: change.schema, name: change.name };
  const { before, guesses } = plan.revision;
  switch (change.change) {
    case 'extra':
      return dropTable(name, plan);
    case 'missing': {
      const table = findTable(before, name);
      return table === undefined ? [] : createTable(table, plan, guesses);
    }
    case 'changed':
      return traitSteps(name, plan);
  }
}

/** Tables that refer to one another in a circle let go of each other first. */
function dropTable(name: { readonly schema: string | null; readonly name: string }, { current, revision }: Plan) {
  const isKept = (table: Table) => findTable(revision.before, table) !== undefined;
  const later = foreignKeysTo(current, name).filter(
    ({ table }) => !isSameName(table, name) && !isKept(table) && isMadeBefore(table, name, current.tables),
  );
  const drops = later.flatMap(({ table, key }) =>
    key.name === null
      ? []
      : [
          step('drop references', {
            kind: 'dropConstraint',
            table: { schema: table.schema, name: table.name },
            name: key.name,
            type: 'foreignKey',
            ifExists: false,
            cascade: false,
          } as const),
        ],
  );
  return [...drops, step('drop tables', { kind: 'dropTable', table: name, ifExists: false, cascade: false } as const)];
}

/** Those made first are dropped last: a key of theirs would be in the way. */
function isMadeBefore(table: Table, other: Pick<Table, 'schema' | 'name'>, tables: readonly Table[]): boolean {
  const at = (wanted: Pick<Table, 'schema' | 'name'>) => tables.findIndex((each) => isSameName(each, wanted));
  return at(table) < at(other);
}

function createTable(table: Table, plan: Plan, guesses: ReadonlySet<string>): readonly InverseStep[] {
  const name = { schema: table.schema, name: table.name };
  const isUnknown = !table.isComplete || guesses.has(guessKey('table', formatName(name)));
  const gaps = isUnknown
    ? [`the files do not tell how ${formatName(name)} was defined: complete its columns, types and constraints.`]
    : [];
  const { before } = plan.revision;
  const triggers = before.triggers.filter((each) => isSameName({ schema: each.schema, name: each.table }, table));
  const policies = before.policies.filter((each) => isSameName({ schema: each.schema, name: each.table }, table));
  return [
    step('create tables', { ...creation(table), kind: 'createTable' }, gaps),
    ...[
      ...triggers.map((each) => ({ ...each, object: 'trigger' as const })),
      ...policies.map((each) => ({ ...each, object: 'policy' as const })),
    ].map(({ object, definition, name: own }) =>
      step('create dependents', {
        kind: 'createDefined',
        object,
        name: { schema: table.schema, name: own },
        table: name,
        definition,
        orReplace: false,
        reads: [],
      }),
    ),
  ];
}

/** The operation that creates a table as it is. Its enum types are made by operations of their own. */
function creation(table: Table): Extract<Action, { kind: 'createTable' }> {
  const constraints: readonly Constraint[] = [
    ...(table.primaryKey === null ? [] : [{ type: 'primaryKey', ...table.primaryKey } as const]),
    ...table.foreignKeys.map((key) => ({ type: 'foreignKey', ...key }) as const),
    ...table.uniques.map((key) => ({ type: 'unique', ...key }) as const),
    ...table.checks.map((check) => ({ type: 'check', ...check }) as const),
    ...table.exclusions.map((exclusion) => ({ type: 'exclusion', ...exclusion }) as const),
  ];
  return {
    kind: 'createTable',
    table: { schema: table.schema, name: table.name },
    columns: table.columns,
    constraints,
    indexes: table.indexes,
    ifNotExists: false,
    temporary: false,
    reads: [],
    isFilled: false,
    comment: table.comment,
    traits: table.traits,
    createsEnums: false,
    ...(table.parent === null ? {} : { parent: table.parent }),
  };
}

function traitSteps(name: Pick<Table, 'schema' | 'name'>, { revision, current }: Plan): readonly InverseStep[] {
  const [old, now] = [findTable(revision.before, name), findTable(current, name)];
  if (old === undefined || now === undefined) return [];
  const comment = { type: 'comment', comment: old.comment } as const;
  const gone = old.traits.filter((trait) => !now.traits.includes(trait));
  const added = now.traits.filter((trait) => !old.traits.includes(trait));
  return [
    ...(old.comment === now.comment
      ? []
      : [step('alter', { kind: 'alterTable', table: name, change: comment } as const)]),
    ...[...gone.map((trait) => [trait, true] as const), ...added.map((trait) => [trait, false] as const)].map(
      ([trait, isOn]) => step('alter', { kind: 'alterTable', table: name, change: { type: 'trait', trait, isOn } }),
    ),
  ];
}
