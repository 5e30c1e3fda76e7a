import type { Constraint, OperationOf } from '../../migration/operation';
import { formatName, isSameName, type Index, type ObjectName } from '../../schema/model';
import { tableInName, typeOfConstraintName } from './conventions';
import type { ColumnFact, ConstraintFact, IndexFact } from './facts';
import { type as plainType, usesInSql } from './guess';
import type { LiveTable } from './scope';
import { identifiersIn } from './sql';
import { constraintKey, type Survey } from './survey';
import { surveyUses } from './survey.columns';

export function surveyAddConstraint(survey: Survey, operation: OperationOf<'addConstraint'>): void {
  const { table, constraint, usingIndex } = operation;
  const live = survey.table(table, 'a constraint is added to it');
  if (live === null) return;
  if (usingIndex !== null && !survey.made.has(`index:${usingIndex}`)) presumeIndex(survey, usingIndex, table);
  surveyConstraintColumns(survey, table, live, constraint);
  if (survey.isUpgrade) makeConstraint(survey, live, constraint);
  else restoreConstraint(survey, live, constraint);
}

export function surveyDropConstraint(survey: Survey, operation: OperationOf<'dropConstraint'>): void {
  const { table, name, type } = operation;
  const live = survey.table(table, 'a constraint of it is dropped');
  if (live?.fact.origin !== 'presumed' || name === null || !survey.isUpgrade) return;
  const known = survey.constraints.find((fact) => fact.name === name && fact.table === live.fact);
  const isMade = known === undefined && isMadeConstraint(survey, live, name);
  if (isMade || !survey.isDropPresumed(constraintKey(live.fact.name, name), operation)) return;
  const fact = known ?? presumeConstraint(survey, live, name, type, 'it is dropped');
  if (fact.type === 'primaryKey') live.fact.keyDropped ??= { name };
  survey.ledger.constraints.push(fact);
}

export function surveyRenameConstraint(survey: Survey, operation: OperationOf<'renameConstraint'>): void {
  const { table, name, newName } = operation;
  const live = survey.table(table, 'a constraint of it is renamed');
  if (live?.fact.origin !== 'presumed' || !survey.isUpgrade) return;
  if (!isMadeConstraint(survey, live, name)) presumeConstraint(survey, live, name, null, 'it is renamed');
  survey.made.add(constraintKey(live.fact.name, newName));
}

export function surveyValidateConstraint(survey: Survey, operation: OperationOf<'validateConstraint'>): void {
  const { table, name } = operation;
  const live = survey.table(table, 'a constraint of it is validated');
  if (live?.fact.origin !== 'presumed' || !survey.isUpgrade || isMadeConstraint(survey, live, name)) return;
  presumeConstraint(survey, live, name, null, 'it is validated');
}

export function surveyCreateIndex(survey: Survey, operation: OperationOf<'createIndex'>): void {
  const { table, index } = operation;
  const live = survey.table(table, `the index ${index.name} is made on it`);
  surveyIndexColumns(survey, table, live, index);
  if (survey.isUpgrade) survey.made.add(`index:${index.name}`);
  else restoreIndexOf(survey, live, index);
}

export function surveyDropIndex(survey: Survey, operation: OperationOf<'dropIndex'>): void {
  const { name, table } = operation;
  const live = table === null ? null : survey.table(table, 'an index of it is dropped');
  if (name === null || !survey.isUpgrade || survey.made.has(`index:${name}`)) return;
  if (live !== null && live.fact.origin === 'made') return;
  if (!survey.isDropPresumed(`index:${name}`, operation)) return;
  const fact = survey.liveIndexes.get(name) ?? presumeIndex(survey, name, table);
  survey.ledger.indexes.push(fact);
}

export function surveyRenameIndex(survey: Survey, { name, newName }: OperationOf<'renameIndex'>): void {
  if (!survey.isUpgrade) return;
  if (survey.made.has(`index:${name}`) || isNameMade(survey, name)) {
    survey.made.add(`index:${newName}`);
    return;
  }
  survey.liveIndexes.set(newName, survey.liveIndexes.get(name) ?? presumeIndex(survey, name, null));
}

/** A foreign key: its target table and columns must be there, and both sides are of one type. */
export function refer(
  survey: Survey,
  table: ObjectName,
  live: LiveTable,
  key: Extract<Constraint, { type: 'foreignKey' }>,
): void {
  if (isCreatedFurtherDown(survey, key.target)) return;
  const isOwn = isSameName(key.target, table);
  const target = isOwn ? live : survey.table(key.target, `a foreign key of ${formatName(table)} points at it`);
  if (target === null) return;
  const targets: ColumnFact[] = [];
  const columns = key.targetColumns.length > 0 ? key.targetColumns : (target.fact.primaryKey ?? ['id']);
  for (const [at, name] of columns.entries()) {
    const reason = `a foreign key of ${formatName(table)} points at it`;
    const there = survey.column(key.target, target, name, reason);
    const here = survey.column(table, live, key.columns[at] ?? '', 'a foreign key uses it');
    if (there !== null) targets.push(there);
    if (there !== null && here !== null) {
      there.partners.push(here);
      here.partners.push(there);
    }
  }
  if (targets.length === columns.length) target.fact.targets.push(targets);
}

/** Tables that refer to one another: the first to be created points at one that is still to come. */
function isCreatedFurtherDown(survey: Survey, target: ObjectName): boolean {
  return (
    survey.isUpgrade && survey.scope.find(target) === undefined && survey.created.has(`table:${formatName(target)}`)
  );
}

