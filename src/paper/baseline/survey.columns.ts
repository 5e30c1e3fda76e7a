import type { ColumnChange, OperationOf } from '../../migration/operation';
import { formatName, type Column, type ColumnType, type ObjectName } from '../../schema/model';
import { enumOf } from '../apply.tables';
import type { ColumnFact } from './facts';
import type { LiveTable } from './scope';
import { refer, surveyConstraintColumns } from './survey.constraints';
import { madeColumn } from './survey.tables';
import type { Survey } from './survey';

export function surveyAddColumn(survey: Survey, operation: OperationOf<'addColumn'>): void {
  const { table, column, constraints, ifNotExists, certainty } = operation;
  if (!lacksEnum(survey, column.type)) survey.useType(column.type, false);
  survey.useSql(column.default);
  const live = survey.table(table, `the column ${column.name} is added to it`);
  if (live === null) return;
  const dropped = survey.isUpgrade ? undefined : survey.ledger.columns.get(live.fact)?.get(column.name);
  if (dropped !== undefined) restoreColumn(survey, live, column, dropped);
  else makeColumn(survey, live, column, ifNotExists || certainty === 'conditional');
  for (const constraint of constraints) {
    if (constraint.type === 'foreignKey') refer(survey, table, live, constraint);
    if (constraint.type === 'primaryKey' && dropped === undefined) addKey(live, constraint.columns);
    if (dropped?.origin === 'presumed') surveyConstraintColumns(survey, table, live, constraint);
  }
}

/**
 * An enum with its labels, in a column that the upgrade adds or changes, which nothing has created: Alembic does not
 * create it along as it does for a table, and the upgrade fails. To presume it would hide the mistake.
 */
function lacksEnum(survey: Survey, type: ColumnType | null): boolean {
  const asEnum = enumOf(type);
  if (asEnum === null || !survey.isUpgrade || type?.createType === false) return false;
  return !survey.liveEnums.get(formatName(asEnum));
}

export function surveyDropColumn(survey: Survey, operation: OperationOf<'dropColumn'>): void {
  const { table, column } = operation;
  const isKnown = survey.scope.find(table)?.columns.has(column) === true;
  if (!isKnown && !survey.isDropPresumed(`column:${formatName(table)}.${column}`, operation)) return;
  const live = survey.table(table, `the column ${column} is dropped from it`);
  const fact = survey.column(table, live, column, 'it is dropped');
  if (live === null) return;
  live.columns.set(column, null);
  if (fact === null || !survey.isUpgrade) return;
  const dropped = survey.ledger.columns.get(live.fact) ?? new Map<string, ColumnFact>();
  survey.ledger.columns.set(live.fact, dropped.set(column, fact));
}

export function surveyAlterColumn(survey: Survey, operation: OperationOf<'alterColumn'>): void {
  const { table, column, change } = operation;
  if (!lacksEnum(survey, change.type ?? null)) survey.useType(change.type ?? null, false);
  survey.useSql(change.using);
  const live = survey.table(table, `the column ${column} is changed in it`);
  const isStray = !survey.isUpgrade && change.newName !== undefined && live?.columns.has(column) === false;
  const fact = isStray ? null : survey.column(table, live, column, 'it is changed');
  if (live === null || fact === null) return;
  if (fact.origin === 'presumed') {
    learnBefore(survey, fact, operation);
    if (survey.isUpgrade) learnFromChange(survey, fact, operation);
    else learnFromUndoing(survey, fact, operation);
  }
  if (change.newName !== undefined) renameColumn(survey, live, fact, column, change.newName);
}

/** `existing_type=` and friends hold for what nothing in the files has changed so far. */
function learnBefore(survey: Survey, fact: ColumnFact, { before }: OperationOf<'alterColumn'>): void {
  survey.useType(before.type ?? null, false);
  if (fact.retyped === null) survey.evidence(fact, 'written', before.type, 'the migration says so (existing_type)');
  if (fact.nullabilityChanged === null && before.nullable !== undefined) fact.nullable ??= before.nullable;
  if (fact.defaultChanged === null && before.default !== undefined) fact.default ??= before.default;
}

