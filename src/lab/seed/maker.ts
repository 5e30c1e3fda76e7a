import { type Dialect, formatName } from '../../schema/model';
import type { Cell } from '../engines/engine';
import { meaningOf } from './cell';
import type { ColumnPlan, TablePlan } from './columns';
import { Parents } from './parents';
import type { Reference } from './references';
import { chance } from './random';
import { repair } from './repair';
import type { RowStore } from './store';
import type { SeedProfile } from './supply';
import { columnsOfKey, KeyRegister, type RowView } from './uniqueness';
import { valueAt } from './values/values';

/** How often a row is tried in other ways before the table is said to be full. */
const attempts = 60;

/** A row under construction: cells by the place of their column, `undefined` where not yet decided. */
export type Draft = (Cell | undefined)[];

interface BoundReference extends Reference {
  readonly places: readonly number[];
  readonly parents: Parents;
  /** The whole reference may be NULL, by these of its columns. */
  readonly nullablePlaces: readonly number[];
  /** Its target's rows are made later, in the same group: `patch` sets it then. */
  readonly isLate: boolean;
  /** Rows are kept apart by whom they refer to; otherwise some targets are referred to twice, and some not at all. */
  readonly isKeyed: boolean;
  /** Shifts the rows in which the reference is NULL. */
  readonly nullShift: number;
}

/** Makes the rows of one table, one at a time, all of which satisfy what the table demands as far as can be told here. */
export class RowMaker {
  readonly plan: TablePlan;
  readonly columns: readonly string[];
  /** What was made so far; `patch` closes references in it. */
  readonly rows: (readonly Cell[])[] = [];
  /** The same rows before `patch`. */
  openRows: readonly (readonly Cell[])[] = [];
  readonly #dialect: Dialect;
  readonly #profile: SeedProfile;
  readonly #references: readonly BoundReference[];
  readonly #toOthers: readonly BoundReference[];
  readonly #toSelf: readonly BoundReference[];
  /** Columns that wait until the row's own key is known. */
  readonly #waiting: ReadonlySet<number>;
  readonly #register: KeyRegister;
  readonly #places: ReadonlyMap<string, number>;
  /** Rows that were there before, aligned to `columns`: what a reference to the table itself may mean. */
  readonly #existing: readonly (readonly Cell[])[];
  readonly #nullEvery: number;
  /** How many values each distinct column has given out. */
  readonly #counters: number[];
  /** Labels that no row has yet, by column: they come first. */
  readonly #absent: readonly (string[] | undefined)[];
  #ordinal: number;
  #combination = 0;

  constructor(
    plan: TablePlan,
    store: RowStore,
    options: {
      readonly rows: number;
      readonly dialect: Dialect;
      readonly profile: SeedProfile;
      readonly late: ReadonlySet<string>;
    },
  ) {
    this.plan = plan;
    this.columns = plan.columns.map(({ column }) => column.name);
    this.#places = new Map(
      this.columns.flatMap((name, place) => [
        [name, place],
        [name.toLowerCase(), place],
      ]),
    );
    this.#dialect = options.dialect;
    this.#profile = options.profile;
    this.#nullEvery = Math.min(options.rows, 5);
    this.#references = plan.references.flatMap((reference) => this.#bind(reference, store, options.late));
    this.#toOthers = this.#references.filter(({ isSelf }) => !isSelf);
    this.#toSelf = this.#references.filter(({ isSelf }) => isSelf);
    this.#waiting = waitingPlaces(this.#toSelf, this.#places);
    this.#register = new KeyRegister(plan.keys);
    this.#existing = alignedRows(store, plan, this.columns);
    for (const row of this.#existing) this.#register.add(this.#view(row));
    this.#absent = plan.columns.map((column, place) => absentLabels(column, place, this.#existing));
    this.#ordinal = this.#existing.length;
    this.#counters = plan.columns.map(() => this.#ordinal);
  }

  /** Why no row can be made, whatever is tried. */
  get obstacle(): string | null {
    if (this.plan.obstacle !== null) return this.plan.obstacle;
    const empty = this.#references.find((reference) => isHopeless(reference));
    if (!empty) return null;
    const columns = empty.columns.join(', ');
    return `${formatName(this.plan.table)} has no rows: ${columns} must refer to ${formatName(empty.target)}, which has none.`;
  }

