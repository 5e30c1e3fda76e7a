import { rules } from '../../rules';
import { LineIndex, type Span } from '../migration/span';
import type { SourceFile } from '../migration/migration';
import type { Finding } from './finding';
import { nameSuppression, removeSuppression } from './fix/suppression';
import type { Rule } from './rule';

/**
 * `# noqa: RT201`, `-- noqa: RT201, MRT202`: a comment on any line of the statement silences these codes there. Codes of
 * other linters are left alone, and so is a bare `# noqa`, which is theirs.
 */
interface Suppression {
  readonly code: string;
  readonly span: Span;
  readonly line: number;
}

/** What is said of suppressions themselves: no rule modules, for they need to know the others' findings. */
const unused = { name: 'unused-suppression', code: 'RT901' };
const bare = { name: 'bare-suppression', code: 'RT902' };

/**
 * The findings that stay, one for each suppression of a code of ours that silences none, and one where a bare `# noqa`
 * stands as if it did.
 *
 * @param chosen The rules that were asked: a suppression of another (for another dialect, or optional) is not idle.
 */
export function suppress(
  findings: readonly Finding[],
  { text, path }: SourceFile,
  chosen: readonly Rule[],
): readonly Finding[] {
  if (!/noqa/i.test(text)) return findings;
  const lines = new LineIndex(text);
  const suppressions = readSuppressions(text, lines);
  const used = new Set<Suppression>();
  const kept = findings.filter((finding) => {
    const hits = suppressions.filter((suppression) => silences(suppression, finding, lines));
    for (const hit of hits) used.add(hit);
    return hits.length === 0;
  });
  const idle = suppressions.filter((each) => isOurs(each.code, chosen) && !used.has(each));
  return [...kept, ...idle.map((each) => unusedFinding(each, text, path)), ...bareFindings(kept, text, lines, path)];
}

/** A code of a rule that was asked, or of none at all. */
function isOurs(code: string, chosen: readonly Rule[]): boolean {
  if (!code.startsWith('RT')) return false;
  return chosen.some((rule) => rule.code === code) || !rules.some((rule) => rule.code === code);
}

/** A bare `# noqa` on the line of a warning or error: whoever wrote it may think that it is heard. */
function bareFindings(kept: readonly Finding[], text: string, lines: LineIndex, path: string): readonly Finding[] {
  return [...text.matchAll(/#\s*noqa\b(?!\s*:)/gi)].flatMap((match) => {
    const line = lines.line(match.index);
    const heard = kept.find(({ span, severity }) => severity !== 'info' && lines.line(span.start) === line);
    if (heard === undefined) return [];
    const span = { start: match.index, end: match.index + match[0].length };
    const message = `A bare noqa is for other linters and silences nothing here: write # noqa: ${heard.code}, so that it does not hide what comes later.`;
    return [{ ...finding(bare, path, span), message, fixes: [nameSuppression(span, heard.code)] }];
  });
}

function readSuppressions(text: string, lines: LineIndex): readonly Suppression[] {
  return [...text.matchAll(/(?:#|--)\s*noqa:\s*([A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*)/gi)].flatMap((match) => {
    const line = lines.line(match.index);
    const codes = [...(match[1] ?? '').matchAll(/[A-Z]+\d+/gi)];
    return codes.map((code): Suppression => {
      const start = match.index + match[0].length - (match[1] ?? '').length + code.index;
      return { code: code[0].toUpperCase(), line, span: { start, end: start + code[0].length } };
    });
  });
}

function silences({ code, line }: Suppression, finding: Finding, lines: LineIndex): boolean {
  if (code !== finding.code && !aliasesOf(finding).includes(code)) return false;
  return (
    line >= lines.line(finding.span.start) && line <= lines.line(Math.max(finding.span.start, finding.span.end - 1))
  );
}

function aliasesOf({ rule }: Finding): readonly string[] {
  return rules.find(({ name }) => name === rule)?.aliases ?? [];
}

function unusedFinding({ code, span }: Suppression, text: string, path: string): Finding {
  const isKnown = rules.some((rule) => rule.code === code);
  const message = isKnown
    ? `Nothing on this line is reported as ${code}: the suppression can go.`
    : `There is no rule ${code}: the suppression does nothing.`;
  return { ...finding(unused, path, span), message, fixes: [removeSuppression(text, span)] };
}

function finding({ name, code }: typeof unused, path: string, span: Span): Omit<Finding, 'message'> {
  return { rule: name, code, severity: 'info', path, span, subject: null, fixes: [] };
}
