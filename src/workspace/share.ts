import type { RevisionResult } from '../lab/result';
import type { Finding } from '../lint/finding';
import { encodeLink } from './permalink';
import { engineLabels, type Workspace } from './workspace';

/** The ways to hand work to somebody else, as text for the clipboard. */

/** @param page - the page's address without a fragment */
export function toLink(workspace: Workspace, page: string): string {
  return page + encodeLink(workspace);
}

export function toMarkdownLink(workspace: Workspace, page: string): string {
  return `[${titleOf(workspace)} in Roundtrip](${toLink(workspace, page)})`;
}

/** For a code review: the verdicts first, then what was found on paper, then the code, folded away. */
export function toMarkdown(
  workspace: Workspace,
  page: string,
  results: readonly RevisionResult[],
  findings: readonly { readonly finding: Finding | null; readonly path: string; readonly line: number }[],
): string {
  return [
    `### ${titleOf(workspace)}`,
    ...(results.length > 0 ? [verdictTable(results)] : []),
    ...(findings.length > 0 ? [findingList(findings)] : []),
    ...workspace.files.map(({ path, text }) => folded(path, text)),
    toMarkdownLink(workspace, page),
  ].join('\n\n');
}

/** What to say about a link's length, if anything: chat programs cut long messages without a word. */
export function lengthNote(link: string): string | null {
  if (link.length <= 2_000) return null;
  const limit = link.length <= 4_000 ? 'Discord cuts messages at 2,000' : 'Slack cuts messages at about 4,000';
  return `This link has ${link.length.toLocaleString('en')} characters; ${limit}. "Markdown with code" or a download is safer.`;
}

function titleOf({ files }: Workspace): string {
  const [first, ...rest] = files;
  const name = first?.path.split('/').at(-1) ?? 'migration';
  return rest.length === 0 ? name : `${name} and ${rest.length} more`;
}

function verdictTable(results: readonly RevisionResult[]): string {
  const rows = results.map(
    ({ revision, engine, verdict, summary }) =>
      `| \`${revision}\` | ${engineLabels[engine]} | **${verdict}** | ${inCell(summary)} |`,
  );
  return ['| revision | database | verdict | what happened |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function findingList(
  findings: readonly { readonly finding: Finding | null; readonly path: string; readonly line: number }[],
): string {
  return findings
    .flatMap(({ finding, path, line }) =>
      finding === null ? [] : [`- **${finding.severity}** ${finding.code} ${path}:${line}: ${finding.message}`],
    )
    .join('\n');
}

/** A fence longer than any in the text, so that the text cannot end it. */
function folded(path: string, text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  const language = path.toLowerCase().endsWith('.sql') ? 'sql' : 'python';
  return `<details><summary>${path}</summary>\n\n${fence}${language}\n${text.trimEnd()}\n${fence}\n\n</details>`;
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
