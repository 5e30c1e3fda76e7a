import type { ObjectName } from '../schema/model';

/** What a statement without a model of its own is about: enough for a rule to name the object and the risk. */
export type Detail =
  /** GRANT, REVOKE and ALTER DEFAULT PRIVILEGES. */
  | {
      readonly type: 'privileges';
      readonly action: 'grant' | 'revoke';
      /** In lower case; empty for ALL. */
      readonly privileges: readonly string[];
      /** `table`, `schema`, `function`, ...; `names` is empty for ALL ... IN SCHEMA and for defaults. */
      readonly object: string;
      readonly names: readonly ObjectName[];
      readonly roles: readonly string[];
      /** ALTER DEFAULT PRIVILEGES: about objects still to be made. */
      readonly isDefault: boolean;
    }
  /** `GRANT role TO member`. */
  | {
      readonly type: 'membership';
      readonly action: 'grant' | 'revoke';
      readonly granted: readonly string[];
      readonly roles: readonly string[];
    }
  /** Work on what is stored, without a change of meaning. */
  | {
      readonly type: 'upkeep';
      readonly action: 'vacuum' | 'vacuum full' | 'analyze' | 'cluster' | 'reindex' | 'refresh' | 'checkpoint';
      /** What `names` are; empty `names` with `table` or `database` mean all of them. */
      readonly object: 'table' | 'index' | 'schema' | 'database' | 'system' | 'materialized view';
      readonly names: readonly ObjectName[];
      readonly concurrently: boolean;
      /** REFRESH ... WITH NO DATA empties the view. */
      readonly withData: boolean;
    }
  /** LOCK TABLE; `mode` as SQL has it: `ACCESS EXCLUSIVE`. */
  | {
      readonly type: 'lock';
      readonly tables: readonly ObjectName[];
      readonly mode: string;
      readonly isPatient: boolean;
    }
  /** COMMENT ON something that is neither table nor column. */
  | {
      readonly type: 'comment';
      readonly object: string;
      readonly name: ObjectName;
      /** For constraints, triggers and policies. */
      readonly table: ObjectName | null;
      readonly comment: string | null;
    }
  /** Everything that makes, changes or removes an object without a model. */
  | {
      readonly type: 'object';
      readonly action: 'create' | 'alter' | 'drop' | 'rename' | 'move' | 'own';
      /** In lower-case words: `database`, `role`, `rule`, `publication`, `statistics`, `system`, `index`, `view`, ... */
      readonly object: string;
      readonly name: ObjectName;
      /** For rules, triggers, policies, statistics. */
      readonly table: ObjectName | null;
      /** The new name, schema or owner. */
      readonly to: string | null;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  /** CALL of a procedure. */
  | { readonly type: 'call'; readonly name: ObjectName };

/** A function that a SELECT calls: `setval`, `set_config`, `pg_advisory_lock` do more than read. */
export interface FunctionCall {
  /** In lower case, without its schema. */
  readonly name: string;
  /** The arguments that are literals, as their text; `null` for others. */
  readonly args: readonly (string | null)[];
}

/** What CREATE FUNCTION or PROCEDURE says besides its text. */
export interface Routine {
  readonly language: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly isSecurityDefiner: boolean;
  /** Names of the settings that it fixes: `SET search_path = ...`. */
  readonly settings: readonly string[];
}

/** What CREATE TRIGGER says besides its text. */
export interface TriggerDetail {
  readonly timing: 'before' | 'after' | 'instead of';
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  readonly isForEachRow: boolean;
  readonly callee: ObjectName | null;
}

/** A name and what it is set to: a storage parameter, a sequence's option. */
export interface Option {
  readonly name: string;
  /** `null`: reset, or a flag without a value. */
  readonly value: string | null;
}
