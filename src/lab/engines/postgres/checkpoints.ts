import type { Checkpoint } from '../engine';
import type { PostgresSession } from './session';

/** A checkpoint is a savepoint of this name; the outermost one has a transaction of its own around it. */
export interface PostgresCheckpoint extends Checkpoint {
  readonly engine: 'postgres';
  readonly savepoint: string;
}

/**
 * States to return to, at the price of a savepoint. While one is open, everything happens inside one transaction; what
 * the runner's driver calls a transaction is a savepoint in it.
 */
export class Checkpoints {
  readonly #session: PostgresSession;
  #open: readonly PostgresCheckpoint[] = [];
  #count = 0;

  constructor(session: PostgresSession) {
    this.#session = session;
  }

  /** True while the session is inside a checkpoint's transaction. A COMMIT that escapes ends that. */
  get isOpen(): boolean {
    return this.#open.length > 0 && this.#session.status !== 'idle';
  }

  take(): PostgresCheckpoint {
    if (this.#session.status !== 'idle' && !this.isOpen) {
      throw new Error('A checkpoint cannot be taken inside a transaction: resetSession first.');
    }
    if (!this.isOpen) this.#begin();
    const checkpoint = { engine: 'postgres', savepoint: `roundtrip_${++this.#count}` } as const;
    this.#session.run(`SAVEPOINT ${checkpoint.savepoint}; SAVEPOINT ${stepSavepoint}`);
    this.#open = [...this.#open, checkpoint];
    return checkpoint;
  }

  /** Undoes all that happened since, and forgets it and the checkpoints taken after it. False: it was lost. */
  restore(checkpoint: PostgresCheckpoint): boolean {
    return this.#end(checkpoint, (savepoint) => `ROLLBACK TO SAVEPOINT ${savepoint}; RELEASE SAVEPOINT ${savepoint}`);
  }

  /** Keeps all that happened since, and forgets it and the checkpoints taken after it. */
  release(checkpoint: PostgresCheckpoint): void {
    this.#end(checkpoint, (savepoint) => `RELEASE SAVEPOINT ${savepoint}`);
  }

  /** Gives up all of them, with all that happened since the first. */
  abandon(): void {
    this.#open = [];
    if (this.#session.status !== 'idle') this.#session.run('ROLLBACK');
  }

  /**
   * Between two runs inside a checkpoint: undoes what a failed one left unfinished, keeps the rest. Where the migration
   * has left the checkpoint's transaction for one of its own, all of it is given up.
   */
  settle(): void {
    const undo = this.#session.status === 'failed' ? `ROLLBACK TO SAVEPOINT ${stepSavepoint}; ` : '';
    const isSettled = this.#session.tries(`${undo}RELEASE SAVEPOINT ${stepSavepoint}; SAVEPOINT ${stepSavepoint}`);
    if (!isSettled) this.abandon();
  }

  #begin(): void {
    this.#open = [];
    this.#session.run('BEGIN');
  }

  #end(checkpoint: PostgresCheckpoint, script: (savepoint: string) => string): boolean {
    const depth = this.#open.indexOf(checkpoint);
    const isThere = depth !== -1 && this.isOpen && this.#session.tries(script(checkpoint.savepoint));
    this.#open = this.#open.slice(0, Math.max(depth, 0));
    if (!isThere) this.abandon();
    else if (depth === 0) this.#session.run('COMMIT');
    return isThere;
  }
}

/** Where a run inside a checkpoint begins. Savepoints of one name nest, so each checkpoint has its own. */
const stepSavepoint = 'roundtrip_step';
