import type { Value } from './value';

/** The names of a scope, set aside. */
interface Names {
  readonly values: Map<string, Value>;
}

/** Names in one function or module; look-ups go outwards. */
export class Scope {
  readonly parent: Scope | null;
  #values: Map<string, Value>;

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

  /** What a name of its own is worth, not one further out. */
  own(name: string): Value | undefined {
    return this.#values.get(name);
  }

  /** Its own names, as they are now. */
  snapshot(): ReadonlyMap<string, Value> {
    return new Map(this.#values);
  }

  /** Goes on with a copy of its names; gives those as they are now, for `exchange` to come back to. */
  fork(): Names {
    const before = this.#values;
    this.#values = new Map(before);
    return { values: before };
  }

  /** Comes back to the names that `fork` gave, once; gives those that there were until now. */
  exchange(names: Names): ReadonlyMap<string, Value> {
    const until = this.#values;
    this.#values = names.values;
    return until;
  }
}
