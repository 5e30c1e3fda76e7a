import { rules } from '../../rules';

import { loadSqlParser } from '../formats/sql/sql';
import { orderHistory, type History } from '../migration/history';
import type { Migration, Problem, ReadResult, SourceFile } from '../migration/migration';
import { paperRoundTrip, type PaperRevision } from '../paper/roundtrip';
import type { Dialect } from '../schema/model';
import type { Finding, LintedFile } from './finding';
import { readOnce } from './reading';
import type { Report, Rule, RuleContext } from './rule';
import { suppress } from './suppressions';

export interface LintOptions {
  readonly dialect: Dialect;
}

/**
 * Checks files as one history: reads them, takes each revision there and back on paper, and asks the rules. One answer
 * for each file, in the order given; a file that is no migration says so in its `problems`.
 */
export async function lint(files: readonly SourceFile[], { dialect }: LintOptions): Promise<readonly LintedFile[]> {
  await loadSqlParser();
  const read = files.map((file) => ({ file, result: readOnce(file, dialect) }));
  const history = orderHistory(read.flatMap(({ result }) => (result.ok ? [result.migration] : [])));
  const revisions = paperRoundTrip(history.ordered, dialect);
  const byMigration = new Map(revisions.map((revision) => [revision.migration, revision]));
  return read.map(({ file, result }) => lintedFile(file, result, history, byMigration, dialect));
}

function lintedFile(
  file: SourceFile,
  result: ReadResult,
  history: History,
  revisions: ReadonlyMap<Migration, PaperRevision>,
  dialect: Dialect,
): LintedFile {
  const { path } = file;
  if (!result.ok) return { path, format: null, revision: null, findings: [], problems: result.problems };
  const { migration } = result;
  const revision = revisions.get(migration);
  const findings = revision === undefined ? [] : findingsOf(revision, file, dialect);
  const graph = history.problems.filter((problem) => problem.path === path);
  return {
    path,
    format: migration.format,
    revision: migration.revision,
    findings: inOrder(suppress(findings, file.text, path)),
    problems: inOrder([...migration.problems, ...graph.map(plainProblem)]),
  };
}

function findingsOf(revision: PaperRevision, file: SourceFile, dialect: Dialect): readonly Finding[] {
  const reported: Report[] = [];
  const context: RuleContext = { revision, file, dialect, reported };
  return rules.flatMap((rule) => {
    const reports = rule.check(context);
    reported.push(...reports);
    return reports.map((report) => findingOf(rule, report, file.path));
  });
}

function findingOf({ name, code, severity }: Rule, report: Report, path: string): Finding {
  return {
    rule: name,
    code,
    severity: report.severity ?? severity,
    message: report.message,
    path,
    span: report.span,
    subject: report.subject,
    fixes: report.fixes ?? [],
  };
}

function plainProblem({ message, span }: Problem): Problem {
  return { message, span };
}

function inOrder<T extends Problem>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => a.span.start - b.span.start);
}
