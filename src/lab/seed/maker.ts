import { type Dialect, formatName } from '../../schema/model';
import type { TablePlan } from './columns';
import { Dispenser } from './dispenser';
import { type Draft, finish, type Row, RowLayout } from './layout';
import { bindReferences, type BoundReference, close, isHopeless, refer, referToSelf } from './referrer';
import { repair } from './repair';
import type { RowStore } from './store';
import type { SeedProfile } from './supply';
import { NullTurns } from './turns';
import { columnsOfKey, KeyRegister } from './uniqueness';

/** How often a row is tried in other ways before the table is said to be full. */
const attempts = 60;

export interface MakerOptions {
  readonly rows: number;
  readonly dialect: Dialect;
  readonly profile: SeedProfile;
  /** Names of tables whose rows are made later. */
  readonly late: ReadonlySet<string>;
}

/** Makes the rows of one table, one at a time, all of which satisfy what the table demands as far as can be told here. */
export class RowMaker {
  readonly plan: TablePlan;
  readonly columns: readonly string[];
  /** What was made so far; `patch` closes references in it. */
  rows: readonly Row[] = [];
  /** The same rows before `patch`. */
  openRows: readonly Row[] = [];
  readonly #options: MakerOptions;
  readonly #layout: RowLayout;
  readonly #references: readonly BoundReference[];
  readonly #toOthers: readonly BoundReference[];
  readonly #toSelf: readonly BoundReference[];
  /** Columns that wait until the row's own key is known. */
  readonly #waiting: ReadonlySet<number>;
  readonly #register: KeyRegister;
  readonly #turns: NullTurns;
  readonly #dispenser: Dispenser;
  /** Rows that were there before. */
  readonly #existing: readonly Row[];
  readonly #made: Row[] = [];
  #ordinal: number;
  #combination = 0;

