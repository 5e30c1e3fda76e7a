import { themes } from '../../rules';

import { loadSqlParserFor } from '../formats/sql/sql';
import { orderHistory } from '../migration/history';
import type { Migration, Problem, ReadResult, SourceFile } from '../migration/migration';
import { Retake } from '../paper/retake';
import { paperRoundTrip, type PaperRevision } from '../paper/roundtrip';
import type { Dialect } from '../schema/model';
import type { Finding, LintedFile } from './finding';
import { askRules } from './memory';
import { readOnce } from './reading';
import type { Report, Rule, RuleContext } from './rule';
import { defaultSettings, type LintOptions, type LintSettings } from './settings';
import { suppress } from './suppressions';

/** What the findings of one file are drawn from, besides the file. */
interface Surroundings extends Omit<RuleContext, 'revision' | 'file' | 'reported'> {
  readonly fixes: LintOptions['fixes'];
  readonly rules: readonly Rule[];
}

/**
 * Checks files as one history: reads them, takes each revision there and back on paper, and asks the rules. One answer
 * for each file, in the order given; a file that is no migration says so in its `problems`, and one whose revision is
 * taken has no place in the history: it is looked at by itself.
 */
export async function lint(files: readonly SourceFile[], options: LintOptions): Promise<readonly LintedFile[]> {
  const { dialect, fixes = true, ...settings } = options;
  await loadSqlParserFor(dialect);
  const read = files.map((file) => ({ file, result: readOnce(file, dialect) }));
  const graph = orderHistory(read.flatMap(({ result }) => (result.ok ? [result.migration] : [])));
  const revisions = retakeFor(dialect).roundTrip(graph.ordered);
  const alone = graph.duplicates.flatMap(({ migration }) => paperRoundTrip([migration], dialect));
  const byMigration = new Map([...revisions, ...alone].map((revision) => [revision.migration, revision]));
  const chosen = { ...defaultSettings, ...settings };
  const surroundings = { revisions, graph, dialect, settings: chosen, fixes, rules: chosenRules(dialect, chosen) };
  return read.map(({ file, result }) => lintedFile(file, result, byMigration, surroundings));
}

/** The history that was last looked at: of the next one, most is usually the same. */
const retakes = new Map<Dialect, Retake>();

function retakeFor(dialect: Dialect): Retake {
  const retake = retakes.get(dialect) ?? new Retake(dialect);
  retakes.set(dialect, retake);
  return retake;
}

function lintedFile(
  file: SourceFile,
  result: ReadResult,
  revisions: ReadonlyMap<Migration, PaperRevision>,
  surroundings: Surroundings,
): LintedFile {
  const { path } = file;
  if (!result.ok) return { path, format: null, revision: null, findings: [], problems: result.problems };
  const { migration } = result;
  const revision = revisions.get(migration);
  const findings = revision === undefined ? [] : findingsOf(revision, file, surroundings);
  return {
    path,
    format: migration.format,
    revision: migration.revision,
    findings: inOrder(suppress(findings, file, surroundings.rules)),
    problems: inOrder(migration.problems),
  };
}

function findingsOf(revision: PaperRevision, file: SourceFile, surroundings: Surroundings): readonly Finding[] {
  const context: RuleContext = { ...surroundings, revision, file, reported: [] };
  const answers = askRules(surroundings.rules, context);
  return surroundings.rules.flatMap((rule, at) =>
    (answers[at] ?? []).map((report) => findingOf(rule, report, context, surroundings.fixes)),
  );
}

/** The rules that apply to the dialect, without those that nobody asked for. */
function chosenRules(dialect: Dialect, { enable }: LintSettings): readonly Rule[] {
  return themes.flatMap(({ name: theme, rules }) =>
    rules.filter(
      ({ name, code, dialects, isOptional }) =>
        dialects?.includes(dialect) !== false &&
        (isOptional !== true || [name, code, theme, 'all'].some((word) => enable.includes(word))),
    ),
  );
}

function findingOf(rule: Rule, report: Report, context: RuleContext, fixes: LintOptions['fixes']): Finding {
  const { name, code, severity } = rule;
  const finding: Finding = {
    rule: name,
    code,
    severity: report.severity ?? severity,
    message: report.message,
    path: context.file.path,
    span: report.span,
    subject: report.subject,
    fixes: [],
  };
  const isWanted = typeof fixes === 'function' ? fixes(finding) : fixes;
  if (isWanted !== true) return finding;
  return { ...finding, fixes: [...(report.fixes ?? []), ...(rule.fix?.(report, context) ?? [])] };
}

function inOrder<T extends Problem>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => a.span.start - b.span.start);
}
