/** Which rows are NULL in a column: one of every five, not the same in all columns. A table of one row has values. */
export class NullTurns {
  readonly #every: number;

  /** @param rows How many rows the table shall have: with less than five, one of them all is NULL. */
  constructor(rows: number) {
    this.#every = Math.min(rows, 5);
  }

  isNull(ordinal: number, shift: number): boolean {
    return this.#every > 1 && (ordinal + shift) % this.#every === 0;
  }

  /** How many rows before this one have a value. */
  valuesBefore(ordinal: number, shift: number): number {
    if (this.#every < 2) return ordinal;
    const start = shift % this.#every;
    return ordinal - (Math.ceil((ordinal + start) / this.#every) - Math.ceil(start / this.#every));
  }
}
