import type { SourceFile } from '../migration/migration';
import type { PaperRevision } from '../paper/roundtrip';
import type { Report, Reported, Rule, RuleContext } from './rule';

/** What a rule said of a revision, and what it looked at besides the revision, its file and the settings. */
interface Answer {
  readonly reports: readonly Report[];
  /** At the other revisions: what it says may change with them. */
  readonly sawOthers: boolean;
  /** At what rules before it had said. */
  readonly sawReported: boolean;
}

interface Memory {
  readonly file: SourceFile;
  readonly settings: string;
  readonly rules: readonly Rule[];
  readonly answers: readonly Answer[];
}

/** Paper gives the same revision again as long as neither it nor anything before it changed (src/paper/retake.ts). */
const memories = new WeakMap<PaperRevision, Memory>();

/**
 * What the rules report on a revision, in their order. A rule that was asked about the very same revision is not asked
 * again, unless it looked at other revisions, or at earlier reports that are different now. A rule tells what it looks
 * at by looking: its context is watched.
 */
export function askRules(rules: readonly Rule[], context: RuleContext): readonly (readonly Report[])[] {
  const memory = memoryOf(rules, context);
  const reported: Reported[] = [];
  const watched = watch({ ...context, reported });
  let isNews = memory === null;
  const answers = rules.map((rule, at) => {
    const known = memory?.answers[at];
    const isGood = known !== undefined && !known.sawOthers && !(known.sawReported && isNews);
    const answer = isGood ? known : ask(rule, watched);
    isNews ||= !isGood && !isSameReports(known?.reports, answer.reports);
    for (const report of answer.reports) reported.push({ ...report, code: rule.code });
    return answer;
  });
  memories.set(context.revision, { file: context.file, settings: textOf(context), rules, answers });
  return answers.map(({ reports }) => reports);
}

function memoryOf(rules: readonly Rule[], context: RuleContext): Memory | null {
  const memory = memories.get(context.revision);
  if (memory === undefined || memory.settings !== textOf(context)) return null;
  const isSameFile = memory.file.text === context.file.text && memory.file.path === context.file.path;
  const isSameRules = memory.rules.length === rules.length && rules.every((rule, at) => rule === memory.rules[at]);
  return isSameFile && isSameRules ? memory : null;
}

function textOf({ dialect, settings }: RuleContext): string {
  return JSON.stringify([dialect, settings]);
}

/** A context, and which of its parts has been looked at since `seen` was cleared. */
interface Watched {
  readonly context: RuleContext;
  readonly seen: { others: boolean; reported: boolean };
}

function watch({ revision, revisions, graph, dialect, settings, file, reported }: RuleContext): Watched {
  const seen = { others: false, reported: false };
  const context: RuleContext = {
    revision,
    dialect,
    settings,
    file,
    get revisions() {
      seen.others = true;
      return revisions;
    },
    get graph() {
      seen.others = true;
      return graph;
    },
    get reported() {
      seen.reported = true;
      return reported;
    },
  };
  return { context, seen };
}

function ask(rule: Rule, { context, seen }: Watched): Answer {
  seen.others = false;
  seen.reported = false;
  const reports = rule.check(context);
  return { reports, sawOthers: seen.others, sawReported: seen.reported };
}

function isSameReports(before: readonly Report[] | undefined, after: readonly Report[]): boolean {
  if (before === undefined || before.length !== after.length) return false;
  return before.length === 0 || JSON.stringify(before) === JSON.stringify(after);
}
