import type { EngineName } from '../lab/engines/engine';
import type { Drift, Loss, RevisionResult, RunError } from '../lab/result';
import type { Finding } from '../lint/finding';
import type { Subject } from '../schema/model';
import { isSameName } from '../schema/model';
import { engineLabels } from './workspace';

/** What a run has to say about a finding, on one engine. */
export interface Evidence {
  readonly engine: EngineName;
  /** `proven`: the run shows what the finding warns of; `not seen`: it ran the whole way and did not show it. */
  readonly status: 'proven' | 'not seen';
  /** A short phrase for a person: `20 of 20 values lost`. */
  readonly text: string;
}

/** A range of 1-based lines, both included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/**
 * Holds a finding against what the runs of its file showed. Suspicion and proof meet on the identity of the object
 * they speak of; where a finding names none, or a statement failed, on the line. Nothing is said about what a run
 * cannot see (locks, waiting) or about an engine that could not run the migration.
 */
export function evidenceFor(finding: Finding, lines: Lines, results: readonly RevisionResult[]): readonly Evidence[] {
  if (!isVisibleInARun(finding)) return [];
  return results.filter((result) => result.path === finding.path).flatMap((result) => judge(finding, lines, result));
}

/** `Proven on SQLite: 20 of 20 values lost.` */
export function describeEvidence({ engine, status, text }: Evidence): string {
  const label = engineLabels[engine];
  return status === 'proven' ? `Proven on ${label}: ${text}` : `Not seen on ${label}: ${text}`;
}

/** Rules about locks (RT4xx) speak of other sessions, which a run has none of; `info` only tells. */
function isVisibleInARun({ code, severity }: Finding): boolean {
  return !code.startsWith('RT4') && severity !== 'info';
}

function judge(finding: Finding, lines: Lines, result: RevisionResult): readonly Evidence[] {
  const proof = proofOf(finding, lines, result);
  if (proof !== null) return [{ engine: result.engine, status: 'proven', text: proof }];
  if (!ranThrough(result)) return [];
  return [{ engine: result.engine, status: 'not seen', text: `this run ended ${result.verdict}` }];
}

function proofOf(finding: Finding, lines: Lines, result: RevisionResult): string | null {
  const { subject } = finding;
  if (subject !== null) {
    const loss = worst(result.losses.filter((each) => isAbout(subject, each)));
    if (loss !== undefined) return describeLoss(loss);
    const drift = result.drift.find((each) => isSameObject(subject, each));
    if (drift !== undefined) return describeDrift(drift);
  }
  if (result.error !== null && provesByError(finding, lines, result.error)) return describeError(result.error);
  return isAboutDowngrade(finding) ? proofOfDowngrade(result) : null;
}

/** Rules about the downgrade as a whole (RT1xx): missing, empty, raising, data not taken back. */
function isAboutDowngrade({ code }: Finding): boolean {
  return code.startsWith('RT1');
}

function proofOfDowngrade(result: RevisionResult): string | null {
  switch (result.verdict) {
    case 'irreversible':
    case 'lossy':
    case 'drifted':
      return result.summary;
    case 'reversible':
    case 'inert':
    case 'blocked':
    case 'unsupported':
    case 'error':
      return null;
  }
}

/** The statement that failed stands where the finding points. */
function provesByError(finding: Finding, { first, last }: Lines, error: RunError): boolean {
  if (error.path !== finding.path || error.line === null) return false;
  return error.line >= first && error.line <= last;
}

/** The journey was made in full, so that what did not happen may be reported. */
function ranThrough({ verdict }: RevisionResult): boolean {
  return verdict === 'reversible' || verdict === 'lossy' || verdict === 'drifted';
}

function isAbout(subject: Subject, loss: Loss): boolean {
  if (loss.kind === 'rows-added') return false;
  const owner = { schema: subject.schema, name: subject.table ?? subject.name };
  if (!isSameName(owner, loss.table)) return false;
  return subject.kind === 'column' ? loss.column === null || loss.column === subject.name : subject.kind === 'table';
}

function isSameObject(subject: Subject, drift: Drift): boolean {
  return (
    subject.kind === drift.kind &&
    isSameName(subject, drift) &&
    (subject.table ?? drift.table) === (drift.table ?? subject.table)
  );
}

function worst(losses: readonly Loss[]): Loss | undefined {
  return losses.toSorted((a, b) => b.count - a.count)[0];
}

/** `20 of 20 values of users.phone lost`, without the object: the reader is looking at it. */
export function describeLoss(loss: Loss): string {
  switch (loss.kind) {
    case 'rows-lost':
      return `${loss.count} of ${loss.of} rows lost`;
    case 'rows-added':
      return `${loss.count} ${loss.count === 1 ? 'row' : 'rows'} left behind`;
    case 'values-lost':
      return `${loss.count} of ${loss.of} values lost`;
    case 'values-changed':
      return `${loss.count} of ${loss.of} values changed`;
  }
}

function describeDrift({ kind, name, change }: Drift): string {
  switch (change) {
    case 'missing':
      return `${kind} ${name} does not come back`;
    case 'extra':
      return `${kind} ${name} is left behind`;
    case 'changed':
      return `${kind} ${name} comes back different`;
  }
}

function describeError({ phase, message }: RunError): string {
  const step = phase === 'reupgrade' ? 'the second upgrade' : `the ${phase}`;
  return `${step} fails: ${message.split('\n')[0] ?? message}`;
}
