import type { Migration } from '../migration/migration';
import type { RunError } from './result';

/** What a person can do about an error, where the engine's words leave that open. */
export function withAdvice(error: RunError, migration: Migration | null): RunError {
  const advice = adviceFor(error, migration);
  return advice === null ? error : { ...error, message: `${error.message.replace(/\.$/, '')}. ${advice}` };
}

function adviceFor({ code, message, phase }: RunError, migration: Migration | null): string | null {
  const type = /type "([^"]+)" does not exist/.exec(message)?.[1];
  if (type !== undefined && phase === 'upgrade' && addsEnum(migration, type)) return enumAdvice(type);
  if (code === 'ObjectNotExecutableError')
    return 'SQLAlchemy 2 executes text() and statements, no plain strings: wrap it in sa.text().';
  if (code === '42710' && phase === 'reupgrade' && /^type /.test(message)) {
    return 'The downgrade has to drop the type too: sa.Enum(name="...").drop(op.get_bind(), checkfirst=True).';
  }
  return null;
}

function addsEnum(migration: Migration | null, type: string): boolean {
  const added = migration?.upgrade.operations.filter((op) => op.kind === 'addColumn') ?? [];
  return added.some(({ column }) => column.type?.name === type && column.type.labels !== undefined);
}

function enumAdvice(type: string): string {
  return `Adding a column does not create its enum type: create it first (sa.Enum(..., name="${type}").create(op.get_bind(), checkfirst=True)), or give the starting schema if it is there already.`;
}
