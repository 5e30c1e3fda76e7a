import { LineIndex } from '../migration/span';
import type { SourceFile } from '../migration/migration';
import type { AfterTraffic, EngineRun, Loss, RevisionResult } from '../lab/result';
import type { LintedFile } from '../lint/finding';
import type { FixedFiles } from '../lint/fix/apply';

/** `check --format json`, as docs/report-format.md describes it. */
export function checkReport(linted: readonly LintedFile[], files: readonly SourceFile[]) {
  const lines = new Map(files.map((file) => [file.path, new LineIndex(file.text)]));
  return { version: 1, files: linted.map((file) => checkedFile(file, lines.get(file.path) ?? new LineIndex(''))) };
}

/** `check --fix --format json`: what is left, and what was fixed. */
export function fixReport({ linted, files, applied }: FixedFiles) {
  const fixed = applied.map(({ finding: { path, rule, code, subject }, fix: { title, safety } }) => {
    return { path, rule, code, subject, title, safety };
  });
  return { ...checkReport(linted, files), fixed };
}

function checkedFile(file: LintedFile, lines: LineIndex) {
  return {
    path: file.path,
    format: file.format,
    revision: file.revision,
    findings: file.findings.map(({ rule, code, severity, message, span, subject }) => {
      const start = lines.position(span.start);
      const end = lines.position(span.end);
      const place = { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
      return { rule, code, severity, message, ...place, subject };
    }),
    problems: file.problems.map(({ message, span }) => ({ message, line: lines.line(span.start) })),
  };
}

/** `verify --format json`. `path` is given for `--each`: one entry per file and engine. */
export function verifyReport(runs: readonly { readonly path: string | null; readonly run: EngineRun }[]) {
  return { version: 1, runs: runs.map(({ path, run }) => verifiedRun(path, run)) };
}

function verifiedRun(path: string | null, run: EngineRun) {
  return {
    ...(path === null ? {} : { path }),
    engine: run.engine,
    engineVersion: run.engineVersion,
    error: run.error,
    revisions: run.revisions.map(verifiedRevision),
  };
}

function verifiedRevision(result: RevisionResult) {
  return {
    revision: result.revision,
    file: result.path,
    verdict: result.verdict,
    summary: result.summary,
    baseline: result.baseline,
    losses: result.losses.map(lossOf),
    drift: result.drift,
    ...(result.traffic && { traffic: trafficOf(result.traffic) }),
    statements: result.statements,
    stubs: result.stubs.map(({ module }) => module),
    stubUses: result.stubs.flatMap(({ module, usedAt }) => usedAt.map((use) => ({ module, ...use }))),
    error: result.error,
    notes: result.notes,
    ms: result.ms,
  };
}

function lossOf(loss: Loss) {
  return { ...loss, table: loss.table.name, schema: loss.table.schema };
}

function trafficOf({ written, error, losses, discarded }: AfterTraffic) {
  return { written, error, losses: losses.map(lossOf), discarded: discarded.map(lossOf) };
}
