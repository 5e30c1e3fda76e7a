import type { Node } from '@pgsql/types';
import type { Detail } from '../../../migration/detail';
import type { Action, Read } from '../../../migration/operation';
import type { Span } from '../../../migration/span';
import type { Statement } from '../statement';

/** What a statement does; `span` where only a part of the statement does it. */
export type Found = Action & { readonly span?: Span };

/** Content by node name: `{ CreateStmt: CreateStmt, ... }`. */
type NodeContents = { [N in Node as keyof N & string]: N[keyof N] };

type NodeName = keyof NodeContents;

export type Handlers = { readonly [K in NodeName]?: (node: NodeContents[K], statement: Statement) => readonly Found[] };

/** `CASCADE` was written. */
export function isCascade(behavior: string | undefined): boolean {
  return behavior === 'DROP_CASCADE';
}

/** A statement without a model of its own. */
export function other(statement: string, detail: Detail, reads: readonly Read[] = []): Found {
  return { kind: 'other', statement, reads, detail };
}
