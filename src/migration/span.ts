/** A half-open range of a file's text. */
export interface Span {
  /** 0-based UTF-16 offset. */
  readonly start: number;
  /** 0-based UTF-16 offset, exclusive. */
  readonly end: number;
}

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units, as editors count. */
  readonly column: number;
}

/** Turns offsets into lines and columns: built once per text, then a binary search per look-up. */
export class LineIndex {
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  /** The 1-based line that an offset is on. */
  line(offset: number): number {
    return this.position(offset).line;
  }

  /** The offset at which a 1-based line starts; the text's last line start when beyond the end. */
  offset(line: number): number {
    return this.#starts[Math.max(0, Math.min(line, this.#starts.length) - 1)] ?? 0;
  }
}
