import type { Dialect } from '../../../schema/model';
import type { Quote } from './python';

/** How a file writes: the names under which it knows the libraries, its quotes, its indentation. */
export interface Style {
  readonly dialect: Dialect;
  readonly quote: Quote;
  /** One step of indentation. */
  readonly unit: string;
  /** The name of a module or object in the file; what the file has not imported yet is noted, to be imported. */
  name(library: Library): string;
}

/** What generated code speaks of. */
export type Library = 'op' | 'sa' | 'postgresql';
