import type { InferredPiece } from '../baseline';
import type { Place } from './facts';

export function piece(object: string, reason: string, { path, span }: Place): InferredPiece {
  return { object, reason, path, span };
}
