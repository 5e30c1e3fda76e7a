/** Postgres' table locks, the weakest first (docs 13.3.1, table 13.2). */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof lockModes)[number];

/** A SELECT waits for it, and with that everything else does. */
export function blocksReads(mode: LockMode): boolean {
  return mode === 'ACCESS EXCLUSIVE';
}

/** INSERT, UPDATE and DELETE wait for it: it conflicts with ROW EXCLUSIVE. */
export function blocksWrites(mode: LockMode): boolean {
  return strength(mode) >= strength('SHARE');
}

export function isStronger(mode: LockMode, other: LockMode): boolean {
  return strength(mode) > strength(other);
}

function strength(mode: LockMode): number {
  return lockModes.indexOf(mode);
}
