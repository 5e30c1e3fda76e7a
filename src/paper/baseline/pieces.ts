import type { InferredPiece } from '../baseline';
import type { Place } from './facts';

export function piece(object: string, reason: string, { path, span }: Place): InferredPiece {
  return { object, reason, path, span };
}

/** How a guess is remembered: `column users.phone` as a whole, `type users.phone` for its type alone, `index ix_a`. */
export function guessKey(what: GuessedPart, name: string): string {
  return `${what} ${name}`;
}

export type GuessedPart = 'table' | 'column' | 'type' | 'constraint' | 'index' | 'object' | 'enum';
