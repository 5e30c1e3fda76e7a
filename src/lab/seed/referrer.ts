import { formatName } from '../../schema/model';
import type { TablePlan } from './columns';
import { type Draft, finish, type Row, type RowLayout } from './layout';
import { Parents } from './parents';
import { chance } from './random';
import type { Reference } from './references';
import type { RowStore } from './store';
import type { NullTurns } from './turns';
import { columnsOfKey } from './uniqueness';

/** A reference of one table, with the rows that it may refer to. */
export interface BoundReference extends Reference {
  readonly places: readonly number[];
  readonly targetPlaces: readonly number[];
  readonly parents: Parents;
  /** The whole reference may be NULL, by these of its columns. */
  readonly nullablePlaces: readonly number[];
  /** Its target's rows are made later, in the same group: `close` sets it then. */
  readonly isLate: boolean;
  /** Rows are kept apart by whom they refer to; otherwise some targets are referred to twice, and some not at all. */
  readonly isKeyed: boolean;
  /** Shifts the rows in which the reference is NULL. */
  readonly nullShift: number;
}

export function bindReferences(
  plan: TablePlan,
  layout: RowLayout,
  store: RowStore,
  late: ReadonlySet<string>,
): readonly BoundReference[] {
  return plan.references.flatMap((reference) => {
    const places = layout.placesOf(reference.columns);
    if (places.length < reference.columns.length) return [];
    const isLate = !reference.isSelf && late.has(formatName(reference.target));
    const parents = new Parents(store.rowsOf(reference.target), reference.targetColumns);
    // A guess that nothing can follow is dropped: the column has values of its own.
    if (reference.isGuessed && (isLate || (!reference.isSelf && parents.count === 0))) return [];
    const bound: BoundReference = {
      ...reference,
      places,
      targetPlaces: reference.targetColumns.map((column) => layout.placeOf(column) ?? -1),
      parents,
      nullablePlaces: places.filter((place) => plan.columns[place]?.isNullable),
      isLate,
      isKeyed: isDeciding(reference, plan),
      // The first row has no earlier one to refer to: it is the root.
      nullShift: reference.isSelf ? 0 : chance(...reference.columns),
    };
    return [bound];
  });
}

/** Whether a key holds rows apart by this reference, because no column of it has values enough by itself. */
function isDeciding(reference: Reference, { keys, columns }: TablePlan): boolean {
  const isDistinct = (name: string) => columns.some(({ column, isDistinct }) => isDistinct && column.name === name);
  return keys.some((key) => {
    const parts = columnsOfKey(key);
    return reference.columns.some((column) => parts.includes(column)) && !parts.some(isDistinct);
  });
}

/** Whether no row can be made because there is nothing to refer to. */
export function isHopeless(reference: BoundReference): boolean {
  const isFree = reference.isSelf || reference.isLate || reference.isGuessed;
  return !isFree && reference.nullablePlaces.length === 0 && reference.parents.count === 0;
}

/**
 * Makes a row refer to one of the other table's.
 *
 * @param turn Chooses among those that agree with the cells decided already.
 * @returns False when there are none and there must be one.
 */
export function refer(reference: BoundReference, draft: Draft, turn: number, isNullTurn: boolean): boolean {
  if (isDecided(reference, draft)) return true;
  if (reference.isLate) return leave(draft, reference.places);
  const canBeNull = canBeLeft(reference, draft);
  if (canBeNull && isNullTurn) return leave(draft, reference.nullablePlaces);
  const option = pick(reference.parents.agreeing(reference.places.map((place) => draft[place])), turn);
  if (!option) return canBeNull ? leave(draft, reference.nullablePlaces) : reference.isGuessed;
  decide(draft, reference.places, option);
  return true;
}

/** Makes a row refer to an earlier one of its table, or to itself where it must refer to one and is the first. */
export function referToSelf(
  reference: BoundReference,
  draft: Draft,
  earlier: readonly Row[],
  attempt: number,
  isNullTurn: boolean,
): boolean {
  if (isDecided(reference, draft)) return true;
  const canBeNull = canBeLeft(reference, draft);
  if (canBeNull && isNullTurn) return leave(draft, reference.nullablePlaces);
  const options = [finish(draft), ...earlier]
    .map((row) => reference.targetPlaces.map((place) => row[place] ?? null))
    .filter((option) => reference.places.every((place, index) => [undefined, option[index]].includes(draft[place])));
  // Half of the way back: a tree with several children for some rows and none for others. Where that is not allowed,
  // only the row itself is certain not to be referred to yet.
  const option = pick(options, attempt + (reference.isKeyed ? 0 : Math.ceil(earlier.length / 2)));
  if (!option) return canBeNull && leave(draft, reference.nullablePlaces);
  decide(draft, reference.places, option);
  return true;
}

/** The rows with a late reference set, now that its target's rows are known. */
export function close(
  reference: BoundReference,
  rows: readonly Row[],
  { store, plan, turns }: { readonly store: RowStore; readonly plan: TablePlan; readonly turns: NullTurns },
): readonly Row[] {
  const parents = new Parents(store.rowsOf(reference.target), reference.targetColumns);
  const isAlone = plan.keys.some((key) => key.columns.every((column) => reference.columns.includes(column)));
  const canBeNull = reference.nullablePlaces.length > 0;
  return rows.map((row, index) => {
    const isUsedUp = isAlone && index >= parents.count;
    if (isUsedUp || (canBeNull && turns.isNull(index, reference.nullShift))) return row;
    const draft: Draft = row.map((cell, place) => (reference.places.includes(place) ? undefined : cell));
    const option = pick(parents.agreeing(reference.places.map((place) => draft[place])), index);
    if (!option) return row;
    decide(draft, reference.places, option);
    return finish(draft);
  });
}

function isDecided({ places }: BoundReference, draft: Draft): boolean {
  return places.every((place) => draft[place] !== undefined);
}

function canBeLeft({ nullablePlaces }: BoundReference, draft: Draft): boolean {
  return nullablePlaces.some((place) => draft[place] === undefined);
}

/** One NULL is enough for a reference to hold (MATCH SIMPLE); columns that another reference has set stay as they are. */
function leave(draft: Draft, places: readonly number[]): true {
  for (const place of places) draft[place] ??= null;
  return true;
}

function decide(draft: Draft, places: readonly number[], cells: Row): void {
  for (const [index, place] of places.entries()) draft[place] = cells[index] ?? null;
}

function pick<T>(options: readonly T[], turn: number): T | undefined {
  return options[turn % Math.max(options.length, 1)];
}
