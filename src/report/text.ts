import type { EngineRun, RevisionResult } from '../lab/result';
import { describeDrift, describeLoss } from '../lab/summary';
import type { LintedFile } from '../lint/finding';
import type { Applied } from '../lint/fix/apply';
import type { SourceFile } from '../migration/migration';
import { LineIndex } from '../migration/span';

/** Findings as `path:line:column: severity code rule: message`, the form that editors and CI logs link. */
export function checkText(linted: readonly LintedFile[], files: readonly SourceFile[]): string {
  const texts = new Map(files.map((file) => [file.path, new LineIndex(file.text)]));
  const lines = linted.flatMap((file) => {
    const index = texts.get(file.path) ?? new LineIndex('');
    const problems = file.problems.map(
      ({ message, span }) => `${file.path}:${index.line(span.start)}: problem: ${message}`,
    );
    const findings = file.findings.map(({ span, severity, code, rule, message }) => {
      const { line, column } = index.position(span.start);
      return `${file.path}:${line}:${column}: ${severity} ${code} ${rule}: ${message}`;
    });
    return [...problems, ...findings];
  });
  const count = linted.reduce((sum, file) => sum + file.findings.length, 0);
  return [
    ...lines,
    `${count} ${count === 1 ? 'finding' : 'findings'} in ${linted.length} ${linted.length === 1 ? 'file' : 'files'}.`,
  ].join('\n');
}

/** What `--fix` did, a line for each, in the form of the findings below it. */
export function fixText(applied: readonly Applied[]): string {
  const lines = applied.map(
    ({ finding: { path, code, rule }, fix: { title, safety } }) =>
      `${path}: fixed ${code} ${rule}: ${title}${safety === 'safe' ? '' : ' (look for TODO)'}`,
  );
  return [...lines, `${applied.length} fixed.`].join('\n');
}

/** One line a revision and engine, with what was lost and what drifted below it. */
export function verifyText(runs: readonly EngineRun[]): string {
  return runs.flatMap(runLines).join('\n');
}

function runLines(run: EngineRun): readonly string[] {
  const head = `${run.engine} ${run.engineVersion}`;
  const error = run.error ? [`  ${run.error.message}`] : [];
  return [head, ...error, ...run.revisions.flatMap(revisionLines)];
}

function revisionLines(result: RevisionResult): readonly string[] {
  const details = [
    ...result.losses.map((loss) => `${describeLoss(loss)}${at(loss.line)}`),
    ...result.drift.map((drift) => `${describeDrift(drift)}${at(drift.line)}`),
    ...trafficLines(result),
    ...(result.error ? [`${result.error.phase}: ${result.error.message}${at(result.error.line)}`] : []),
  ];
  return [
    `  ${result.verdict.padEnd(12)} ${result.revision}  ${result.path}`,
    ...details.map((line) => `      ${line}`),
  ];
}

function trafficLines({ traffic }: RevisionResult): readonly string[] {
  if (!traffic) return [];
  const { error, losses, discarded } = traffic;
  const failure = error ? [`after traffic the downgrade fails: ${error.message}${at(error.line)}`] : [];
  const lost = losses.map((loss) => `after traffic ${describeLoss(loss)}`);
  return [...failure, ...lost, ...discarded.map((loss) => `written since and discarded: ${describeLoss(loss)}`)];
}

function at(line: number | null): string {
  return line === null ? '' : ` (line ${line})`;
}
