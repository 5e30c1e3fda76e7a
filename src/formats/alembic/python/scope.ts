import type { Value } from './value';

/** Names in one function or module; look-ups go outwards. */
export class Scope {
  readonly parent: Scope | null;
  readonly #values: Map<string, Value>;

  constructor(parent: Scope | null, values: Iterable<readonly [string, Value]> = []) {
    this.parent = parent;
    this.#values = new Map(values);
  }

  find(name: string): Value | undefined {
    return this.#values.get(name) ?? this.parent?.find(name);
  }

  assign(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  /** Its own names, as they are now. */
  snapshot(): ReadonlyMap<string, Value> {
    return new Map(this.#values);
  }

  restore(values: ReadonlyMap<string, Value>): void {
    this.#values.clear();
    for (const [name, value] of values) this.#values.set(name, value);
  }
}
