import type { Severity } from '../../lint/finding';
import type { Placed } from '../stores/placing';

/** From worst to least. */
export const severities: readonly Severity[] = ['error', 'warning', 'info'];

export const severityLooks = {
  error: { icon: 'problem', one: 'error', many: 'errors' },
  warning: { icon: 'warning', one: 'warning', many: 'warnings' },
  info: { icon: 'info', one: 'note', many: 'notes' },
} as const satisfies Record<Severity, { readonly icon: string; readonly one: string; readonly many: string }>;

/** The worst severity of some findings; `null` without any. */
export function worst(placed: readonly Placed[]): Severity | null {
  return severities.find((severity) => placed.some((each) => each.severity === severity)) ?? null;
}

/** By the line on which they start. */
export function worstByLine(placed: readonly Placed[]): ReadonlyMap<number, Severity> {
  const byLine = new Map<number, Severity>();
  for (const { start, severity } of placed) {
    const before = byLine.get(start.line);
    if (before === undefined || severities.indexOf(severity) < severities.indexOf(before)) {
      byLine.set(start.line, severity);
    }
  }
  return byLine;
}

/** "2 errors". */
export function countOf(severity: Severity, count: number): string {
  const { one, many } = severityLooks[severity];
  return `${count} ${count === 1 ? one : many}`;
}
