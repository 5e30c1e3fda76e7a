import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from './cli';

const index = `"""Index users by email

Revision ID: a1
"""
from alembic import op

revision = "a1"
down_revision = None


def upgrade():
    op.create_index("ix_users_email", "users", ["email"])  # for the login


def downgrade():
    op.drop_index("ix_users_email", table_name="users")
`;

const required = `from alembic import op
import sqlalchemy as sa

revision = "b2"
down_revision = "a1"


def upgrade():
    op.add_column("users", sa.Column("level", sa.Integer(), nullable=False))


def downgrade():
    op.drop_column("users", "level")
`;

let folder = '';
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
};
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roundtrip-fix-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('check --fix', () => {
  it('rewrites the files, says what it did, and keeps the rest of the text', async () => {
    write('a1.py', index);
    const { exitCode, output } = await main(['check', '--fix', folder]);
    expect(exitCode).toBe(0);
    expect(output).toContain('a1.py: fixed RT401 index-not-concurrent: Build the index CONCURRENTLY');
    expect(output).toContain('1 fixed.\n');
    expect(read('a1.py')).toBe(
      index.replace(
        '    op.create_index("ix_users_email", "users", ["email"])  # for the login',
        `    with op.get_context().autocommit_block():
        op.drop_index(
            "ix_users_email",
            table_name="users",
            postgresql_concurrently=True,
            if_exists=True,
        )
        op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)  # for the login`,
      ),
    );
  });

  it('leaves what a person has to complete, and says that it is left', async () => {
    write('b2.py', required);
    const { exitCode, output } = await main(['check', '--fix', folder]);
    expect(exitCode).toBe(1);
    expect(output).toContain('0 fixed.');
    expect(output).toContain('RT302');
    expect(read('b2.py')).toBe(required);
  });

  it('writes that too with --fix=all, with a TODO', async () => {
    write('b2.py', required);
    const { exitCode, output } = await main(['check', '--fix=all', folder]);
    expect([exitCode, output]).toEqual([0, expect.stringContaining('(look for TODO)')]);
    expect(read('b2.py')).toContain('# TODO: ');
    expect(read('b2.py')).toContain('server_default=sa.text("0")');
  });

  it('only shows the difference with --dry-run', async () => {
    write('a1.py', index);
    const { output = '' } = await main(['check', '--fix', '--dry-run', folder]);
    expect(output).toMatch(/^--- .*a1\.py\n\+\+\+ .*a1\.py\n@@ -9,7 \+9,14 @@\n/);
    expect(output).toContain('\n+    with op.get_context().autocommit_block():\n');
    expect(read('a1.py')).toBe(index);
  });

  it('tells programs what was fixed and what is left', async () => {
    write('a1.py', index);
    const { output = '' } = await main(['check', '--fix', '--format', 'json', folder]);
    const report = JSON.parse(output) as {
      fixed: { code: string; safety: string }[];
      files: { findings: unknown[] }[];
    };
    expect(report.fixed).toMatchObject([{ code: 'RT401', rule: 'index-not-concurrent', safety: 'safe' }]);
    expect(report.files).toHaveLength(1);
  });

  it('keeps the line ends of a file', async () => {
    write('a1.py', index.replaceAll('\n', '\r\n'));
    await main(['check', '--fix', folder]);
    expect(read('a1.py')).toContain('autocommit_block():\r\n');
    expect(read('a1.py').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('finds nothing to fix the second time', async () => {
    write('a1.py', index);
    await main(['check', '--fix', folder]);
    const once = read('a1.py');
    const { output } = await main(['check', '--fix', folder]);
    expect(output).toContain('0 fixed.');
    expect(read('a1.py')).toBe(once);
  });

  it('does not touch a file that it cannot read', async () => {
    const broken = index.replace('def upgrade():', 'def upgrade(:');
    write('a1.py', broken);
    await main(['check', '--fix=all', folder]);
    expect(read('a1.py')).toBe(broken);
  });

  it('knows only safe and all, and no dry run of a check', async () => {
    write('a1.py', index);
    expect(await main(['check', '--fix=some', folder])).toMatchObject({ exitCode: 2 });
    expect(await main(['check', '--dry-run', folder])).toMatchObject({ exitCode: 2 });
  });
});
