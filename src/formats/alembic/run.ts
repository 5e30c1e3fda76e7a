import type { Action, Attempted, Circumstances, Condition, Operation } from '../../migration/operation';
import type { Misuse } from '../../migration/migration';
import type { Span } from '../../migration/span';
import type { Dialect } from '../../schema/model';
import { decide } from './conditions';
import type { PythonSource } from './python/tree';
import type { Call, FunctionValue, Value } from './python/value';

/** Under what the statements that follow run. */
export interface Restriction {
  readonly certainty?: Circumstances['certainty'];
  readonly dialects?: readonly Dialect[];
  readonly autocommit?: boolean;
  readonly swallowed?: Span;
  readonly condition?: Condition;
}

type Standing = Pick<Circumstances, 'certainty' | 'dialects' | 'autocommit' | 'swallowed' | 'condition'>;

/** What calls mean. Handed in, because calling a function of the file executes statements, which evaluate calls. */
export type Caller = (call: Call, run: Run) => Value;

/** Bounds for what a hostile file may cost; no real migration comes near. */
const maximumSteps = 200_000;
const maximumOperations = 20_000;
const maximumDepth = 40;

/** One walk through one function of a migration: collects what it does, and knows under which conditions. */
export class Run {
  readonly source: PythonSource;
  readonly dialect: Dialect;
  readonly operations: Operation[] = [];
  /** Calls that fail when they are made. */
  readonly misuses: Misuse[] = [];
  readonly #caller: Caller;
  readonly #mentioned = new Set<unknown>();
  #standing: Standing = { certainty: 'always', dialects: null, autocommit: false };
  #steps = 0;
  /** Where the functions that are being followed are defined. */
  readonly #followed: number[] = [];

  constructor(source: PythonSource, dialect: Dialect, caller: Caller) {
    this.source = source;
    this.dialect = dialect;
    this.#caller = caller;
  }

  get standing(): Standing {
    return this.#standing;
  }

  call(call: Call): Value {
    return this.#caller(call, this);
  }

  /** Whether a condition holds in the dialect that is read for; `null` where it depends on more than that. */
  decide(condition: Value): boolean | null {
    return decide(condition, this.dialect);
  }

  /** Counts one step of evaluation; false when the file has had its share. */
  step(): boolean {
    this.#steps++;
    return this.hasSteps;
  }

  get hasSteps(): boolean {
    return this.#steps < maximumSteps && this.operations.length < maximumOperations;
  }

  /** Follows a call; `null` when it is being followed already (recursion) or goes too deep. */
  follow<T>(callee: FunctionValue, body: () => T): T | null {
    const { from } = callee.node;
    if (this.#followed.includes(from) || this.#followed.length >= maximumDepth) return null;
    this.#followed.push(from);
    try {
      return body();
    } finally {
      this.#followed.pop();
    }
  }

  /** Runs something under a further restriction; not at all where no dialect is left. */
  under<T>(restriction: Restriction | null, body: () => T): T | null {
    const before = this.#standing;
    const next = restriction === null ? before : narrow(before, restriction);
    if (next.dialects?.length === 0) return null;
    this.#standing = next;
    try {
      return body();
    } finally {
      this.#standing = before;
    }
  }

  emit(
    action: Action,
    span: Span,
    via: Circumstances['via'] = 'op',
    call: Pick<Circumstances, 'given' | 'batch'> = {},
  ): void {
    const { certainty, dialects, autocommit, swallowed, condition } = this.#standing;
    // What has most properties comes first: engines copy the first object of a literal much faster than later ones.
    const operation: Operation = { ...action, certainty, dialects, autocommit, via, span, ...call };
    const isPlain = swallowed === undefined && condition === undefined;
    this.operations.push(isPlain ? operation : { ...operation, ...reasons(swallowed, condition) });
  }

  /** Says of the operations `from` to `to` (exclusive) that a handler passes over their failure. */
  markSwallowed(from: number, to: number, handler: Span): void {
    for (let at = from; at < to; at++) {
      const operation = this.operations[at];
      if (operation && !operation.swallowed) this.operations[at] = { ...operation, swallowed: handler };
    }
  }

  emitRead(operation: Operation): void {
    this.operations.push(operation);
  }

  /** Once for each place: an unrolled loop would say it many times. */
  emitUnknown(message: string, span: Span, via: Circumstances['via'] = 'op', attempted?: Attempted): void {
    if (!this.isFirstUnknown(span)) return;
    this.emit({ kind: 'unknown', reason: 'dynamic', message, ...(attempted ? { attempted } : {}) }, span, via);
  }

  isFirstUnknown({ start }: Span): boolean {
    return this.isFirstMention(`unknown ${String(start)}`);
  }

  misuse(message: string, span: Span, isIgnored = false): void {
    if (!this.isFirstMention(`misuse ${String(span.start)} ${message}`)) return;
    this.misuses.push({ message, span, ...(isIgnored ? { isIgnored } : {}) });
  }

  /** True the first time it is asked about a declaration. */
  isFirstMention(declaration: unknown): boolean {
    if (this.#mentioned.has(declaration)) return false;
    this.#mentioned.add(declaration);
    return true;
  }
}

function narrow(standing: Standing, restriction: Restriction): Standing {
  const { certainty, dialects, autocommit } = restriction;
  const swallowed = restriction.swallowed ?? standing.swallowed;
  const condition = restriction.condition ?? standing.condition;
  return {
    certainty: certainty === undefined || standing.certainty === 'repeated' ? standing.certainty : certainty,
    dialects: intersect(standing.dialects, dialects ?? null),
    autocommit: standing.autocommit || (autocommit ?? false),
    ...reasons(swallowed, condition),
  };
}

function reasons(
  swallowed: Span | undefined,
  condition: Condition | undefined,
): Pick<Standing, 'swallowed' | 'condition'> {
  if (swallowed === undefined) return condition === undefined ? {} : { condition };
  return condition === undefined ? { swallowed } : { swallowed, condition };
}

function intersect(a: readonly Dialect[] | null, b: readonly Dialect[] | null): readonly Dialect[] | null {
  if (a === null || b === null) return a ?? b;
  return a.filter((dialect) => b.includes(dialect));
}
