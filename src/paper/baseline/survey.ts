import type { Migration } from '../../migration/migration';
import type { Circumstances, Operation, Read } from '../../migration/operation';
import { formatName, isSameName, type ColumnType, type Dialect, type ObjectName } from '../../schema/model';
import { enumOf, isTextual } from '../apply.tables';
import { extensionOfType, extensionsInSql } from './extensions';
import {
  ColumnFact,
  TableFact,
  type ConstraintFact,
  type EnumFact,
  type IndexFact,
  type ObjectFact,
  type Place,
  type Strength,
} from './facts';
import { isKeyName, isOrdinaryType } from './guess';
import { Scope, type LiveTable } from './scope';

export type Direction = 'upgrade' | 'downgrade';

/** What one revision's upgrade takes away: what its downgrade then says of it is what was there before. */
export interface Ledger {
  readonly tables: Map<string, TableFact>;
  readonly columns: Map<TableFact, Map<string, ColumnFact>>;
  readonly constraints: ConstraintFact[];
  readonly indexes: IndexFact[];
  readonly objects: ObjectFact[];
  /** Enum types by every name that the upgrade dropped, renamed or replaced them under. */
  readonly enums: Map<string, EnumFact>;
}

/** How a drop, or something like it, is put. */
type Drop = Pick<Circumstances, 'certainty'> & { readonly ifExists: boolean };

/** Names that one side of the revision at hand creates, as `kind:name`. */
export type CreatedNames = ReadonlySet<string>;

/**
 * Everything learned on the walk through a history, and where the walk stands. The functions in survey.*.ts feed it one
 * operation at a time.
 */
export class Survey {
  readonly dialect: Dialect;
  readonly tables: TableFact[] = [];
  readonly constraints: ConstraintFact[] = [];
  readonly indexes: IndexFact[] = [];
  readonly enums: EnumFact[] = [];
  readonly objects: ObjectFact[] = [];
  readonly extensions = new Map<string, { readonly reason: string; readonly place: Place }>();
  readonly schemas = new Map<string, { readonly reason: string; readonly place: Place }>();
  /** How often key columns (`id`, `*_id`) of these files have which type: what the unknown ones get. */
  readonly keyTypes = new Map<string, { readonly type: ColumnType; count: number }>();
  /** What columns are anywhere in these files, by name: what a column of that name elsewhere most likely is. */
  readonly namesakes = new Map<string, ColumnType>();
  /** Objects that revisions create, as `kind:name`. */
  readonly made = new Set<string>();

  direction: Direction = 'upgrade';
  revision = 0;
  /** Counts the upgrades and downgrades walked. */
  side = 0;
  place: Place = { path: '', span: { start: 0, end: 0 } };
  scope = new Scope();
  ledger: Ledger = newLedger();
  created: CreatedNames = new Set();
  restored: CreatedNames = new Set();
  liveEnums = new Map<string, EnumFact | null>();
  liveIndexes = new Map<string, IndexFact>();

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  begin(direction: Direction, migration: Migration, created: CreatedNames, restored: CreatedNames): void {
    this.direction = direction;
    this.side += 1;
    this.created = created;
    this.restored = restored;
    this.place = { path: migration.path, span: migration.upgrade.span };
    if (direction === 'upgrade') {
      this.revision += 1;
      this.ledger = newLedger();
    }
  }

  at(operation: Operation): void {
    this.place = { path: this.place.path, span: operation.span };
  }

  get isUpgrade(): boolean {
    return this.direction === 'upgrade';
  }

  /** The table that a name means now; one that nobody created is presumed. `null`: dropped, or the engine's own. */
  table(name: ObjectName, reason: string, isOnlyMentioned = false): LiveTable | null {
    if (isEnginesOwn(name)) return null;
    const known = this.scope.find(name);
    if (known !== undefined) {
      if (known !== null && !isOnlyMentioned) known.fact.isOnlyMentioned = false;
      return known;
    }
    if (this.objects.some((object) => object.object.endsWith('view') && isSameName(object.name, name))) return null;
    if (this.made.has(`view:${formatName(name)}`)) return null;
    this.useSchema(name.schema);
    const fact = new TableFact(name, 'presumed', reason, this, isOnlyMentioned);
    this.tables.push(fact);
    return this.scope.presume(name, fact);
  }

  /** The column that a name means now; an unknown one of a presumed table is presumed. */
  column(
    name: ObjectName,
    live: LiveTable | null,
    column: string,
    reason: string,
    isOnlyMentioned = false,
  ): ColumnFact | null {
    if (live === null || !isOrdinaryColumn(column)) return null;
    const known = live.columns.get(column);
    if (known !== undefined) {
      if (known !== null && !isOnlyMentioned) known.isOnlyMentioned = false;
      return known;
    }
    if (live.fact.origin === 'made') return null;
    const fact = new ColumnFact(column, 'presumed', reason, this.place, isOnlyMentioned);
    live.fact.columns.push(fact);
    this.scope.presumeColumn(name, column, fact);
    return fact;
  }

