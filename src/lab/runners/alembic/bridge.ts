import { type EnginePort, SqlError, type SqliteValue } from '../../engines/engine';
import { fromLatin1, toLatin1 } from './latin1';
import { answerOf, listOf, parametersOf, parseFunctionAnswer, parseRequest, valueOf } from './sqlite-wire';

/**
 * What Python may call. Only text crosses, nothing throws, and the functions have no prototype: no JavaScript object
 * comes within reach of pasted code, from which it could climb to a constructor.
 */
export class Bridge {
  #port: EnginePort | null = null;
  readonly #functions: Destroyable[] = [];

  connect(port: EnginePort): void {
    this.disconnect();
    this.#port = port;
  }

  disconnect(): void {
    this.#port = null;
    for (const each of this.#functions.splice(0)) each.destroy();
  }

  /** In the order in which `Bridge` in connecting.py takes them. */
  lent(): readonly unknown[] {
    return [
      lend((message: string) => this.#exchange(message)),
      lend(() => this.#port?.kind === 'postgres' && this.#port.isFolded()),
      lend((request: string) => this.#run(request)),
      lend((name: string, arity: number, call: PythonFunction) => this.#addFunction(name, arity, call)),
    ];
  }

  #exchange(message: string): string {
    return this.#port?.kind === 'postgres' ? toLatin1(this.#port.exchange(fromLatin1(message))) : '';
  }

  #run(request: string): string {
    if (this.#port?.kind !== 'sqlite') return refusal(new Error('There is no SQLite database.'));
    try {
      const connection = this.#port.connection();
      const { sql, parameters } = parseRequest(request);
      if (parameters === null) return JSON.stringify({ isInTransaction: connection.isInTransaction() });
      return answerOf(connection.run(sql, parametersOf(parameters)), sql);
    } catch (cause) {
      return refusal(cause);
    }
  }

  /** Gives `null` as JSON, or the error. */
  #addFunction(name: string, arity: number, call: PythonFunction): string {
    if (this.#port?.kind !== 'sqlite') return 'null';
    const kept = call.copy();
    this.#functions.push(kept);
    try {
      this.#port.connection().createFunction(name, arity, functionCall(kept));
      return 'null';
    } catch (cause) {
      return JSON.stringify(errorOf(cause));
    }
  }
}

/** A PyProxy of a function from text to text. */
interface PythonFunction extends Destroyable {
  (argumentsAsJson: string): string;
  copy(): PythonFunction;
}

interface Destroyable {
  destroy(): void;
}

/** A SQL function that Python computes. Throws, as SQLite wants it, when the function raised. */
function functionCall(call: PythonFunction): (...values: SqliteValue[]) => SqliteValue {
  return (...values) => {
    const answer = parseFunctionAnswer(call(listOf(values)));
    if ('error' in answer) throw new Error(answer.error);
    return valueOf(answer.value);
  };
}

function refusal(cause: unknown): string {
  return JSON.stringify({ error: errorOf(cause) });
}

function errorOf(cause: unknown): { readonly message: string; readonly code: string | null } {
  if (cause instanceof SqlError) return { message: cause.error.message, code: cause.error.code };
  return { message: cause instanceof Error ? cause.message : String(cause), code: null };
}

/** As a function that gives nothing away: no prototype to climb, and nothing built when it is called with `new`. */
function lend<Arguments extends unknown[], Value>(call: (...values: Arguments) => Value): unknown {
  const lent = function (...values: Arguments): unknown {
    return new.target === undefined ? call(...values) : Object.freeze(Object.create(null));
  };
  lent.prototype = null;
  return Object.freeze(Object.setPrototypeOf(lent, null));
}
