import type { SchemaChange } from '../../schema/diff';
import { formatName, isSameName, type EnumType, type ObjectName, type Schema } from '../../schema/model';
import { guessKey } from '../baseline/pieces';
import { step, type InverseStep, type Plan } from './step';

/** An enum type that stays is dropped, one that is gone is made, one with other labels is made anew. */
export function enumSteps(change: SchemaChange, plan: Plan): readonly InverseStep[] {
  const name: ObjectName = { schema: change.schema, name: change.name };
  const old = plan.revision.before.enums.find((type) => isSameName(type, name));
  switch (change.change) {
    case 'extra':
      return [step('drop types', { kind: 'dropEnum', name, ifExists: true, cascade: false })];
    case 'missing':
      return old === undefined ? [] : [created(name, old, plan)];
    case 'changed':
      return old === undefined ? [] : rebuilt(name, old, plan);
  }
}

function created(name: ObjectName, { labels }: EnumType, { revision }: Plan): InverseStep {
  const isGuess = revision.guesses.has(guessKey('enum', formatName(name)));
  const gaps = isGuess ? [`the files do not tell the values of the type ${name.name}: write them here.`] : [];
  return step('create types', { kind: 'createEnum', name, labels, ifNotExists: true }, gaps);
}

/**
 * Postgres takes no value out of an enum: the type is renamed out of the way, made anew, its columns are converted, and
 * the old one is dropped (its docs, ALTER TYPE). Rows with a value that goes have to be changed first.
 */
function rebuilt(name: ObjectName, old: EnumType, plan: Plan): readonly InverseStep[] {
  const now = plan.current.enums.find((type) => isSameName(type, name));
  const gone = (now?.labels ?? []).filter((label) => !old.labels.includes(label));
  const spare: ObjectName = { schema: name.schema, name: `${name.name}_old` };
  const users = columnsOf(plan.current, name);
  const remaps = gone.length === 0 ? [] : users.map(({ table, column }) => remap(table, column, gone, old));
  return [
    ...remaps,
    step('alter', { kind: 'renameType', name, newName: spare.name }),
    { ...created(name, old, plan), stage: 'alter' },
    ...users.map(({ table, column, defaultValue }) =>
      step('alter', {
        kind: 'alterColumn',
        table,
        column,
        change: {
          type: { name: name.name, args: [], dimensions: 0, labels: old.labels },
          using: `${column}::text::${formatName(name)}`,
          ...(defaultValue === null ? {} : { default: null }),
        },
        before: {},
      }),
    ),
    ...users.flatMap(({ table, column, defaultValue }) =>
      defaultValue === null
        ? []
        : [step('alter', { kind: 'alterColumn', table, column, change: { default: defaultValue }, before: {} })],
    ),
    step('alter', { kind: 'dropEnum', name: spare, ifExists: false, cascade: false }),
  ];
}

function remap(table: ObjectName, column: string, gone: readonly string[], { labels }: EnumType): InverseStep {
  const quote = (label: string) => `'${label.replaceAll("'", "''")}'`;
  const list = gone.map(quote).join(', ');
  return step(
    'alter',
    {
      kind: 'update',
      table,
      assignments: [{ column, expression: quote(labels[0] ?? '') }],
      where: `${column} IN (${list})`,
      reads: [],
    },
    [`rows of ${formatName(table)} may hold ${list} by then: choose the value that they get instead.`],
  );
}

interface EnumColumn {
  readonly table: ObjectName;
  readonly column: string;
  readonly defaultValue: string | null;
}

function columnsOf({ tables }: Schema, name: ObjectName): readonly EnumColumn[] {
  return tables.flatMap((table) =>
    table.columns
      .filter(({ type }) => type !== null && isSameName({ schema: type.schema ?? name.schema, name: type.name }, name))
      .map((column) => ({
        table: { schema: table.schema, name: table.name },
        column: column.name,
        defaultValue: column.default,
      })),
  );
}