  /** Another row; `null` when none could be found that keeps the table's keys and conditions. */
  next(): readonly Cell[] | null {
    const row = this.#find(() => this.columns.map(() => undefined), this.#ordinal++, this.#register);
    if (row !== null) this.rows.push(row);
    return row;
  }

  /** The rows that were there before, with other values in the columns named, as far as such can be found. */
  refill(columns: readonly string[]): readonly { readonly before: readonly Cell[]; readonly after: readonly Cell[] }[] {
    const places = new Set(columns.flatMap((column) => this.#places.get(column) ?? []));
    const keys = this.plan.keys.filter((key) => columnsOfKey(key).some((column) => columns.includes(column)));
    const register = new KeyRegister(keys);
    return this.#existing.map((before, ordinal) => {
      const open = () => before.map((cell, place) => (places.has(place) ? undefined : cell));
      return { before, after: this.#find(open, ordinal, register) ?? before };
    });
  }

  /** Sets the references whose targets did not exist when the rows were made. */
  patch(store: RowStore): void {
    this.openRows = [...this.rows];
    for (const reference of this.#references.filter(({ isLate }) => isLate)) {
      const parents = new Parents(store.rowsOf(reference.target), reference.targetColumns);
      const isAlone = this.plan.keys.some((key) => key.columns.every((column) => reference.columns.includes(column)));
      this.rows.forEach((row, index) => {
        const isOver = isAlone && index >= parents.count;
        if (isOver || (reference.nullablePlaces.length > 0 && this.#isNullTurn(index, reference.nullShift))) return;
        const draft: Draft = row.map((cell, place) => (reference.places.includes(place) ? undefined : cell));
        const option = pick(parents.agreeing(reference.places.map((place) => draft[place])), index);
        if (!option) return;
        reference.places.forEach((place, at) => (draft[place] = option[at] ?? null));
        this.rows[index] = draft.map((cell) => cell ?? null);
      });
    }
  }

  #bind(reference: Reference, store: RowStore, late: ReadonlySet<string>): readonly BoundReference[] {
    const places = reference.columns.map((column) => this.#places.get(column) ?? -1);
    if (places.includes(-1)) return [];
    const isLate = !reference.isSelf && late.has(formatName(reference.target));
    const parents = new Parents(store.rowsOf(reference.target), reference.targetColumns);
    // A guess that nothing can follow is dropped: the column has values of its own.
    if (reference.isGuessed && (isLate || (!reference.isSelf && parents.count === 0))) return [];
    const nullablePlaces = places.filter((place) => this.plan.columns[place]?.isNullable);
    // The first row has no earlier one to refer to: it is the root.
    const nullShift = reference.isSelf ? 0 : chance(...reference.columns);
    const isKeyed = isDeciding(reference, this.plan);
    return [{ ...reference, places, parents, nullablePlaces, isLate, nullShift, isKeyed }];
  }

  /** Completes a draft in one way after another until the row collides with no other. */
  #find(open: () => Draft, ordinal: number, register: KeyRegister): readonly Cell[] | null {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) this.#combination++;
      const draft = open();
      const isOpen = (place: number) => draft[place] === undefined;
      const free = new Set([...draft.keys()].filter(isOpen));
      if (!this.#complete(draft, ordinal, attempt)) continue;
      const row = this.#repaired(
        draft.map((cell) => cell ?? null),
        free,
        ordinal,
      );
      if (row === null || register.collides(this.#view(row))) continue;
      register.add(this.#view(row));
      return row;
    }
    return null;
  }

  /** References first, since keys of other tables leave no choice; those to the table itself when its own key is known. */
  #complete(draft: Draft, ordinal: number, attempt: number): boolean {
    let stride = 1;
    for (const [index, reference] of this.#toOthers.entries()) {
      const count = Math.max(reference.parents.count, 1);
      const first = reference.isKeyed ? ordinal + index * Math.floor(ordinal / count) : Math.floor((ordinal * 2) / 3);
      const turn = attempt === 0 ? first : Math.floor(this.#combination / stride);
      stride *= count;
      if (!this.#refer(reference, draft, ordinal, turn)) return false;
    }
    this.#fill(draft, ordinal, attempt, this.#waiting);
    for (const reference of this.#toSelf) if (!this.#referToSelf(reference, draft, ordinal, attempt)) return false;
    this.#fill(draft, ordinal, attempt, nothing);
    return true;
  }

  /** False: there is nothing to refer to that agrees with the cells already set. */
  #refer(reference: BoundReference, draft: Draft, ordinal: number, turn: number): boolean {
    if (reference.places.every((place) => draft[place] !== undefined)) return true;
    if (reference.isLate) return setAll(draft, reference.places, null);
    if (this.#profile === 'hostile' && reference.isGuessed && ordinal % 3 === 1) return true;
    const canBeNull = reference.nullablePlaces.some((place) => draft[place] === undefined);
    if (canBeNull && this.#isNullTurn(ordinal, reference.nullShift)) return this.#leave(reference, draft);
    const options = reference.parents.agreeing(reference.places.map((place) => draft[place]));
    const option = pick(options, turn);
    if (!option) return canBeNull ? this.#leave(reference, draft) : reference.isGuessed;
    reference.places.forEach((place, index) => (draft[place] = option[index] ?? null));
    return true;
  }

  /** One NULL is enough for a reference to hold (MATCH SIMPLE); columns shared with another reference stay free. */
  #leave(reference: BoundReference, draft: Draft): boolean {
    for (const place of reference.nullablePlaces) if (draft[place] === undefined) draft[place] = null;
    return true;
  }

  /** Earlier rows of the same table, or the row itself where it must refer to one and is the first. */
  #referToSelf(reference: BoundReference, draft: Draft, ordinal: number, attempt: number): boolean {
    if (reference.places.every((place) => draft[place] !== undefined)) return true;
    const canBeNull = reference.nullablePlaces.some((place) => draft[place] === undefined);
    const targets = reference.targetColumns.map((column) => this.#places.get(column) ?? -1);
    const earlier = [...this.#existing.slice(0, 20), ...this.rows.slice(-20)];
    const wantsNull = canBeNull && this.#isNullTurn(ordinal, reference.nullShift);
    if (wantsNull && attempt < attempts / 2) return this.#leave(reference, draft);
    const options = [draft.map((cell) => cell ?? null), ...earlier].filter((row) =>
      agrees(row, targets, draft, reference.places),
    );
    // Half of the way back: a tree with several children for some rows and none for others. Where that is not allowed,
    // only the row itself is certain not to be referred to yet.
    const option = pick(options, attempt + (reference.isKeyed ? 0 : Math.ceil(earlier.length / 2)));
    if (!option) return canBeNull ? this.#leave(reference, draft) : false;
    reference.places.forEach((place, index) => (draft[place] = option[targets[index] ?? -1] ?? null));
    return true;
  }

  #fill(draft: Draft, ordinal: number, attempt: number, waiting: ReadonlySet<number>): void {
    const twin = this.#profile === 'hostile' && ordinal % 4 === 3 ? this.rows.at(-1) : undefined;
    for (const [place, plan] of this.plan.columns.entries()) {
      if (draft[place] !== undefined || waiting.has(place)) continue;
      draft[place] =
        twin && !plan.isDistinct && attempt === 0 ? (twin[place] ?? null) : this.#value(plan, place, ordinal, attempt);
    }
  }

  #value(plan: ColumnPlan, place: number, ordinal: number, attempt: number): Cell {
    if (plan.values.boundary.length === 0 && plan.isNullable) return null;
    const absent = this.#absent[place]?.shift();
    if (absent !== undefined) return absent;
    const variation = plan.isKeyed && !plan.isDistinct ? attempt : 0;
    // NULL elsewhere than in its turn is a late resort: columns that are always NULL would say nothing.
    const shift = variation > attempts / 4 ? variation : 0;
    if (plan.isNullable && this.#isNullTurn(ordinal + shift, plan.nullShift)) return null;
    if (plan.isDistinct)
      return this.#distinctValue(plan, place) ?? (plan.isNullable ? null : valueAt(plan.values, ordinal));
    return valueAt(plan.values, this.#nonNullsBefore(ordinal, plan) + variation);
  }

  #distinctValue(plan: ColumnPlan, place: number): Cell {
    const given = this.#counters[place] ?? 0;
    this.#counters[place] = given + 1;
    return plan.values.distinct(given);
  }

  /** Of any five rows in a row, one is NULL. A single row has values. */
  #isNullTurn(ordinal: number, shift: number): boolean {
    return this.#nullEvery > 1 && (ordinal + shift) % this.#nullEvery === 0;
  }

  /** Which value of its own the column has come to. */
  #nonNullsBefore(ordinal: number, plan: ColumnPlan): number {
    if (!plan.isNullable || this.#nullEvery < 2) return ordinal;
    const shift = plan.nullShift % this.#nullEvery;
    return ordinal - (Math.ceil((ordinal + shift) / this.#nullEvery) - Math.ceil(shift / this.#nullEvery));
  }

  #repaired(row: readonly Cell[], free: ReadonlySet<number>, ordinal: number): readonly Cell[] | null {
    if (this.plan.conditions.length === 0) return row;
    const isFixed = (place: number) =>
      !free.has(place) ||
      this.plan.columns[place]?.isDistinct === true ||
      this.#references.some((reference) => reference.places.includes(place));
    return repair(row, this.plan, {
      view: (cells) => this.#view(cells),
      isFixed,
      turn: ordinal,
      dialect: this.#dialect,
    });
  }

  #view(row: readonly Cell[]): RowView {
    const placeOf = (column: string) => this.#places.get(column) ?? this.#places.get(column.toLowerCase());
    return {
      cell: (column) => row[placeOf(column) ?? -1] ?? null,
      meaning: (column) => {
        const place = placeOf(column);
        const type = this.plan.columns[place ?? -1]?.column.type ?? null;
        return place === undefined ? undefined : meaningOf(row[place] ?? null, type, this.#dialect);
      },
    };
  }
}

function alignedRows(store: RowStore, { table }: TablePlan, columns: readonly string[]): readonly (readonly Cell[])[] {
  const held = store.rowsOf(table);
  const places = columns.map((column) => held.columns.indexOf(column));
  return held.rows.map((row) => places.map((place) => row[place] ?? null));
}

function absentLabels({ values }: ColumnPlan, place: number, rows: readonly (readonly Cell[])[]): string[] | undefined {
  if (values.isComplete !== true || rows.length === 0) return undefined;
  const present = new Set(rows.map((row) => row[place]));
  return values.boundary.filter((label) => !present.has(label));
}

/** Whether a key holds rows apart by this reference, because no column of it has values enough by itself. */
function isDeciding(reference: Reference, { keys, columns }: TablePlan): boolean {
  const isDistinct = (name: string) => columns.some(({ column, isDistinct }) => isDistinct && column.name === name);
  return keys.some((key) => {
    const parts = columnsOfKey(key);
    return reference.columns.some((column) => parts.includes(column)) && !parts.some(isDistinct);
  });
}

function isHopeless(reference: BoundReference): boolean {
  const isFree = reference.isSelf || reference.isLate || reference.isGuessed;
  return !isFree && reference.nullablePlaces.length === 0 && reference.parents.count === 0;
}

function agrees(row: readonly Cell[], targets: readonly number[], draft: Draft, places: readonly number[]): boolean {
  return places.every((place, index) => draft[place] === undefined || draft[place] === row[targets[index] ?? -1]);
}

function setAll(draft: Draft, places: readonly number[], cell: Cell): true {
  for (const place of places) draft[place] ??= cell;
  return true;
}

function pick<T>(options: readonly T[], turn: number): T | undefined {
  return options[turn % Math.max(options.length, 1)];
}

/** The columns that refer to the table itself, but not those that are part of what is referred to. */
function waitingPlaces(
  references: readonly BoundReference[],
  places: ReadonlyMap<string, number>,
): ReadonlySet<number> {
  const targets = new Set(references.flatMap(({ targetColumns }) => targetColumns.map((column) => places.get(column))));
  return new Set(references.flatMap((reference) => reference.places).filter((place) => !targets.has(place)));
}

const nothing: ReadonlySet<number> = new Set();
