import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';
import { migrationFromExample } from '../example';

async function severityOf(up: string, down: string): Promise<string | undefined> {
  const text = migrationFromExample(`def upgrade():\n    ${up}\n\n\ndef downgrade():\n    ${down}\n`);
  const [file] = await lint([{ path: 'case.py', text }], { dialect: 'postgresql' });
  return file?.findings.find(({ rule }) => rule === 'downgrade-fails-on-data')?.severity;
}

const loosen = `op.alter_column("users", "email", existing_type=sa.Text(), nullable=True)`;
const tighten = `op.alter_column("users", "email", existing_type=sa.Text(), nullable=False)`;

describe('NOT NULL that comes back is', () => {
  it('a warning where it takes rows that are written later', async () => {
    expect(await severityOf(loosen, tighten)).toBe('warning');
  });

  it('an error where the upgrade itself writes NULLs', async () => {
    const writes = `op.execute("UPDATE users SET email = NULL WHERE email = ''")`;
    expect(await severityOf(`${loosen}\n    ${writes}`, tighten)).toBe('error');
  });

  it('an error where the column is added back without values', async () => {
    const back = `op.add_column("users", sa.Column("email", sa.Text()))`;
    expect(await severityOf(`op.drop_column("users", "email")`, `${back}\n    ${tighten}`)).toBe('error');
  });
});
