import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../migration/migration';
import type { LintedFile } from './finding';
import { lint } from './lint';
import type { LintOptions } from './settings';

const options: LintOptions = { dialect: 'postgresql', enable: ['all'] };

/** Bodies that depend on one another: whether a thing is new, filled or gone is decided by the files before. */
const bodies: readonly (readonly [up: string, down: string])[] = [
  ["op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True))", "op.drop_table('users')"],
  ["op.add_column('users', sa.Column('phone', sa.String(20)))", "op.drop_column('users', 'phone')"],
  ['op.execute("UPDATE users SET phone = \'\' WHERE phone IS NULL")', 'pass'],
  ["op.alter_column('users', 'phone', nullable=False)", "op.alter_column('users', 'phone', nullable=True)"],
  ["op.create_index('ix_phone', 'users', ['phone'])", "op.drop_index('ix_phone', table_name='users')"],
  ["op.rename_table('users', 'people')", "op.rename_table('people', 'users')"],
  ["op.drop_column('users', 'phone')", "op.add_column('users', sa.Column('phone', sa.String(10)))"],
  ["op.execute('SET lock_timeout = 0')", 'pass  # noqa: RT201'],
  ["op.add_column('people', sa.Column('age', sa.Integer(), nullable=False))", "op.drop_column('people', 'age')"],
];

const histories = fc.array(fc.nat(bodies.length - 1), { minLength: 1, maxLength: 6 });

function filesOf(history: readonly number[]): readonly SourceFile[] {
  return history.map((choice, at) => {
    const [up, down] = bodies[choice] ?? ['pass', 'pass'];
    const parent = at === 0 ? 'None' : `'r${at - 1}'`;
    const head = `from alembic import op\nimport sqlalchemy as sa\nrevision = 'r${at}'\ndown_revision = ${parent}\n`;
    return { path: `${at}.py`, text: `${head}def upgrade():\n    ${up}\ndef downgrade():\n    ${down}\n` };
  });
}

/** What is said to somebody who comes with these files, and has shown nothing before. */
async function saidAnew(files: readonly SourceFile[], asked: LintOptions): Promise<readonly LintedFile[]> {
  await lint([], asked);
  return lint(files, asked);
}

describe('a history that is looked at again', () => {
  it('is told what it would be told if it were new, whatever was typed in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(histories, { minLength: 2, maxLength: 4 }), async (states) => {
        const said: (readonly LintedFile[])[] = [];
        for (const state of states) said.push(await lint(filesOf(state), options));
        for (const [at, state] of states.entries()) expect(said[at]).toEqual(await saidAnew(filesOf(state), options));
      }),
      { numRuns: 60 },
    );
  });

  it('is told what other settings say', async () => {
    const files = filesOf([0, 1, 3, 4]);
    await lint(files, options);
    for (const other of [
      { ...options, serverVersion: 10 },
      { ...options, enable: [] },
      { ...options, transactionPerMigration: true },
    ])
      expect(await lint(files, other)).toEqual(await saidAnew(files, other));
  });

  it('is told what comes of a later file that presumes another table at the start', async () => {
    const before = filesOf([4, 2]);
    const after = filesOf([4, 8]);
    await lint(before, options);
    expect(await lint(after, options)).toEqual(await saidAnew(after, options));
  });
});
