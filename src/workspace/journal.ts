import type { EngineName } from '../lab/engines/engine';
import type { EngineRun, LabEvent, RevisionResult, Step } from '../lab/result';

/** A run as far as it has come: what the page shows while it happens. Built from events, one at a time. */
export interface Journal {
  /** Downloads and starts, in the order in which they were first heard of. */
  readonly starts: readonly Start[];
  readonly engines: readonly EngineJournal[];
}

/** Something that is downloaded, then started. */
export interface Start {
  readonly what: string;
  readonly state: 'loading' | 'starting' | 'ready';
  /** Bytes so far. */
  readonly loaded: number;
  readonly total: number | null;
  /** Once ready. */
  readonly version: string | null;
  readonly ms: number | null;
}

export interface EngineJournal {
  readonly engine: EngineName;
  readonly planned: readonly { readonly revision: string; readonly path: string; readonly title: string }[];
  readonly results: readonly RevisionResult[];
  /** What is happening now; `null` before the first step and between revisions. */
  readonly current: { readonly revision: string; readonly step: Step } | null;
  /** Set when the engine is through. */
  readonly finished: Omit<EngineRun, 'revisions'> | null;
}

export const emptyJournal: Journal = { starts: [], engines: [] };

/** The journal after one more event. Events may come in any order; a late one never undoes a later state. */
export function record(journal: Journal, event: LabEvent): Journal {
  switch (event.type) {
    case 'loading':
      return withStart(journal, event.what, (start) =>
        start.state === 'loading' ? { ...start, loaded: event.loaded, total: event.total } : start,
      );
    case 'starting':
      return withStart(journal, event.what, (start) =>
        start.state === 'ready' ? start : { ...start, state: 'starting' },
      );
    case 'ready':
      return withStart(journal, event.what, (start) => ({
        ...start,
        state: 'ready',
        version: event.version,
        ms: event.ms,
      }));
    case 'plan':
      return withEngine(journal, event.engine, (engine) => ({ ...engine, planned: event.revisions }));
    case 'step':
      return withEngine(journal, event.engine, (engine) => ({
        ...engine,
        current: { revision: event.revision, step: event.step },
      }));
    case 'revision':
      return withEngine(journal, event.result.engine, (engine) => ({
        ...engine,
        current: null,
        results: withResult(engine, event.result),
      }));
    case 'finished':
      return withEngine(journal, event.run.engine, (engine) => ({ ...engine, current: null, finished: event.run }));
  }
}

/**
 * The journal of a run that is over, with the lab's own last word: what hung, or never started, is in the answer. A
 * result that was told before stays the same object, so that a long page is not drawn anew.
 */
export function conclude(journal: Journal, runs: readonly EngineRun[]): Journal {
  return runs.reduce(
    (before, { revisions, ...run }) =>
      withEngine(before, run.engine, (engine) => {
        const told = new Map(engine.results.map((result) => [result.revision, result]));
        const results = revisions.map((result) => sameOf(told.get(result.revision), result));
        return { ...engine, results, current: null, finished: run };
      }),
    journal,
  );
}

function sameOf(told: RevisionResult | undefined, last: RevisionResult): RevisionResult {
  return told?.verdict === last.verdict && told.summary === last.summary ? told : last;
}

/** Every result so far, engine by engine. */
export function resultsOf(journal: Journal): readonly RevisionResult[] {
  return journal.engines.flatMap(({ results }) => results);
}

/** One line for a live region: what is happening right now. */
export function describeProgress(journal: Journal): string {
  const busy = journal.engines.find(({ current }) => current !== null);
  if (busy?.current) {
    const at = busy.results.length + 1;
    const of = busy.planned.length > 1 ? `revision ${at} of ${busy.planned.length}, ` : '';
    return `${of}${stepNames[busy.current.step]}`;
  }
  const start = journal.starts.findLast(({ state }) => state !== 'ready');
  if (start === undefined) return 'Starting';
  return start.state === 'loading' ? `Downloading ${start.what}` : `Starting ${start.what}`;
}

export const stepNames = {
  baseline: 'building the starting schema',
  seed: 'writing rows',
  upgrade: 'upgrading',
  downgrade: 'downgrading',
  compare: 'comparing',
  reupgrade: 'upgrading again',
} as const satisfies Record<Step, string>;

function withStart(journal: Journal, what: string, change: (start: Start) => Start): Journal {
  const known = journal.starts.some((start) => start.what === what);
  const fresh: Start = { what, state: 'loading', loaded: 0, total: null, version: null, ms: null };
  const starts = known ? journal.starts : [...journal.starts, fresh];
  return { ...journal, starts: starts.map((start) => (start.what === what ? change(start) : start)) };
}

/** A revision may be told of twice: a run that hung is walked again from its start. In the order of the plan. */
function withResult({ planned, results }: EngineJournal, result: RevisionResult): readonly RevisionResult[] {
  const places = new Map(planned.map(({ revision }, at) => [revision, at]));
  const place = ({ revision }: RevisionResult) => places.get(revision) ?? planned.length;
  const others = results.filter(({ revision }) => revision !== result.revision);
  return [...others, result].toSorted((a, b) => place(a) - place(b));
}

function withEngine(journal: Journal, name: EngineName, change: (engine: EngineJournal) => EngineJournal): Journal {
  const known = journal.engines.some(({ engine }) => engine === name);
  const fresh: EngineJournal = { engine: name, planned: [], results: [], current: null, finished: null };
  const engines = known ? journal.engines : [...journal.engines, fresh];
  return { ...journal, engines: engines.map((each) => (each.engine === name ? change(each) : each)) };
}