function learnFromChange(survey: Survey, fact: ColumnFact, { change }: OperationOf<'alterColumn'>): void {
  const { revision } = survey;
  learnSwap(survey, fact, change.type);
  if (change.type !== undefined && change.type !== null) fact.retyped ??= { type: change.type, revision };
  if (change.nullable !== undefined && fact.nullabilityChanged === null) {
    fact.nullabilityChanged = revision;
    fact.nullable ??= !change.nullable;
  }
  if (change.default !== undefined) fact.defaultChanged ??= revision;
}

/** What the downgrade sets back is what was there, if it was this revision's upgrade that changed it first. */
function learnFromUndoing(survey: Survey, fact: ColumnFact, { change }: OperationOf<'alterColumn'>): void {
  const { revision } = survey;
  if (fact.restored === revision) refine(fact, change);
  if (fact.retyped?.revision === revision) {
    survey.evidence(fact, 'written', change.type, 'the downgrade turns it back into this');
  }
  learnSwap(survey, fact, change.type);
  if (change.default !== undefined && fact.defaultChanged === revision) fact.default ??= change.default;
}

/** A column that is added back as nullable, filled, and then set NOT NULL was NOT NULL. */
function refine(fact: ColumnFact, { nullable, default: value, type }: ColumnChange): void {
  fact.nullable = nullable ?? fact.nullable;
  fact.default = value === undefined ? fact.default : value;
  if (fact.written !== null && type !== undefined && type !== null) fact.written = { ...fact.written, type };
}

/** A column that is turned into a new type under the name of an enum type that was there: it had the old one. */
function learnSwap(survey: Survey, fact: ColumnFact, type: ColumnType | null | undefined): void {
  if (type === null || type === undefined || fact.retyped !== null) return;
  const isPresumed = survey.enums.some(({ origin, name }) => origin === 'presumed' && name.name === type.name);
  if (!isPresumed) return;
  const { labels: _, ...bare } = type;
  survey.evidence(fact, 'mentioned', bare, `it is turned into the new ${type.name}`);
}

function renameColumn(survey: Survey, live: LiveTable, fact: ColumnFact, name: string, newName: string): void {
  const inTheWay = live.columns.get(newName);
  if (inTheWay?.isOnlyMentioned === true) {
    fact.types.push(...inTheWay.types);
    survey.withdrawColumn(inTheWay);
  }
  live.columns.set(name, null);
  live.columns.set(newName, fact);
  live.fact.madeColumns.add(newName);
}

function restoreColumn(survey: Survey, live: LiveTable, column: Column, dropped: ColumnFact): void {
  live.columns.set(column.name, dropped);
  if (dropped.origin !== 'presumed') return;
  survey.evidence(dropped, 'written', column.type, 'the downgrade adds it back so');
  dropped.restored ??= survey.revision;
  dropped.nullable ??= column.nullable;
  dropped.default ??= column.default;
  // The type stays a matter of evidence: the upgrade may have changed it before it dropped the column.
  dropped.written ??= dropped.retyped === null ? column : null;
}

function makeColumn(survey: Survey, live: LiveTable, column: Column, isTentative: boolean): void {
  const known = live.columns.get(column.name);
  if (known !== undefined && known !== null) {
    if (!survey.isUpgrade || (isTentative && !known.isOnlyMentioned)) return;
    survey.withdrawColumn(known);
  }
  live.fact.madeColumns.add(column.name);
  live.columns.set(column.name, madeColumn(survey, column));
}

function addKey(live: LiveTable, columns: readonly string[]): void {
  live.fact.keyAdded ??= columns.flatMap((name) => live.columns.get(name) ?? []);
}

/** Statements that write or compare: the columns exist, and the values tell their types. */
export function surveyUses(
  survey: Survey,
  table: ObjectName,
  live: LiveTable | null,
  uses: readonly { readonly column: string; readonly type: NonNullable<Column['type']> }[],
): void {
  if (live?.fact.origin !== 'presumed') return;
  for (const { column, type } of uses) {
    const fact = live.columns.get(column);
    if (fact !== undefined) survey.evidence(fact, 'used', type, `it is used like this in ${formatName(table)}`);
  }
}
