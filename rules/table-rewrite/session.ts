import type { PaperRevision } from '../../src/paper/roundtrip';

/** The revision has set the session's time zone to UTC before step `until`. */
export function isSessionInUtc({ upgrade }: PaperRevision, until: number): boolean {
  const settings = upgrade
    .slice(0, until)
    .flatMap(({ operation }) => (operation.kind === 'setting' ? [operation] : []));
  const last = settings.findLast(({ name }) => name.toLowerCase() === 'timezone');
  return /^'?(utc|gmt|etc\/utc)'?$/i.test(last?.value?.trim() ?? '');
}
