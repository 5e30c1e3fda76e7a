import type { Verdict } from '../../lab/result';
import type { IconName } from './icons';

/** How a verdict looks and what it means; the words are those of docs/architecture.md. */
export interface VerdictLook {
  readonly tone: 'good' | 'bad' | 'plum' | 'amber' | 'orange' | 'slate';
  readonly icon: IconName;
  readonly meaning: string;
}

export const verdictLooks = {
  reversible: { tone: 'good', icon: 'reversible', meaning: 'Everything that existed before is back.' },
  lossy: { tone: 'bad', icon: 'lossy', meaning: 'The downgrade ran, but rows or values are gone or changed.' },
  drifted: { tone: 'amber', icon: 'drifted', meaning: 'Nothing is lost, but the state is not the same.' },
  irreversible: {
    tone: 'plum',
    icon: 'irreversible',
    meaning: 'There is no way back: the downgrade is missing or fails.',
  },
  blocked: { tone: 'orange', icon: 'blocked', meaning: 'The upgrade fails because of rows that exist.' },
  inert: { tone: 'slate', icon: 'inert', meaning: 'The upgrade changed nothing.' },
  unsupported: { tone: 'slate', icon: 'unsupported', meaning: 'This engine cannot run it.' },
  error: { tone: 'bad', icon: 'error', meaning: 'It cannot be executed at all.' },
} as const satisfies Record<Verdict, VerdictLook>;
