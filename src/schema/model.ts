/**
 * The schema model: what a database looks like, whichever way we came to know it. The paper half builds it by applying
 * operations, the lab by introspecting a real engine; both are compared by `diff`.
 *
 * Everything is plain, readonly data (it crosses worker boundaries). `schema: null` means the engine's default schema
 * (`public` on Postgres, `main` on SQLite). Lists are in the order of definition; order carries no meaning for identity.
 */

/** SQL's flavour: decides how text is read and rendered. */
export type Dialect = 'postgresql' | 'sqlite' | 'mysql' | 'mariadb' | 'oracle' | 'mssql';

/** A possibly qualified name. Names are stored as the engine stores them (unquoted, case already folded). */
export interface ObjectName {
  readonly schema: string | null;
  readonly name: string;
}

/**
 * A column type in one canonical spelling, whatever it was written in (`character varying(50)`, `sa.String(50)` and
 * `varchar(50)` are all `{ name: 'varchar', args: [50] }`). See `parseType` and `renderType` in type.ts.
 */
export interface ColumnType {
  /** Lower-case canonical name (`integer`, `varchar`, `timestamptz`, `jsonb`, ...) or the name of an enum or domain. */
  readonly name: string;
  /** Length, or precision and scale. */
  readonly args: readonly number[];
  /** Array dimensions; 0 for a scalar. */
  readonly dimensions: number;
  /** Labels where the type is an enum and they are known. */
  readonly labels?: readonly string[];
  /** The schema of a user-defined type, where one was given. */
  readonly schema?: string;
  /** The author says that the enum is there already (`create_type=False`); else the tool creates it, or should have. */
  readonly createType?: false;
  /** What a text spells, where a migration converts it (`USING settings::json`): a hint for seeds, never compared. */
  readonly content?: ColumnType;
  /** Values that a migration looks for (`WHERE kind = 'x'`): a hint for seeds, never compared. */
  readonly examples?: readonly string[];
}

export interface Column {
  readonly name: string;
  /** `null`: the paper half could not know it. Introspection always knows. */
  readonly type: ColumnType | null;
  readonly nullable: boolean;
  /** The server-side default as SQL, or `null`. */
  readonly default: string | null;
  /** There is a default that could not be evaluated: `default: null` then means unknown, not absent. */
  readonly hasUnknownDefault?: true;
  readonly generated: { readonly expression: string; readonly stored: boolean } | null;
  readonly identity: 'always' | 'by default' | null;
  readonly collation: string | null;
  readonly comment: string | null;
}

