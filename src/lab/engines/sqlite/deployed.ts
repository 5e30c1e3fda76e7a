import { SqlError } from '../engine';

/**
 * SQLite learned to alter constraints in 3.53 (2026), and hardly any SQLite that serves an application knows it yet:
 * Python, the distributions and the phones carry 3.40 to 3.50. A migration that only the newest can run fails in
 * production, so it is refused here in the words of those versions.
 *
 * @throws SqlError
 */
export function refuseTooNew(sql: string): void {
  const match = alterConstraint.exec(sql);
  const keyword = match?.[1] ?? match?.[2] ?? match?.[3];
  if (keyword === undefined) return;
  throw new SqlError({
    message: `near "${keyword}": syntax error (SQLite before 3.53 cannot alter constraints: use batch_alter_table)`,
    code: 'SQLITE_ERROR',
    detail: null,
    hint: null,
    position: sql.indexOf(keyword),
  });
}

const name = String.raw`(?:"[^"]+"|\[[^\]]+\]|` + '`[^`]+`' + String.raw`|[\w.$]+)`;
const alterConstraint = new RegExp(
  String.raw`^\s*ALTER\s+TABLE\s+${name}(?:\.${name})?\s+(?:(ALTER)\s|ADD\s+(CONSTRAINT)\s|DROP\s+(CONSTRAINT)\s)`,
  'i',
);
