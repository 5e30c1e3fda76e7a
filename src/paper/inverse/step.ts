import type { Action } from '../../migration/operation';
import type { Schema } from '../../schema/model';
import type { PaperRevision } from '../roundtrip';

/** One thing to do on the way back. */
export interface InverseStep {
  readonly action: Action;
  readonly stage: Stage;
  /** What the files do not tell, or a person has to decide: sentences. None: it can be done as it is. */
  readonly gaps: readonly string[];
}

/** Where a plan is made: the revision, and the schema that the steps will find. */
export interface Plan {
  readonly revision: PaperRevision;
  readonly current: Schema;
}

/** The order in which things are undone. Types go last, for columns use them; they come first for the same reason. */
export const stages = [
  'drop dependents',
  'drop references',
  'drop constraints',
  'drop columns',
  'drop tables',
  'create types',
  'alter',
  'create tables',
  'create columns',
  'create constraints',
  'create references',
  'create dependents',
  'drop types',
] as const;

export type Stage = (typeof stages)[number];

export function step(stage: Stage, action: Action, gaps: readonly string[] = []): InverseStep {
  return { stage, action, gaps };
}
