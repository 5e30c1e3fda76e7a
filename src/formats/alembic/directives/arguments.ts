import { columnName, isColumn } from '../sqlalchemy/columns';
import { isNone, plain, type Argument, type Call, type Value } from '../python/value';
import { formerNames, type Signature } from './signatures';

/** A directive's arguments by parameter name, and what is wrong with them. */
export class Arguments {
  readonly call: Call;
  /** What is left of the positional arguments (`*columns`). */
  readonly rest: readonly Argument[];
  /** What a person got wrong; `null` if nothing. */
  readonly mistake: string | null;
  readonly #named: ReadonlyMap<string, Argument>;

  constructor(call: Call, signature: Signature) {
    const { positional } = signature;
    const named = new Map<string, Argument>();
    call.args.slice(0, positional.length).forEach((argument, index) => named.set(positional[index] ?? '', argument));
    for (const [name, argument] of call.keywords) {
      named.set(isParameter(signature, name) ? name : (formerNames[name] ?? name), argument);
    }
    this.call = call;
    this.rest = signature.isVariadic ? call.args.slice(positional.length) : [];
    this.#named = named;
    this.mistake = call.keywords.has('**') ? null : (this.#arity(signature) ?? this.#unknownKeyword(signature));
  }

  get keywords(): ReadonlyMap<string, Argument> {
    return this.#named;
  }

  has(name: string): boolean {
    return this.#named.has(name);
  }

  value(name: string): Value | undefined {
    return this.#named.get(name)?.value;
  }

  argument(name: string): Argument | undefined {
    return this.#named.get(name);
  }

  /** A text, or `null` if it is something else. A Column in place of its name is a mistake that says what is meant. */
  text(name: string): string | null {
    const value = this.value(name);
    return plain(value) ?? (isColumn(value) ? columnName(value) : null);
  }

  /** A name that may be missing or None; `undefined` if it could not be evaluated. */
  optionalText(name: string): string | null | undefined {
    const value = this.value(name);
    return isNone(value) ? null : (plain(value) ?? undefined);
  }

  isTrue(name: string): boolean {
    const value = this.value(name);
    return value?.kind === 'constant' && Boolean(value.value);
  }

  #arity({ positional, required, isVariadic }: Signature): string | null {
    const missing = positional.slice(0, required).filter((name) => !this.has(name));
    if (missing.length > 0) return `lacks ${missing.map((name) => `\`${name}\``).join(' and ')}`;
    const extra = this.call.args.length - positional.length;
    return extra > 0 && !isVariadic
      ? `takes ${String(positional.length)} positional arguments, not ${String(this.call.args.length)}`
      : null;
  }

  /** Where further keywords are taken, they are options of a dialect: `<dialect>_<option>`. */
  #unknownKeyword(signature: Signature): string | null {
    const wrong = [...this.call.keywords.keys()].find(
      (name) => !isParameter(signature, name) && formerNames[name] === undefined && !isOption(signature, name),
    );
    return wrong === undefined ? null : `has no parameter \`${wrong}\``;
  }
}

function isOption({ isOpen, options }: Signature, name: string): boolean {
  return name.startsWith('_') || (isOpen && (options.includes(name) || /^[a-z]+\d*_/.test(name)));
}

function isParameter({ positional, keywords }: Signature, name: string): boolean {
  return positional.includes(name) || keywords.includes(name);
}
