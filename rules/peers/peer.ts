/** A linter of migrations that people may come from, with all of its rules. */
export interface Peer {
  readonly name: string;
  /** The release whose rules were read, or the commit. */
  readonly version: string;
  readonly rules: readonly PeerRule[];
}

/** One rule of a peer, and which of ours say that. */
export type PeerRule = Answered | Unanswered;

interface Described {
  readonly code: string;
  /** What it flags, in our words. */
  readonly says: string;
}

interface Answered extends Described {
  /** Names of our rules: one of them reports what the peer's rule is right about. */
  readonly ours: readonly string[];
  /** An example (as in a rule's README) that the peer flags, and we too. */
  readonly fires: string;
  /** One that the peer flags, or could, and where our rules have nothing of a warning to say. */
  readonly silent?: string;
}

interface Unanswered extends Described {
  /** Why none of ours has to say it. */
  readonly without: string;
}

export function isAnswered(rule: PeerRule): rule is Answered {
  return 'ours' in rule;
}

/** A migration of two sides; the downgrade is `pass` where it is not given. */
export function both(upgrade: string, downgrade = 'pass'): string {
  return `def upgrade():\n${indented(upgrade)}\n\n\ndef downgrade():\n${indented(downgrade)}\n`;
}

/** SQL in an upgrade, before a downgrade that has nothing to do with it. */
export function sql(statements: string): string {
  return both(`op.execute("""${statements}""")`, `op.execute("UPDATE settings SET value = 1 WHERE name = 'revision'")`);
}

function indented(code: string): string {
  return code
    .split('\n')
    .map((line) => (line === '' ? line : `    ${line}`))
    .join('\n');
}
