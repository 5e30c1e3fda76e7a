import type { Dialect } from '../schema/model';
import type { Span } from './span';

/** How and when an operation runs, as far as the text tells. */
export interface Circumstances {
  /** Where it stands in the migration's file. */
  readonly span: Span;
  /** `conditional`: under an `if`, `try` or after an early return; `repeated`: in a loop of unknown length. */
  readonly certainty: 'always' | 'conditional' | 'repeated';
  /** For `conditional`: what it depends on, as written, and what that asks about. */
  readonly condition?: Condition;
  /** The dialects of the branch it stands in, or `null` for all. */
  readonly dialects: readonly Dialect[] | null;
  /** `op.x`, `batch_op.x`, SQL text, or SQLAlchemy core/ORM through the connection. */
  readonly via: 'op' | 'batch' | 'sql' | 'core';
  /** Runs outside the migration's transaction (`autocommit_block()`, a raw COMMIT before it). */
  readonly autocommit: boolean;
  /** The statement, for `via: 'sql'`. */
  readonly sql?: string;
  /** Parts of that text which could not be evaluated, as they are written: values and conditions, never names. */
  readonly holes?: readonly string[];
  /** How that text reaches the driver, where a tool executes it. */
  readonly text?: TextExecution;
  /**
   * If it fails, the migration goes on as if nothing had happened (`except Exception: pass`, `EXCEPTION WHEN OTHERS THEN
   * NULL`): the place of the handler.
   */
  readonly swallowed?: Span;
  /** The names of the arguments that were given, for `via: 'op'` and `'batch'`: dialects differ in which they need. */
  readonly given?: readonly string[];
  /** The `batch_alter_table` block that it stands in. */
  readonly batch?: BatchBlock;
}

export interface Condition {
  readonly text: string;
  /** `schema`: what is there already; `environment`: settings, arguments, variables; `data`: what a query answers. */
  readonly about: 'schema' | 'environment' | 'data' | 'other';
}

/**
 * `colon`: through SQLAlchemy's `text()`, where `:name` is a bind parameter; `driver`: as it is, where `%` may mean
 * something. `bound`: the parameters that were handed over; `null` where that cannot be told.
 */
export interface TextExecution {
  readonly style: 'colon' | 'driver';
  readonly bound: readonly string[] | null;
}

/** One `with op.batch_alter_table(...)` block. */
export interface BatchBlock {
  /** The call that opens it: which block it is. */
  readonly span: Span;
  /** Whether the table is built anew and copied; `auto` decides by dialect and operation. */
  readonly recreate: 'auto' | 'always' | 'never';
  /** The names of the arguments that were given (`naming_convention`, `table_args`, ...). */
  readonly given: readonly string[];
}
