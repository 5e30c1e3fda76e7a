import type { Finding } from '../../lint/finding';

/** What a finding is told apart by, wherever it moves in the text; `code` and `subject` are `null` for the reader's. */
interface Nameable {
  readonly message: string;
  readonly finding: Pick<Finding, 'code' | 'subject'> | null;
}

/** One key for each of a file's findings, in order: its rule and object, counted where that is not enough. */
export function keysOf(findings: readonly Nameable[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map((each) => {
    const name = nameOf(each);
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    return `${name} ${nth}`;
  });
}

function nameOf({ message, finding }: Nameable): string {
  if (finding === null) return message;
  const { code, subject } = finding;
  return [code, subject?.table, subject?.name].join(' ');
}
