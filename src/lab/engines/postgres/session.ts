import type { PGlite } from '@electric-sql/pglite';
import { type PostgresPort, type QueryResult, SqlError } from '../engine';
import { queryMessage, readReply, statusOf, type TransactionStatus } from './protocol';

/**
 * The one door to a PGlite instance. Ours and the runner's messages all pass here, so that the transaction's status is
 * always known. PGlite's own `query` and `exec` are never used: they keep state of their own.
 */
export class PostgresSession {
  readonly #postgres: PGlite;
  #status: TransactionStatus = 'idle';
  /** Why PGlite is no longer usable: a bug in it, never the refusal of a statement. */
  #failure: Error | null = null;

  constructor(postgres: PGlite) {
    this.#postgres = postgres;
  }

  get status(): TransactionStatus {
    return this.#status;
  }

  /** Sends frontend messages, gives the backend's answer. */
  readonly exchange: PostgresPort['exchange'] = (message) => {
    if (this.#failure !== null) throw this.#failure;
    const reply = this.#send(message);
    this.#status = statusOf(reply) ?? this.#status;
    return reply;
  };

  /**
   * Runs a script of statements; gives the result of each. A script of several is one transaction unless it has
   * BEGIN and COMMIT of its own.
   *
   * @throws SqlError when Postgres refuses one.
   */
  run(script: string): readonly QueryResult[] {
    const { results, error } = readReply(this.exchange(queryMessage(script)), script);
    if (error !== null) throw new SqlError(error);
    return results;
  }

  /** As `run`, for a script whose refusal is an answer: gives whether all of it ran. */
  tries(script: string): boolean {
    return readReply(this.exchange(queryMessage(script)), script).error === null;
  }

  close(): Promise<void> {
    return this.#postgres.close();
  }

  /**
   * PGlite's streaming call does all its work before its first `await`, so the answer is complete when it returns. Its
   * synchronous twin would also parse every message, and keep the parsed ones for as long as the database lives.
   */
  #send(message: Uint8Array): Uint8Array {
    const chunks: Uint8Array[] = [];
    this.#postgres
      .execProtocolRawStream(message, { syncToFs: false, onRawData: (bytes) => chunks.push(bytes.slice()) })
      .catch((cause: unknown) => {
        this.#failure = new Error('PGlite broke while it ran a statement.', { cause });
      });
    return join(chunks);
  }
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
