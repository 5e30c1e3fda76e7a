import type { FormatName, ReadResult, SourceFile } from '../migration/migration';
import type { Dialect } from '../schema/model';

/** One way of writing migrations down. */
export interface Format {
  readonly name: FormatName;
  /** Whether a file looks like one of this format. Cheap: it may be asked at every keystroke. */
  detect(file: SourceFile): boolean;
  /**
   * Reads a file that `detect` accepted.
   * @param options.dialect the engine in mind: decides how SQL text is read and which dialect branch gives a variable its value.
   */
  read(file: SourceFile, options?: { readonly dialect?: Dialect }): ReadResult;
}
