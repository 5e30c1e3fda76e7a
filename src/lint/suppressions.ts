import { rules } from '../../rules';
import { LineIndex, type Span } from '../migration/span';
import type { Finding } from './finding';

/**
 * `# noqa: RT201`, `-- noqa: RT201, MRT202`: a comment on any line of the statement silences these codes there. Codes of
 * other linters are left alone, and so is a bare `# noqa`, which is theirs.
 */
interface Suppression {
  readonly code: string;
  readonly span: Span;
  readonly line: number;
}

/** A suppression that suppresses nothing: there is no rule module for it, for it needs to know the others' findings. */
const unused = { name: 'unused-suppression', code: 'RT901' };

/** The findings that stay, and one for each suppression of a code of ours that silences none. */
export function suppress(findings: readonly Finding[], text: string, path: string): readonly Finding[] {
  if (!/noqa/i.test(text)) return findings;
  const lines = new LineIndex(text);
  const suppressions = readSuppressions(text, lines);
  const used = new Set<Suppression>();
  const kept = findings.filter((finding) => {
    const hits = suppressions.filter((suppression) => silences(suppression, finding, lines));
    for (const hit of hits) used.add(hit);
    return hits.length === 0;
  });
  const idle = suppressions.filter((each) => each.code.startsWith('RT') && !used.has(each));
  return [...kept, ...idle.map((each) => unusedFinding(each, path))];
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

function unusedFinding({ code, span }: Suppression, path: string): Finding {
  return {
    rule: unused.name,
    code: unused.code,
    severity: 'info',
    message: `Nothing on this line is reported as ${code}: the suppression can go.`,
    path,
    span,
    subject: null,
    fixes: [],
  };
}
