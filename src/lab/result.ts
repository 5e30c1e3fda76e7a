import type { ObjectKind, ObjectName, Schema } from '../schema/model';
import type { EngineName } from './engines/engine';

/** See the table in docs/architecture.md; precedence: error, unsupported > blocked > irreversible > lossy > drifted > inert > reversible. */
export type Verdict =
  'reversible' | 'lossy' | 'drifted' | 'irreversible' | 'blocked' | 'inert' | 'unsupported' | 'error';

export type Phase = 'baseline' | 'seed' | 'upgrade' | 'downgrade' | 'reupgrade';

/** Rows or values that existed before the upgrade and are gone or changed after the downgrade. */
export interface Loss {
  readonly table: ObjectName;
  /** `null`: whole rows. */
  readonly column: string | null;
  /** `rows-added`: rows that were not there before (this one is drift, not loss). */
  readonly kind: 'rows-lost' | 'rows-added' | 'values-lost' | 'values-changed';
  readonly count: number;
  /** Out of how many rows (or non-NULL values, for a column). */
  readonly of: number;
  /** A few examples, each with the row's key as text. `null` is SQL NULL or a missing row. */
  readonly sample: readonly LossSample[];
  /** 1-based line of the statement that caused it, in `path`. */
  readonly line: number | null;
  readonly path: string | null;
}

export interface LossSample {
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A schema object that is not as it was. */
export interface Drift {
  readonly kind: ObjectKind;
  readonly schema: string | null;
  readonly table: string | null;
  readonly name: string;
  readonly change: 'missing' | 'extra' | 'changed';
  /** The object as SQL-like text, before the upgrade and after the downgrade. */
  readonly before: string | null;
  readonly after: string | null;
  readonly line: number | null;
  readonly path: string | null;
}

/** One statement that reached the engine. */
export interface StatementRecord {
  readonly phase: 'upgrade' | 'downgrade' | 'reupgrade';
  readonly sql: string;
  readonly parameters: string | null;
  /** Innermost line inside the pasted files that caused it, and the file. */
  readonly line: number | null;
  readonly path: string | null;
  readonly ms: number;
  readonly rows: number | null;
  /** The engine's message, if it failed. */
  readonly error: string | null;
}

/** Something replaced so that the migration could run: a module that is not there. */
export interface Stub {
  readonly module: string;
  readonly names: readonly string[];
  /** Where a stand-in's value reached SQL or control flow, so that the result may not be true. */
  readonly usedAt: readonly { readonly line: number; readonly path: string; readonly how: string }[];
}

export interface RunError {
  readonly phase: Phase;
  readonly message: string;
  readonly line: number | null;
  readonly path: string | null;
  /** The exception's class or the engine's code. */
  readonly code: string | null;
  /** The Python traceback from the pasted files on, if there is one. */
  readonly traceback: string | null;
}

export interface Baseline {
  readonly source: 'history' | 'inferred' | 'given';
  /** The starting schema as SQL, and where each piece of it comes from. */
  readonly sql: string;
  readonly pieces: readonly BaselinePiece[];
}

export interface BaselinePiece {
  /** e.g. `table users`, `column users.phone`. */
  readonly object: string;
  readonly reason: string;
  readonly line: number | null;
  readonly path: string | null;
}

/** What a rollback does hours later, when rows have been written under the new schema. */
export interface AfterTraffic {
  /** How many rows were written. */
  readonly written: number;
  /** Why the downgrade, which ran right after the upgrade, fails on them; `null`: it runs. */
  readonly error: RunError | null;
  /** What was there before the upgrade and is lost only by this way back. */
  readonly losses: readonly Loss[];
  /** What was written since, and the downgrade discards. */
  readonly discarded: readonly Loss[];
}

/** One revision, taken there and back on one engine. */
export interface RevisionResult {
  readonly engine: EngineName;
  readonly revision: string;
  readonly path: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** One sentence: what happened, to whom. */
  readonly summary: string;
  readonly baseline: Baseline;
  readonly losses: readonly Loss[];
  readonly drift: readonly Drift[];
  /** Absent: not tried. */
  readonly traffic?: AfterTraffic;
  readonly statements: readonly StatementRecord[];
  readonly stubs: readonly Stub[];
  readonly error: RunError | null;
  /** Things worth saying that do not change the verdict: rows skipped by the seeder, column order, printed output. */
  readonly notes: readonly string[];
  readonly schemas: { readonly before: Schema; readonly after: Schema | null; readonly back: Schema | null };
  readonly ms: {
    readonly seed: number;
    readonly upgrade: number;
    readonly downgrade: number;
    readonly compare: number;
  };
}

export interface EngineRun {
  readonly engine: EngineName;
  readonly engineVersion: string;
  readonly revisions: readonly RevisionResult[];
  /** Why the whole run could not start or go on. */
  readonly error: RunError | null;
}

/** What a run is asked to do. Plain data: it crosses into the worker and comes from the command line. */
export interface LabRequest {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly engines: readonly EngineName[];
  readonly settings: LabSettings;
  /** Revisions that are only marked as applied: they hung in an earlier try. */
  readonly skip?: readonly string[];
}

export interface LabSettings {
  /** Rows per table that the seeder makes; 0 for none. */
  readonly rows: number;
  /** Starting schema as SQL, in place of the inferred one. */
  readonly baseline: string | null;
  readonly seedProfile: 'representative' | 'hostile';
  /** Also roll back after rows were written under the new schema. Default: in short histories. */
  readonly traffic?: boolean;
}

export const defaultLabSettings: LabSettings = {
  rows: 10,
  baseline: null,
  seedProfile: 'representative',
};

/** A run as it happens. */
export type LabEvent =
  | { readonly type: 'loading'; readonly what: string; readonly loaded: number; readonly total: number | null }
  | { readonly type: 'starting'; readonly what: string }
  | { readonly type: 'ready'; readonly what: string; readonly version: string; readonly ms: number }
  | {
      readonly type: 'plan';
      readonly engine: EngineName;
      readonly revisions: readonly { readonly revision: string; readonly path: string; readonly title: string }[];
    }
  | { readonly type: 'step'; readonly engine: EngineName; readonly revision: string; readonly step: Step }
  | { readonly type: 'revision'; readonly result: RevisionResult }
  | { readonly type: 'finished'; readonly run: Omit<EngineRun, 'revisions'> };

export type Step = 'baseline' | 'seed' | 'upgrade' | 'downgrade' | 'compare' | 'reupgrade';