export interface KeyConstraint {
  /** `null`: unnamed (SQLite), or named by the engine. */
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
  readonly nullsNotDistinct?: boolean;
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

export interface ForeignKey {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly target: ObjectName;
  /** Empty: the target's primary key. */
  readonly targetColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  /** False for `NOT VALID` on Postgres. */
  readonly isValid: boolean;
}

export interface Check {
  readonly name: string | null;
  readonly expression: string;
  /** False for `NOT VALID` on Postgres. */
  readonly isValid: boolean;
}

/** `EXCLUDE USING ...` on Postgres; `definition` as the engine prints it. */
export interface Exclusion {
  readonly name: string | null;
  readonly definition: string;
}

export interface Index {
  readonly name: string;
  /** Each key as SQL: a plain column name, or an expression; with `desc` and operator class where not default. */
  readonly keys: readonly IndexKey[];
  readonly isUnique: boolean;
  /** `btree`, `gin`, ...; `null` for the engine's default. */
  readonly method: string | null;
  /** The WHERE of a partial index as SQL, or `null`. */
  readonly predicate: string | null;
  readonly include: readonly string[];
  readonly nullsNotDistinct?: boolean;
  /** Storage parameters as SQL, e.g. `fillfactor='70'`; absent for none. */
  readonly options?: string;
  /** False when a failed CREATE INDEX CONCURRENTLY left it invalid. */
  readonly isValid: boolean;
}

export type IndexKey =
  | { readonly kind: 'column'; readonly column: string; readonly suffix: string }
  | { readonly kind: 'expression'; readonly expression: string; readonly suffix: string };

export interface Trigger {
  readonly schema: string | null;
  readonly table: string;
  readonly name: string;
  /** The whole definition as the engine prints it (paper: as written). */
  readonly definition: string;
  readonly isEnabled: boolean;
}

export interface Table extends ObjectName {
  readonly columns: readonly Column[];
  readonly primaryKey: KeyConstraint | null;
  readonly uniques: readonly KeyConstraint[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly exclusions: readonly Exclusion[];
  readonly indexes: readonly Index[];
  readonly comment: string | null;
  /** Table-level traits as short words: `without rowid`, `strict`, `autoincrement`, `unlogged`, `row security`. */
  readonly traits: readonly string[];
  /** `PARTITION BY ...` as SQL, or `null`. */
  readonly partitionBy: string | null;
  /** The parent, for a partition or an inheriting table. */
  readonly parent: ObjectName | null;
  /** False when the paper half knows only part of it (a table that a migration mentions but did not create). */
  readonly isComplete: boolean;
}

export interface EnumType extends ObjectName {
  readonly labels: readonly string[];
}

/** A definition that is compared as text: view, function, domain, composite type, policy. */
export interface Definition extends ObjectName {
  readonly definition: string;
}

export interface View extends Definition {
  readonly isMaterialized: boolean;
}

export interface Sequence extends ObjectName {
  readonly type: string | null;
  readonly start: string | null;
  readonly increment: string | null;
  /** `table.column` when owned (serial, identity), else `null`. */
  readonly ownedBy: string | null;
}

export interface Policy extends Definition {
  readonly table: string;
}

export interface Schema {
  readonly tables: readonly Table[];
  readonly enums: readonly EnumType[];
  readonly views: readonly View[];
  readonly sequences: readonly Sequence[];
  readonly triggers: readonly Trigger[];
  readonly functions: readonly Definition[];
  readonly domains: readonly Definition[];
  readonly composites: readonly Definition[];
  readonly policies: readonly Policy[];
  readonly extensions: readonly string[];
  /** Names of schemas other than the default one. */
  readonly schemas: readonly string[];
}

export type ObjectKind =
  | 'table'
  | 'column'
  | 'primary key'
  | 'unique'
  | 'foreign key'
  | 'check'
  | 'exclusion'
  | 'index'
  | 'enum'
  | 'view'
  | 'materialized view'
  | 'sequence'
  | 'trigger'
  | 'function'
  | 'domain'
  | 'type'
  | 'policy'
  | 'extension'
  | 'schema';

/** What a finding, a loss or a drift speaks of: the identity on which suspicion and proof meet. */
export interface Subject {
  readonly kind: ObjectKind;
  readonly schema: string | null;
  /** The table it belongs to (or is, for `kind: 'table'`), else `null`. */
  readonly table: string | null;
  readonly name: string;
}

export const emptySchema: Schema = {
  tables: [],
  enums: [],
  views: [],
  sequences: [],
  triggers: [],
  functions: [],
  domains: [],
  composites: [],
  policies: [],
  extensions: [],
  schemas: [],
};

/** A table of this name with nothing in it, and nothing left to know of it. */
export function emptyTable({ schema, name }: ObjectName): Table {
  return {
    schema,
    name,
    columns: [],
    primaryKey: null,
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    comment: null,
    traits: [],
    partitionBy: null,
    parent: null,
    isComplete: true,
  };
}

/** Two names are the same object: a missing schema is the default one (`public`, `main`). */
export function isSameName(a: ObjectName, b: ObjectName): boolean {
  return a.name === b.name && defaultedSchema(a) === defaultedSchema(b);
}

export function findTable(schema: Schema, name: ObjectName): Table | undefined {
  return schema.tables.find((table) => isSameName(table, name));
}

/** `schema.name`, or the bare name in the default schema: for messages and as a map key. */
export function formatName(name: ObjectName): string {
  const schema = defaultedSchema(name);
  return schema === null ? name.name : `${schema}.${name.name}`;
}

function defaultedSchema({ schema }: ObjectName): string | null {
  return schema === 'public' || schema === 'main' || schema === '' ? null : schema;
}