  /** Tables and columns that a statement reads. */
  reads(reads: readonly Read[]): void {
    for (const { table, columns } of reads) {
      if (table === null) continue;
      const live = this.table(table, 'it is read', true);
      for (const column of columns) this.column(table, live, column, 'it is read', true);
    }
  }

  /** A presumption that turns out to be a creation of a later line. */
  withdrawColumn(fact: ColumnFact): void {
    fact.origin = 'made';
  }

  withdrawTable(fact: TableFact): void {
    fact.origin = 'made';
    for (const column of fact.columns) column.origin = 'made';
  }

  evidence(fact: ColumnFact | null, strength: Strength, type: ColumnType | null | undefined, reason: string): void {
    if (fact?.origin !== 'presumed' || type === null || type === undefined) return;
    if (fact.retyped !== null && strength !== 'written') return;
    fact.types.push({ strength, type, reason });
    this.noteType(fact.name, type);
  }

  noteType(column: string, type: ColumnType | null): void {
    if (type === null) return;
    if (!this.namesakes.has(column) && isOrdinaryType(type)) this.namesakes.set(column, type);
    // `client_id VARCHAR` is somebody else's key and says nothing of ours.
    if (!isKeyName(column) || (column !== 'id' && isTextual(type.name))) return;
    const key = `${type.name}(${type.args.join()})`;
    const known = this.keyTypes.get(key);
    if (known === undefined) this.keyTypes.set(key, { type, count: 1 });
    else known.count += 1;
  }

  /** A type that a column has or gets: its extension and its enum type must be there, unless the tool creates them. */
  useType(type: ColumnType | null, isCreatedAlong: boolean): void {
    if (type === null || this.dialect !== 'postgresql') return;
    this.useExtension(extensionOfType(type.name), `the type ${type.name} is used`);
    const asEnum = enumOf(type);
    if (asEnum === null) return;
    const key = formatName(asEnum);
    const known = this.liveEnums.get(key);
    if (known !== undefined && known !== null) {
      if (known.origin === 'presumed') known.labels ??= asEnum.labels;
      return;
    }
    if (known === null && !this.isUpgrade) return;
    const origin = isCreatedAlong ? 'made' : 'presumed';
    this.addEnum(asEnum, origin, asEnum.labels, 'a column has this type, and nothing creates it');
  }

  addEnum(name: ObjectName, origin: 'presumed' | 'made', labels: readonly string[] | null, reason: string): EnumFact {
    const fact: EnumFact = { name, origin, labels, reason, place: this.place, added: [], named: [] };
    this.liveEnums.set(formatName(name), fact);
    if (origin === 'presumed') {
      this.enums.push(fact);
      this.useSchema(name.schema);
    }
    return fact;
  }

  useSql(sql: string | null | undefined): void {
    if (sql === null || sql === undefined || this.dialect !== 'postgresql') return;
    for (const extension of extensionsInSql(sql)) this.useExtension(extension, 'SQL here uses it');
  }

  useExtension(name: string | null, reason: string): void {
    if (name === null || this.made.has(`extension:${name}`) || this.extensions.has(name)) return;
    this.extensions.set(name, { reason, place: this.place });
  }

  useSchema(name: string | null): void {
    if (name === null || isDefaultSchema(name) || this.made.has(`schema:${name}`) || this.schemas.has(name)) return;
    this.schemas.set(name, { reason: 'an object in it is used', place: this.place });
  }

  /** Whether what is dropped must have been there: not when `IF EXISTS` or an `if` only clears the way for a creation. */
  isDropPresumed(key: string, { ifExists, certainty }: Drop): boolean {
    if (!this.isUpgrade) return false;
    const isTentative = ifExists || certainty === 'conditional';
    return !isTentative || this.restored.has(key) || !this.created.has(key);
  }
}

/** A constraint as it stands among what is made: tables may each have one of the same name. */
export function constraintKey(table: ObjectName, name: string): string {
  return `constraint:${formatName(table)}.${name}`;
}

function newLedger(): Ledger {
  return {
    tables: new Map(),
    columns: new Map(),
    constraints: [],
    indexes: [],
    objects: [],
    enums: new Map(),
  };
}

function isDefaultSchema(name: string): boolean {
  return name === 'public' || name === 'main' || name === 'temp' || name === 'pg_temp';
}

/** Catalogues and Alembic's own tables, those that batch mode copies into included, are never part of a baseline. */
function isEnginesOwn({ schema, name }: ObjectName): boolean {
  if (schema !== null && /^(pg_catalog|information_schema|pg_toast|sys)$/i.test(schema)) return true;
  return /^(pg_|sqlite_|alembic_version$|_alembic_tmp_|information_schema)/i.test(name) || name === '';
}

function isOrdinaryColumn(name: string): boolean {
  return name !== '' && name !== '*' && !/^(rowid|_rowid_|oid|ctid|xmin|xmax|tableoid)$/i.test(name);
}