/** The columns that a constraint names, and what it says of their types. */
export function surveyConstraintColumns(
  survey: Survey,
  table: ObjectName,
  live: LiveTable,
  constraint: Constraint,
): void {
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique':
      for (const name of constraint.columns) survey.column(table, live, name, 'a key uses it');
      return;
    case 'foreignKey':
      refer(survey, table, live, constraint);
      return;
    case 'check':
      for (const name of identifiersIn(constraint.expression)) survey.column(table, live, name, 'a check uses it');
      surveyUses(survey, table, live, usesInSql(constraint.expression));
      return;
    case 'exclusion':
      survey.useSql(constraint.definition);
      return;
  }
}

function surveyIndexColumns(survey: Survey, table: ObjectName, live: LiveTable | null, index: Index): void {
  for (const key of index.keys) {
    survey.useSql(key.suffix);
    if (key.kind === 'column') {
      const fact = survey.column(table, live, key.column, `the index ${index.name} uses it`);
      survey.evidence(fact, 'used', typeForIndex(index, key.suffix), `the index ${index.name} needs it`);
      continue;
    }
    survey.useSql(key.expression);
    for (const name of identifiersIn(key.expression))
      survey.column(table, live, name, `the index ${index.name} uses it`);
    surveyUses(survey, table, live, usesInSql(key.expression));
  }
  const predicate = index.predicate ?? '';
  for (const name of identifiersIn(predicate)) survey.column(table, live, name, `the index ${index.name} uses it`);
  surveyUses(survey, table, live, usesInSql(predicate));
}

/** GIN without an operator class indexes documents and arrays, not scalars; trigram classes index text. */
function typeForIndex(index: Index, suffix: string) {
  if (/_trgm_ops|(text|varchar)_pattern_ops/.test(suffix)) return plainType('text');
  return index.method === 'gin' ? plainType('jsonb') : null;
}

function makeConstraint(survey: Survey, live: LiveTable, constraint: Constraint): void {
  if (constraint.name !== null) survey.made.add(constraintKey(live.fact.name, constraint.name));
  else survey.made.add(`unnamed:${constraint.type}:${formatName(live.fact.name)}`);
  if (constraint.type === 'primaryKey') {
    live.fact.keyAdded ??= constraint.columns.flatMap((name) => live.columns.get(name) ?? []);
  }
}

/** Of a constraint's index nobody says on which table it is. */
function isNameMade(survey: Survey, name: string): boolean {
  return [...survey.made].some((key) => key.startsWith('constraint:') && key.endsWith(`.${name}`));
}

/** `drop_constraint` by a name that the metadata's convention gave to an unnamed constraint of these files. */
function isMadeConstraint(survey: Survey, live: LiveTable, name: string): boolean {
  if (survey.made.has(constraintKey(live.fact.name, name))) return true;
  const type = typeOfConstraintName(name);
  return type !== null && survey.made.has(`unnamed:${type}:${formatName(live.fact.name)}`);
}

function presumeConstraint(
  survey: Survey,
  live: LiveTable,
  name: string,
  type: Constraint['type'] | null,
  reason: string,
): ConstraintFact {
  const fact = { table: live.fact, name, type: type ?? typeOfConstraintName(name) ?? 'check', definition: null };
  const whole: ConstraintFact = { ...fact, place: survey.place, reason };
  survey.constraints.push(whole);
  return whole;
}

/** Matched by name, else as the only dropped constraint of its type on the table. */
function restoreConstraint(survey: Survey, live: LiveTable, constraint: Constraint): void {
  const dropped = survey.ledger.constraints.filter((fact) => fact.table === live.fact && fact.definition === null);
  const sameType = dropped.filter(({ type }) => type === null || type === constraint.type);
  const fact =
    dropped.find(({ name }) => name === constraint.name) ?? (sameType.length === 1 ? sameType[0] : undefined);
  if (fact === undefined) {
    const columns = 'columns' in constraint ? constraint.columns : [];
    const { name, type } = constraint;
    if (isRestoring(survey, live, columns)) {
      survey.constraints.push({ ...restored(survey, live), name: name ?? '', type, definition: constraint });
    }
    return;
  }
  fact.type = constraint.type;
  fact.definition = { ...constraint, name: fact.name };
  if (constraint.type === 'primaryKey') live.fact.primaryKey = constraint.columns;
}

function presumeIndex(survey: Survey, name: string, table: ObjectName | null): IndexFact {
  const owner =
    table ??
    tableInName(
      name,
      survey.tables.map((known) => known.name),
    );
  const live = owner === null ? null : survey.table(owner, `its index ${name} is dropped`);
  const fact: IndexFact = {
    name,
    table: live?.fact ?? null,
    definition: null,
    place: survey.place,
    reason: 'it is dropped or renamed',
  };
  survey.indexes.push(fact);
  return fact;
}

function restoreIndexOf(survey: Survey, live: LiveTable | null, index: Index): void {
  if (live === null) return;
  const fact = survey.ledger.indexes.find(({ name }) => name === index.name);
  if (fact === undefined) {
    const columns = index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : identifiersIn(key.expression)));
    if (isRestoring(survey, live, columns))
      survey.indexes.push({ ...restored(survey, live), name: index.name, definition: index });
    return;
  }
  fact.definition ??= index;
  fact.table = live.fact;
}

/** What goes with a dropped table or column comes back by a line of its own. */
function isRestoring(survey: Survey, live: LiveTable, columns: readonly string[]): boolean {
  if (live.fact.origin === 'made') return false;
  const dropped = survey.ledger.columns.get(live.fact);
  return [...survey.ledger.tables.values()].includes(live.fact) || columns.some((name) => dropped?.has(name) === true);
}

function restored(survey: Survey, live: LiveTable) {
  return { table: live.fact, place: survey.place, reason: 'the downgrade creates it again' };
}