  constructor(plan: TablePlan, store: RowStore, options: MakerOptions) {
    this.plan = plan;
    this.#options = options;
    this.#layout = new RowLayout(plan, options.dialect);
    this.columns = this.#layout.columns;
    this.#references = bindReferences(plan, this.#layout, store, options.late);
    this.#toOthers = this.#references.filter(({ isSelf }) => !isSelf);
    this.#toSelf = this.#references.filter(({ isSelf }) => isSelf);
    this.#waiting = waitingPlaces(this.#toSelf);
    this.#existing = this.#layout.align(store.rowsOf(plan.table));
    // What the schema allows at most comes first, as it did for the rows that were there before.
    this.#ordinal = options.profile === 'traffic' ? 0 : this.#existing.length;
    this.#turns = new NullTurns(options.rows);
    this.#dispenser = new Dispenser(plan.columns, this.#existing, this.#turns);
    this.#register = new KeyRegister(plan.keys);
    for (const row of this.#existing) this.#register.add(this.#layout.view(row));
  }

  /** Why no row can be made, whatever is tried. */
  get obstacle(): string | null {
    if (this.plan.obstacle !== null) return this.plan.obstacle;
    const empty = this.#references.find(isHopeless);
    if (!empty) return null;
    const columns = empty.columns.join(', ');
    return `${formatName(this.plan.table)} has no rows: ${columns} must refer to ${formatName(empty.target)}, which has none.`;
  }

  /** Makes up to that many rows, less when no others keep the table's keys and conditions. */
  make(count: number): void {
    for (let row = 0; row < count; row++) if (this.next() === null) break;
    this.rows = [...this.#made];
  }

  /** Another row; `null` when none could be found. */
  next(): Row | null {
    const row = this.#find(() => this.columns.map(() => undefined), this.#ordinal++, this.#register);
    if (row !== null) this.#made.push(row);
    return row;
  }

  /** The rows that were there before, with other values in the columns named, as far as such can be found. */
  refill(columns: readonly string[]): readonly { readonly before: Row; readonly after: Row }[] {
    const places = new Set(this.#layout.placesOf(columns));
    const keys = this.plan.keys.filter((key) => columnsOfKey(key).some((column) => columns.includes(column)));
    const register = new KeyRegister(keys);
    return this.#existing.map((before, ordinal) => {
      const open = () => before.map((cell, place) => (places.has(place) ? undefined : cell));
      return { before, after: this.#find(open, ordinal, register) ?? before };
    });
  }

  /** Sets the references whose targets did not exist when the rows were made. */
  patch(store: RowStore): void {
    this.openRows = this.rows;
    for (const reference of this.#references.filter(({ isLate }) => isLate)) {
      this.rows = close(reference, this.rows, { store, plan: this.plan, turns: this.#turns });
    }
  }

  /** Completes a draft in one way after another until the row collides with no other. */
  #find(open: () => Draft, ordinal: number, register: KeyRegister): Row | null {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) this.#combination++;
      const draft = open();
      const free = new Set([...draft.keys()].filter((place) => draft[place] === undefined));
      if (!this.#complete(draft, ordinal, attempt)) continue;
      const row = this.#repaired(finish(draft), free, ordinal);
      if (row === null || register.collides(this.#layout.view(row))) continue;
      register.add(this.#layout.view(row));
      return row;
    }
    return null;
  }

  /** References first, since keys of other tables leave no choice; those to the table itself when its own key is known. */
  #complete(draft: Draft, ordinal: number, attempt: number): boolean {
    if (!this.#referToOthers(draft, ordinal, attempt)) return false;
    this.#fill(draft, ordinal, attempt, this.#waiting);
    const earlier = [...this.#existing.slice(0, 20), ...this.#made.slice(-20)];
    const isReferring = this.#toSelf.every((reference) => {
      const isNullTurn = attempt < attempts / 2 && this.#turns.isNull(ordinal, reference.nullShift);
      return referToSelf(reference, draft, earlier, attempt, isNullTurn);
    });
    this.#fill(draft, ordinal, attempt, nothing);
    return isReferring;
  }

  /** At the first attempt by the row's number; then through all combinations of targets. */
  #referToOthers(draft: Draft, ordinal: number, attempt: number): boolean {
    let stride = 1;
    return this.#toOthers.every((reference, index) => {
      const isOrphan = this.#options.profile === 'hostile' && reference.isGuessed && ordinal % 3 === 1;
      if (isOrphan) return true;
      const count = Math.max(reference.parents.count, 1);
      const first = reference.isKeyed ? ordinal + index * Math.floor(ordinal / count) : Math.floor((ordinal * 2) / 3);
      const turn = attempt === 0 ? first : Math.floor(this.#combination / stride);
      stride *= count;
      return refer(reference, draft, turn, this.#turns.isNull(ordinal, reference.nullShift));
    });
  }

  #fill(draft: Draft, ordinal: number, attempt: number, waiting: ReadonlySet<number>): void {
    const isTwin = this.#options.profile !== 'representative' && ordinal % 4 === 3 && attempt === 0;
    const twin = isTwin ? this.#made.at(-1) : undefined;
    for (const [place, { isDistinct }] of this.plan.columns.entries()) {
      if (draft[place] !== undefined || waiting.has(place)) continue;
      draft[place] = twin && !isDistinct ? (twin[place] ?? null) : this.#dispenser.value(place, ordinal, attempt);
    }
  }

  #repaired(row: Row, free: ReadonlySet<number>, turn: number): Row | null {
    if (this.plan.conditions.length === 0) return row;
    const referring = new Set(this.#references.flatMap(({ places }) => places));
    const isFixed = (place: number) =>
      !free.has(place) || referring.has(place) || this.plan.columns[place]?.isDistinct === true;
    const view = (cells: Row) => this.#layout.view(cells);
    return repair(row, this.plan, { view, isFixed, turn, dialect: this.#options.dialect });
  }
}

/** The columns that refer to the table itself, but not those that are part of what is referred to. */
function waitingPlaces(references: readonly BoundReference[]): ReadonlySet<number> {
  const targets = new Set(references.flatMap(({ targetPlaces }) => targetPlaces));
  return new Set(references.flatMap(({ places }) => places).filter((place) => !targets.has(place)));
}

const nothing: ReadonlySet<number> = new Set();
