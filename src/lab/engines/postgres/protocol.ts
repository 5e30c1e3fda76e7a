import type { EngineError, QueryResult } from '../engine';

/**
 * The part of Postgres' wire protocol (version 3, docs chapter 55) that a simple query needs. All values come in text
 * format, which is the type's own output text: exact, and nothing to convert.
 */

/** What the backend is in after a reply: idle, in a transaction, or in a failed one. */
export type TransactionStatus = 'idle' | 'open' | 'failed';

export interface Reply {
  /** One for each statement that finished. */
  readonly results: readonly QueryResult[];
  readonly error: EngineError | null;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A `Query` message: one statement, or several separated by `;`. */
export function queryMessage(sql: string): Uint8Array {
  const text = encoder.encode(sql);
  const message = new Uint8Array(text.length + 6);
  message[0] = charCode('Q');
  new DataView(message.buffer).setInt32(1, text.length + 5);
  message.set(text, 5);
  return message;
}

/** The status that the last `ReadyForQuery` in a reply tells, or `null` when there is none. */
export function statusOf(reply: Uint8Array): TransactionStatus | null {
  let status: TransactionStatus | null = null;
  for (const message of messagesOf(reply)) {
    if (message.type === 'Z') status = statuses[message.body.string(1)] ?? null;
  }
  return status;
}

/** Reads the whole reply to a `Query` message. `sql` is its text, to turn an error's position into an offset. */
export function readReply(reply: Uint8Array, sql: string): Reply {
  const results: QueryResult[] = [];
  let error: EngineError | null = null;
  let columns: readonly string[] = [];
  let rows: (string | null)[][] = [];
  for (const { type, body } of messagesOf(reply)) {
    switch (type) {
      case 'T':
        columns = readColumns(body);
        break;
      case 'D':
        rows.push(readRow(body));
        break;
      case 'C':
        results.push({ columns, rows, changed: readChanged(body.text()) });
        columns = [];
        rows = [];
        break;
      case 'E':
        error ??= readError(body, sql);
        break;
      // Notices, parameter changes, ReadyForQuery and the answers of COPY carry nothing that a result holds.
      default:
        break;
    }
  }
  return { results, error };
}

const statuses: Readonly<Record<string, TransactionStatus>> = { I: 'idle', T: 'open', E: 'failed' };

/** A cursor over one message's body. */
class Body {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  int16(): number {
    this.#at += 2;
    return this.#view.getInt16(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#view.getInt32(this.#at - 4);
  }

  skip(length: number): void {
    this.#at += length;
  }

  string(length: number): string {
    this.#at += length;
    return decoder.decode(this.#bytes.subarray(this.#at - length, this.#at));
  }

  /** A NUL-terminated string. */
  text(): string {
    const text = this.string(this.#bytes.indexOf(0, this.#at) - this.#at);
    this.#at += 1;
    return text;
  }
}

interface Message {
  readonly type: string;
  readonly body: Body;
}

function* messagesOf(reply: Uint8Array): Generator<Message> {
  const view = new DataView(reply.buffer, reply.byteOffset, reply.byteLength);
  for (let at = 0; at < reply.length;) {
    const end = at + 1 + view.getInt32(at + 1);
    yield { type: String.fromCharCode(reply[at] ?? 0), body: new Body(reply.subarray(at + 5, end)) };
    at = end;
  }
}

function readColumns(body: Body): readonly string[] {
  return Array.from({ length: body.int16() }, () => {
    const name = body.text();
    // Table, attribute number, type, length, modifier and format: 4 + 2 + 4 + 2 + 4 + 2 bytes.
    body.skip(18);
    return name;
  });
}

function readRow(body: Body): (string | null)[] {
  return Array.from({ length: body.int16() }, () => {
    const length = body.int32();
    return length === -1 ? null : body.string(length);
  });
}

/** `INSERT 0 3`, `UPDATE 2`, `DELETE 1`, `MERGE 4`: how many rows; other tags change none. */
function readChanged(tag: string): number | null {
  const match = /^(?:INSERT \d+|UPDATE|DELETE|MERGE) (\d+)$/.exec(tag);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** Fields are named by one letter each: see "Error and Notice Message Fields" in the Postgres docs. */
function readError(body: Body, sql: string): EngineError {
  const fields = new Map<string, string>();
  for (let name = body.string(1); name !== '\0'; name = body.string(1)) fields.set(name, body.text());
  return {
    message: fields.get('M') ?? 'Postgres gave no message.',
    code: fields.get('C') ?? null,
    detail: fields.get('D') ?? null,
    hint: fields.get('H') ?? null,
    position: offsetOf(fields.get('P'), sql),
  };
}

/** Postgres counts characters from 1; we count UTF-16 units from 0. */
function offsetOf(position: string | undefined, sql: string): number | null {
  if (position === undefined) return null;
  return [...sql].slice(0, Number(position) - 1).join('').length;
}

function charCode(letter: string): number {
  return letter.charCodeAt(0);
}
