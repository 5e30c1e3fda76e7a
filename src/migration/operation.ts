import type {
  Check,
  Column,
  ColumnType,
  Exclusion,
  ForeignKey,
  Index,
  KeyConstraint,
  ObjectName,
} from '../schema/model';
import type { Circumstances } from './circumstances';
import type { Detail, FunctionCall, Option, Routine, TriggerDetail } from './detail';
import type { TableChange } from './tablechange';

export type { BatchBlock, Circumstances, Condition, TextExecution } from './circumstances';
export type { TableChange } from './tablechange';

/**
 * What a migration does to a database, whatever language it was written in: `op.drop_column("users", "phone")`,
 * `batch_op.drop_column("phone")` and `ALTER TABLE users DROP COLUMN phone` are the same operation.
 */
export type Operation = Action & Circumstances;

/** Columns of a table that a statement reads. `table: null`: the reader could not tell which table. */
export interface Read {
  readonly table: ObjectName | null;
  readonly columns: readonly string[];
}

export type Constraint =
  | ({ readonly type: 'primaryKey' } & KeyConstraint)
  | ({ readonly type: 'unique' } & KeyConstraint)
  | ({ readonly type: 'foreignKey' } & ForeignKey)
  | ({ readonly type: 'check' } & Check)
  | ({ readonly type: 'exclusion' } & Exclusion);

export type ConstraintType = Constraint['type'];

/** A change of one column; an absent field is left as it is. */
export interface ColumnChange {
  readonly newName?: string;
  readonly type?: ColumnType | null;
  readonly nullable?: boolean;
  readonly default?: string | null;
  /** The new default could not be evaluated; then `default` is absent. */
  readonly hasUnknownDefault?: true;
  readonly comment?: string | null;
  readonly generated?: Column['generated'];
  readonly identity?: Column['identity'];
  /** The USING expression of a type change. */
  readonly using?: string;
}

/** What the author says the column was before (`existing_type=` and friends): evidence for the baseline. */
export interface ColumnBefore {
  readonly type?: ColumnType | null;
  readonly nullable?: boolean;
  readonly default?: string | null;
}

/** Objects whose definition is kept as text. */
export type DefinedKind = 'view' | 'materialized view' | 'function' | 'domain' | 'type' | 'trigger' | 'policy';

/** What an operation that could not be read would be, as far as its call tells. */
export interface Attempted {
  readonly kind: Operation['kind'];
  readonly table: ObjectName | null;
}

