import { positional, keywordValue, setKeyword } from '../../formats/alembic/write/calls';
import type { MigrationFile } from '../../formats/alembic/write/file';
import { quoted } from '../../formats/alembic/write/python';
import type { TextEdit } from '../../migration/edit';
import type { Constraint, OperationOf } from '../../migration/operation';
import { postgresConstraintName } from '../../paper/names';
import { emptyTable, findTable, isSameName, type Dialect, type ObjectName, type Schema } from '../../schema/model';
import { stepsOf, type Fixer, type Report, type RuleContext } from '../rule';
import { isAlone, siteOf, stepAt } from './place';
import { fixOf, safely } from './rewrite';

type Drop = OperationOf<'dropConstraint'>;
type Addition = OperationOf<'addConstraint'>;

/**
 * Names a constraint that nobody named, where it is made and where it is dropped. It gets the name by which the file
 * drops it, else the one that the engine gives it anyway.
 */
export const nameConstraint: Fixer = (report, context) => {
  const pair = pairOf(report, context);
  if (pair === null) return [];
  const { addition, drops } = pair;
  if (!isAlone(addition, context) || addition.via === 'sql') return [];
  const known = drops.find(({ name }) => name !== null)?.name ?? null;
  const schema = stepsOf(context.revision.upgrade, 'addConstraint').find(({ operation }) => operation === addition);
  const name = known ?? nameFor(schema?.schema ?? context.revision.before, addition, context.dialect);
  return fixOf(context, safely(`Name the constraint ${name}`), (file) =>
    [addition, ...drops.filter((drop) => drop.name === null)].map((operation) => named(file, operation, name)),
  );
};

/** The unnamed addition that a report is about, or whose drop it is about, with the drops that mean it. */
function pairOf(report: Report, context: RuleContext): { addition: Addition; drops: readonly Drop[] } | null {
  const { upgrade, downgrade } = context.revision;
  const unnamed = stepsOf(upgrade, 'addConstraint')
    .map(({ operation }) => operation)
    .filter(({ constraint }) => constraint.name === null);
  const means = (drop: Drop, { table, constraint }: Addition) =>
    isSameName(drop.table, table) && (drop.type === null || drop.type === constraint.type);
  const own = stepAt(report, context, 'addConstraint')?.operation;
  const dropped = stepAt(report, context, 'dropConstraint')?.operation;
  const matching = dropped === undefined ? [] : unnamed.filter((each) => means(dropped, each));
  const addition = own?.constraint.name === null ? own : matching.length === 1 ? matching[0] : undefined;
  if (addition === undefined) return null;
  const rivals = unnamed.filter(
    (each) => isSameName(each.table, addition.table) && each.constraint.type === addition.constraint.type,
  );
  const drops = stepsOf(downgrade, 'dropConstraint')
    .map(({ operation }) => operation)
    .filter((drop) => means(drop, addition));
  // Two of a kind: which drop means which is not to be told.
  return rivals.length === 1 && drops.length <= 1 ? { addition, drops } : null;
}

/** The name that an added constraint has, or should get; `null` where SQL leaves it to the engine. */
export function nameOf(addition: Addition, context: RuleContext): string | null {
  const { name } = addition.constraint;
  if (name !== null || addition.via === 'sql') return name;
  const { upgrade, downgrade, before } = context.revision;
  const known = stepsOf(downgrade, 'dropConstraint').find(
    ({ operation: { table, type, name: dropped } }) =>
      dropped !== null && type === addition.constraint.type && isSameName(table, addition.table),
  );
  const met = stepsOf(upgrade, 'addConstraint').find(({ operation }) => operation === addition)?.schema ?? before;
  const rivals = stepsOf(upgrade, 'addConstraint').filter(
    ({ operation: { table, constraint } }) =>
      isSameName(table, addition.table) && constraint.type === addition.constraint.type && constraint.name === null,
  );
  return rivals.length > 1 ? null : (known?.operation.name ?? nameFor(met, addition, context.dialect));
}

function nameFor(schema: Schema, { table, constraint }: Addition, dialect: Dialect): string {
  if (dialect === 'postgresql')
    return postgresConstraintName(findTable(schema, table) ?? emptyTable(table), constraint);
  return conventional(table, constraint);
}

/** SQLAlchemy's recommended naming convention (its docs, "Configuring Constraint Naming Conventions"). */
function conventional(table: ObjectName, constraint: Constraint): string {
  switch (constraint.type) {
    case 'primaryKey':
      return `pk_${table.name}`;
    case 'unique':
      return `uq_${table.name}_${constraint.columns[0] ?? ''}`;
    case 'foreignKey':
      return `fk_${table.name}_${constraint.columns[0] ?? ''}_${constraint.target.name}`;
    case 'check':
      return `ck_${table.name}`;
    case 'exclusion':
      return `ex_${table.name}`;
  }
}

/** Puts the name where the constraint is made without one, and where it is dropped without one. */
export function namingEdits(
  file: MigrationFile,
  addition: Addition,
  name: string,
  { revision }: RuleContext,
): readonly (TextEdit | null)[] {
  if (addition.constraint.name !== null) return [];
  const drops = stepsOf(revision.downgrade, 'dropConstraint')
    .map(({ operation }) => operation)
    .filter(
      ({ table, type, name: dropped }) =>
        dropped === null && type === addition.constraint.type && isSameName(table, addition.table),
    );
  return [addition, ...drops].map((operation) => named(file, operation, name));
}

/** Puts the name where the call has none. */
function named(file: MigrationFile, operation: Addition | Drop, name: string): TextEdit | null {
  const call = siteOf(file, operation)?.call ?? null;
  if (call === null) return null;
  const written = quoted(name, file.quote);
  const old = positional(file, call, 0) ?? keywordValue(file, call, 'constraint_name');
  return old === null
    ? setKeyword(file, call, 'constraint_name', written)
    : { span: { start: old.from, end: old.to }, text: written };
}
