import { lockModes, type LockMode } from '../../../paper/locks/modes';
import type { Database, EngineError, PostgresPort } from '../engine';
import { queryMessage, readReply } from './protocol';

/** What Postgres itself says that a statement costs: its locks, and what it reports of its work at level DEBUG1. */
export interface Measured {
  /** The strongest lock on each table that was there before, by the table's name; ACCESS SHARE is left out. */
  readonly locks: Readonly<Record<string, LockMode>>;
  /** `rewrite t`, `build t` or `scan t`: the worst, or `null`. */
  readonly work: string | null;
}

type Tables = ReadonlyMap<string, { readonly name: string; readonly file: string }>;

/** Runs statements on a Postgres of its own and takes everything back. */
export class Witness {
  readonly #port: PostgresPort;

  constructor({ port }: Database) {
    if (port.kind !== 'postgres') throw new Error('This is not Postgres.');
    this.#port = port;
  }

  run(sql: string): { readonly rows: readonly (readonly (string | null)[])[]; readonly notices: readonly string[] } {
    const { reply, notices } = this.#exchange(sql);
    const { results, error } = readReply(reply, sql);
    if (error !== null) throw new Error(`${error.message}: ${sql}`);
    return { rows: results.at(-1)?.rows ?? [], notices };
  }

  /** What a statement costs after `before`, or why it is refused. */
  measure(before: readonly string[], statement: string): Measured | EngineError {
    this.run('BEGIN');
    for (const each of before) this.run(each);
    // What came before has locks of its own: they are given up, and what it made stays.
    this.run('COMMIT');
    this.run('BEGIN');
    try {
      return this.#measure(statement);
    } finally {
      this.run('ROLLBACK');
    }
  }

  /** The SQLSTATE with which a script is refused, or `null`; it may have a BEGIN of its own. */
  refusal(script: string): string | null {
    const codes = script.split('; ').map((statement) => {
      const { reply } = this.#exchange(statement);
      return readReply(reply, statement).error?.code ?? null;
    });
    this.run('ROLLBACK');
    return codes.find((code) => code !== null) ?? null;
  }

  /** Whether a statement rewrites anything; `null` when it is refused. */
  rewrites(statement: string): boolean | null {
    this.run('BEGIN; SET LOCAL client_min_messages = debug1');
    const { reply, notices } = this.#exchange(statement);
    const { error } = readReply(reply, statement);
    this.run('ROLLBACK');
    return error === null ? notices.some((notice) => notice.startsWith('rewriting table')) : null;
  }

  #measure(statement: string): Measured | EngineError {
    const old = this.#tables();
    this.run('SET LOCAL client_min_messages = debug1');
    const { reply, notices } = this.#exchange(statement);
    const { error } = readReply(reply, statement);
    if (error !== null) return error;
    this.run('SET LOCAL client_min_messages = notice');
    return { locks: this.#locks(old), work: this.#rewritten(old) ?? this.#reported(notices, old) };
  }

  /** Tables by their number, each with the file in which its rows are: a rewrite makes a new one. */
  #tables(): Tables {
    const { rows } = this.run(
      "SELECT oid, oid::regclass::text, relfilenode FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p', 'm')",
    );
    return new Map(rows.map(([oid, name, file]) => [oid ?? '', { name: name ?? '', file: file ?? '' }]));
  }

  #rewritten(old: Tables): string | null {
    const found = [...this.#tables()].find(([oid, { file }]) => old.has(oid) && old.get(oid)?.file !== file);
    return found === undefined ? null : `rewrite ${found[1].name}`;
  }

  /** By number, because a table that was dropped has no name any more. */
  #locks(old: Tables): Readonly<Record<string, LockMode>> {
    const strongest: Record<string, LockMode> = {};
    const { rows } = this.run('SELECT relation, mode FROM pg_locks WHERE relation IS NOT NULL');
    for (const mode of lockModes.slice(1)) {
      for (const [oid, held] of rows) {
        const table = old.get(oid ?? '');
        if (table !== undefined && held === spelt(mode)) strongest[table.name] = mode;
      }
    }
    return strongest;
  }

  /** Postgres says `building index "i" on table "t"`, `verifying table "t"`, `validating foreign key constraint "f"`. */
  #reported(notices: readonly string[], old: Tables): string | null {
    const names = new Set([...old.values()].map(({ name }) => name));
    const find = (pattern: RegExp) =>
      notices.flatMap((notice) => pattern.exec(notice)?.[1] ?? []).find((name) => names.has(name));
    const built = find(/^building index ".*" on table "(.*)"/);
    if (built !== undefined) return `build ${built}`;
    const verified = find(/^verifying table "(.*)"/);
    if (verified !== undefined) return `scan ${verified}`;
    const key = notices.flatMap((notice) => /^validating foreign key constraint "(.*)"/.exec(notice)?.[1] ?? [])[0];
    return key === undefined ? null : `scan ${this.#tableOf(key)}`;
  }

  #tableOf(constraint: string): string {
    const { rows } = this.run(`SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = '${constraint}'`);
    return rows[0]?.[0] ?? '';
  }

  #exchange(sql: string): { readonly reply: Uint8Array; readonly notices: readonly string[] } {
    const reply = this.#port.exchange(queryMessage(sql));
    return { reply, notices: noticesIn(reply) };
  }
}

/** `ShareRowExclusiveLock`, as `pg_locks` has it. */
function spelt(mode: LockMode): string {
  const words = mode.split(' ').map((word) => `${word.charAt(0)}${word.slice(1).toLowerCase()}`);
  return `${words.join('')}Lock`;
}

const decoder = new TextDecoder();

/** The primary message of each NoticeResponse (Postgres docs 55.8). */
function noticesIn(reply: Uint8Array): readonly string[] {
  const notices: string[] = [];
  const view = new DataView(reply.buffer, reply.byteOffset, reply.byteLength);
  for (let at = 0; at < reply.length;) {
    const end = at + 1 + view.getInt32(at + 1);
    const isNotice = String.fromCharCode(reply[at] ?? 0) === 'N';
    const fields = isNotice ? decoder.decode(reply.subarray(at + 5, end)).split('\0') : [];
    notices.push(...fields.filter((field) => field.startsWith('M')).map((field) => field.slice(1)));
    at = end;
  }
  return notices;
}
