import type { DefinedKind } from '../../migration/operation';
import type { SchemaChange } from '../../schema/diff';
import { isSameName, type Definition, type ObjectName, type Schema } from '../../schema/model';
import { guessKey } from '../baseline/pieces';
import { columnSteps } from './columns';
import { constraintSteps, indexSteps } from './constraints';
import { enumSteps } from './enums';
import { step, type InverseStep, type Plan } from './step';
import { tableSteps } from './tables';

/** What sets one difference right; nothing where no operation of ours does. */
export function stepsFor(change: SchemaChange, plan: Plan): readonly InverseStep[] {
  switch (change.kind) {
    case 'table':
      return tableSteps(change, plan);
    case 'column':
      return columnSteps(change, plan);
    case 'index':
      return indexSteps(change, plan);
    case 'primary key':
    case 'unique':
    case 'foreign key':
    case 'check':
    case 'exclusion':
      return constraintSteps(change, plan);
    case 'enum':
      return enumSteps(change, plan);
    case 'sequence':
      return sequenceSteps(change, plan);
    case 'extension':
      return change.change === 'missing'
        ? [step('create types', { kind: 'createExtension', name: change.name, ifNotExists: true })]
        : [step('drop types', { kind: 'dropExtension', name: change.name, ifExists: false, cascade: false })];
    case 'schema':
      return change.change === 'missing'
        ? [step('create types', { kind: 'createSchema', name: change.name, ifNotExists: true })]
        : [step('drop types', { kind: 'dropSchema', name: change.name, ifExists: false, cascade: false })];
    case 'view':
    case 'materialized view':
    case 'function':
    case 'domain':
    case 'type':
    case 'trigger':
    case 'policy':
      return definedSteps(change, change.kind, plan);
  }
}

function nameOf({ schema, name }: SchemaChange): ObjectName {
  return { schema, name };
}

/** A sequence that a column owns comes and goes with it. */
function sequenceSteps(change: SchemaChange, { current, revision }: Plan): readonly InverseStep[] {
  const name = nameOf(change);
  const known = [...revision.before.sequences, ...current.sequences].find((each) => isSameName(each, name));
  if (known === undefined || known.ownedBy !== null) return [];
  switch (change.change) {
    case 'missing':
      return [step('create types', { kind: 'createSequence', name, ifNotExists: false })];
    case 'extra':
      return [step('drop types', { kind: 'dropSequence', name, ifExists: false, cascade: false })];
    case 'changed':
      return [];
  }
}

/** Views, functions, triggers and the like are put back as they were defined. */
function definedSteps(change: SchemaChange, object: DefinedKind, { revision, current }: Plan): readonly InverseStep[] {
  const isType = object === 'domain' || object === 'type';
  const isLate = object === 'view' || object === 'materialized view' || object === 'trigger' || object === 'policy';
  const name = nameOf(change);
  const table = change.table === null ? null : { schema: change.schema, name: change.table };
  const drop = step(isLate ? 'drop dependents' : 'drop types', {
    kind: 'dropDefined',
    object,
    name,
    table,
    ifExists: false,
    cascade: false,
  });
  if (change.change === 'extra') return [drop];
  const toggled = toggledTrigger(change, revision.before, current);
  if (toggled !== null) return [toggled];
  const definition = definitionOf(revision.before, change);
  if (definition === null) return [];
  const isGuess = revision.guesses.has(
    guessKey('object', name.schema === null ? name.name : `${name.schema}.${name.name}`),
  );
  const gaps = isGuess ? [`the files do not tell the definition of the ${object} ${name.name}: write it here.`] : [];
  const orReplace = /^\s*create\s+or\s+replace\b/i.test(definition);
  const create = step(
    isType ? 'create types' : isLate ? 'create dependents' : 'create types',
    { kind: 'createDefined', object, name, table, definition, orReplace, reads: [] },
    gaps,
  );
  return change.change === 'changed' && !orReplace ? [{ ...drop, stage: 'drop dependents' }, create] : [create];
}

/** A trigger that is only switched off or on. */
function toggledTrigger(change: SchemaChange, before: Schema, current: Schema): InverseStep | null {
  const [old, now] = [before, current].map(({ triggers }) =>
    triggers.find((each) => each.name === change.name && each.table === change.table && each.schema === change.schema),
  );
  if (change.kind !== 'trigger' || old === undefined || now?.definition !== old.definition) return null;
  const table: ObjectName = { schema: old.schema, name: old.table };
  const toggle = { type: 'trigger', name: old.name, isEnabled: old.isEnabled } as const;
  return step('alter', { kind: 'alterTable', table, change: toggle });
}

function definitionOf(schema: Schema, change: SchemaChange): string | null {
  const name = nameOf(change);
  const find = (list: readonly Definition[]) => list.find((each) => isSameName(each, name))?.definition ?? null;
  switch (change.kind) {
    case 'view':
    case 'materialized view':
      return find(schema.views);
    case 'function':
      return find(schema.functions);
    case 'domain':
      return find(schema.domains);
    case 'type':
      return find(schema.composites);
    case 'trigger':
      return (
        schema.triggers.find((each) => each.name === change.name && each.table === change.table)?.definition ?? null
      );
    case 'policy':
      return (
        schema.policies.find((each) => each.name === change.name && each.table === change.table)?.definition ?? null
      );
    default:
      return null;
  }
}