export type Action =
  | {
      readonly kind: 'createTable';
      readonly table: ObjectName;
      readonly columns: readonly Column[];
      readonly constraints: readonly Constraint[];
      readonly indexes: readonly Index[];
      readonly ifNotExists: boolean;
      readonly temporary: boolean;
      /** For CREATE TABLE AS: what it was filled from. */
      readonly reads: readonly Read[];
      readonly isFilled: boolean;
      readonly comment: string | null;
      readonly traits: readonly string[];
      /** Enum types that the tool creates along (SQLAlchemy does for named enums in create_table). */
      readonly createsEnums: boolean;
      readonly partitionBy?: { readonly strategy: string; readonly columns: readonly string[] };
      /** The table that it is a partition of, or inherits from. */
      readonly parent?: ObjectName;
    }
  | {
      readonly kind: 'dropTable';
      readonly table: ObjectName;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: 'renameTable'; readonly table: ObjectName; readonly newName: string }
  | { readonly kind: 'alterTable'; readonly table: ObjectName; readonly change: TableChange }
  | {
      readonly kind: 'addColumn';
      readonly table: ObjectName;
      readonly column: Column;
      /** Constraints written with the column (inline REFERENCES, UNIQUE, CHECK, PRIMARY KEY). */
      readonly constraints: readonly Constraint[];
      readonly ifNotExists: boolean;
      /** A Python-side `default=` (it never reaches the DDL). */
      readonly hasClientDefault: boolean;
    }
  | {
      readonly kind: 'dropColumn';
      readonly table: ObjectName;
      readonly column: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | {
      readonly kind: 'alterColumn';
      readonly table: ObjectName;
      readonly column: string;
      readonly change: ColumnChange;
      readonly before: ColumnBefore;
    }
  | {
      readonly kind: 'createIndex';
      readonly table: ObjectName;
      readonly index: Index;
      readonly concurrently: boolean;
      readonly ifNotExists: boolean;
    }
  | {
      readonly kind: 'dropIndex';
      /** `null`: written as `op.drop_index(None)`. */
      readonly name: string | null;
      /** Where the tool was told; SQL does not say. */
      readonly table: ObjectName | null;
      readonly concurrently: boolean;
      readonly ifExists: boolean;
    }
  | { readonly kind: 'renameIndex'; readonly name: string; readonly newName: string }
  | {
      readonly kind: 'addConstraint';
      readonly table: ObjectName;
      readonly constraint: Constraint;
      /** `ADD CONSTRAINT ... USING INDEX name`. */
      readonly usingIndex: string | null;
    }
  | {
      readonly kind: 'dropConstraint';
      readonly table: ObjectName;
      /** `null`: written as `op.drop_constraint(None, ...)`. */
      readonly name: string | null;
      readonly type: ConstraintType | null;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: 'validateConstraint'; readonly table: ObjectName; readonly name: string }
  | {
      readonly kind: 'renameConstraint';
      readonly table: ObjectName;
      readonly name: string;
      readonly newName: string;
    }
  | {
      readonly kind: 'createEnum';
      readonly name: ObjectName;
      readonly labels: readonly string[];
      readonly ifNotExists: boolean;
    }
  | { readonly kind: 'dropEnum'; readonly name: ObjectName; readonly ifExists: boolean; readonly cascade: boolean }
  | { readonly kind: 'renameType'; readonly name: ObjectName; readonly newName: string }
  | { readonly kind: 'addEnumValue'; readonly name: ObjectName; readonly label: string; readonly ifNotExists: boolean }
  | {
      readonly kind: 'renameEnumValue';
      readonly name: ObjectName;
      readonly label: string;
      readonly newLabel: string;
    }
  | {
      readonly kind: 'createDefined';
      readonly object: DefinedKind;
      readonly name: ObjectName;
      /** For triggers and policies. */
      readonly table: ObjectName | null;
      readonly definition: string;
      readonly orReplace: boolean;
      readonly reads: readonly Read[];
      /** For functions and procedures. */
      readonly routine?: Routine;
      /** What a function does when it is called, which a migration's run does not: never counted as done. */
      readonly body?: readonly Operation[];
      readonly trigger?: TriggerDetail;
      /** The query says `*`. */
      readonly hasStar?: true;
    }
  | {
      readonly kind: 'dropDefined';
      readonly object: DefinedKind;
      readonly name: ObjectName;
      readonly table: ObjectName | null;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | {
      readonly kind: 'createSequence';
      readonly name: ObjectName;
      readonly ifNotExists: boolean;
      readonly options?: readonly Option[];
    }
  | { readonly kind: 'dropSequence'; readonly name: ObjectName; readonly ifExists: boolean; readonly cascade: boolean }
  | {
      readonly kind: 'alterSequence';
      readonly name: ObjectName;
      readonly newName?: string;
      /** `restart`, `increment`, `owned_by`, ... */
      readonly options?: readonly Option[];
    }
  | { readonly kind: 'createExtension'; readonly name: string; readonly ifNotExists: boolean }
  | { readonly kind: 'dropExtension'; readonly name: string; readonly ifExists: boolean; readonly cascade: boolean }
  | { readonly kind: 'createSchema'; readonly name: string; readonly ifNotExists: boolean }
  | { readonly kind: 'dropSchema'; readonly name: string; readonly ifExists: boolean; readonly cascade: boolean }
  | {
      readonly kind: 'insert';
      readonly table: ObjectName;
      /** `null`: all columns, by position. */
      readonly columns: readonly string[] | null;
      readonly source: 'values' | 'select' | 'default';
      readonly reads: readonly Read[];
      readonly onConflict: 'nothing' | 'update' | null;
      /** Its query says `*`. */
      readonly hasStar?: true;
      /** SQL of each value in the order of `columns`, `null` where it is not known; the first 50 rows. */
      readonly rows?: readonly (readonly (string | null)[])[];
    }
  | {
      readonly kind: 'update';
      readonly table: ObjectName;
      readonly assignments: readonly { readonly column: string; readonly expression: string }[];
      readonly where: string | null;
      readonly reads: readonly Read[];
    }
  | {
      readonly kind: 'delete';
      readonly table: ObjectName;
      readonly where: string | null;
      readonly reads: readonly Read[];
    }
  | { readonly kind: 'truncate'; readonly tables: readonly ObjectName[]; readonly cascade: boolean }
  | { readonly kind: 'select'; readonly reads: readonly Read[]; readonly calls?: readonly FunctionCall[] }
  /** The migration presumes (or presumes the absence of) a table or columns: guards, `sa.table`, ORM models, reflection. */
  | {
      readonly kind: 'mention';
      readonly table: ObjectName;
      readonly columns: readonly Column[];
      readonly primaryKey: readonly string[];
      readonly expects: 'present' | 'absent';
    }
  /** `SET`, `PRAGMA`, `RESET`: session settings. */
  | {
      readonly kind: 'setting';
      readonly name: string;
      readonly value: string | null;
      /** SET LOCAL: until the transaction ends. */
      readonly isLocal?: boolean;
    }
  | { readonly kind: 'transaction'; readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' }
  /** Parsed, but without a model of its own: GRANT, COMMENT, VACUUM, DO, ... `statement` is the parser's node name. */
  | {
      readonly kind: 'other';
      readonly statement: string;
      readonly reads: readonly Read[];
      readonly detail?: Detail;
    }
  /** Text that could not be evaluated or parsed: reported once, never guessed. */
  | {
      readonly kind: 'unknown';
      readonly reason: 'dynamic' | 'syntax' | 'dialect';
      readonly message: string;
      /** For SQL of which only parts are known: the text, with NUL for each of its `holes`. */
      readonly template?: string;
      readonly attempted?: Attempted;
    };

export type OperationKind = Operation['kind'];
export type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;
export type ActionOf<K extends OperationKind> = Extract<Action, { kind: K }>;
