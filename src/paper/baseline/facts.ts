import type { Constraint, DefinedKind, OperationOf } from '../../migration/operation';
import type { Span } from '../../migration/span';
import type { Column, ColumnType, Index, ObjectName } from '../../schema/model';

/** Where in the pasted files something shows. */
export interface Place {
  readonly path: string;
  readonly span: Span;
}

/** What speaks for a column's type, strongest first. */
export type Strength = 'written' | 'mentioned' | 'used';

export interface TypeEvidence {
  readonly strength: Strength;
  readonly type: ColumnType;
  readonly reason: string;
}

/**
 * What the walk through a history learns about one column. `presumed`: it must exist before the first revision;
 * `made`: a revision adds it. A fact stays the same object when its column is renamed, so that what a later operation
 * tells of `full_name` is learned of the `name` that it was.
 */
export class ColumnFact {
  /** Its name in the baseline. */
  readonly name: string;
  origin: 'presumed' | 'made';
  readonly reason: string;
  readonly place: Place;
  /** Nothing but a mention (`sa.table`, a model, a read) speaks for it; such a presumption yields to a creation. */
  isOnlyMentioned: boolean;
  readonly types: TypeEvidence[] = [];
  /** Columns on the other side of a foreign key: of the same type. */
  readonly partners: ColumnFact[] = [];
  /** What the first type change turns it into, and in which revision (by number). */
  retyped: { readonly type: ColumnType; readonly revision: number } | null = null;
  nullable: boolean | null = null;
  /** The revision (by number) that first changes nullability or the default: what comes later says nothing of before. */
  nullabilityChanged: number | null = null;
  default: string | null | undefined = undefined;
  defaultChanged: number | null = null;
  /** The whole column as a downgrade restores it. */
  written: Column | null = null;
  /** The revision (by number) that drops it and whose downgrade adds it back: what follows there refines it. */
  restored: number | null = null;
  /** It is copied into a column that takes no NULL. */
  feedsRequired = false;

  constructor(name: string, origin: 'presumed' | 'made', reason: string, place: Place, isOnlyMentioned = false) {
    this.name = name;
    this.origin = origin;
    this.reason = reason;
    this.place = place;
    this.isOnlyMentioned = isOnlyMentioned;
  }
}

export class TableFact {
  readonly name: ObjectName;
  origin: 'presumed' | 'made';
  readonly reason: string;
  readonly place: Place;
  isOnlyMentioned: boolean;
  /** In the order in which they were learned of. */
  readonly columns: ColumnFact[] = [];
  primaryKey: readonly string[] | null = null;
  /** What happens to its primary key in the files: a key that is added without one being dropped was not there. */
  keyDropped: { readonly name: string | null } | null = null;
  keyAdded: readonly ColumnFact[] | null = null;
  /** Columns at which foreign keys point: each list is a key of some sort. */
  readonly targets: (readonly ColumnFact[])[] = [];
  /** Names of columns that revisions add: not free for a column of our own. */
  readonly madeColumns = new Set<string>();
  /** The side (a number for each upgrade and downgrade walked) that first speaks of it. */
  readonly side: number;
  /** The operation that creates it; for a presumed table the downgrade's, which creates it again. */
  written: OperationOf<'createTable'> | null = null;
  /** The table that takes its place in a rebuild of the upgrade: as like it as anything in the file. */
  rebuiltAs: TableFact | null = null;
  /** Columns for which values are inserted: a key that is not among them must come by itself. */
  readonly insertedColumns: (readonly string[])[] = [];

  constructor(
    name: ObjectName,
    origin: 'presumed' | 'made',
    reason: string,
    at: { readonly place: Place; readonly side: number },
    isOnlyMentioned = false,
  ) {
    this.name = name;
    this.origin = origin;
    this.reason = reason;
    this.place = at.place;
    this.side = at.side;
    this.isOnlyMentioned = isOnlyMentioned;
  }
}

export interface ConstraintFact {
  readonly table: TableFact;
  readonly name: string;
  readonly place: Place;
  readonly reason: string;
  type: Constraint['type'] | null;
  definition: Constraint | null;
}

export interface IndexFact {
  readonly name: string;
  readonly place: Place;
  readonly reason: string;
  table: TableFact | null;
  definition: Index | null;
}

export interface EnumFact {
  readonly name: ObjectName;
  readonly place: Place;
  readonly reason: string;
  origin: 'presumed' | 'made';
  labels: readonly string[] | null;
  /** Labels that a revision adds: not there before. */
  readonly added: string[];
  /** Labels known to be there. */
  readonly named: string[];
}

export interface ObjectFact {
  readonly object: DefinedKind | 'sequence';
  readonly name: ObjectName;
  readonly table: ObjectName | null;
  readonly place: Place;
  readonly reason: string;
  definition: string | null;
}
