import { describe, expect, it } from 'vitest';
import { lint } from '../src/lint/lint';
import { filesFromExample } from './example';

interface Revision {
  readonly id: string;
  /** As written behind `down_revision =`. */
  readonly parents: string;
  readonly more?: string;
  readonly up?: string;
  readonly down?: string;
}

/** `RT801 error b2` for each finding of the graph's rules, by file. */
async function graphFindings(...revisions: readonly Revision[]): Promise<readonly string[]> {
  const files = await lint(filesFromExample(revisions.map(fileOf).join('\n')), { dialect: 'postgresql' });
  return files.flatMap(({ revision, findings }) =>
    findings
      .filter(({ code }) => code >= 'RT801' && code <= 'RT811')
      .map(({ code, severity }) => `${code} ${severity} ${revision ?? ''}`),
  );
}

function fileOf({ id, parents, more = '', up = 'pass', down = 'pass' }: Revision): string {
  const header = `revision = "${id}"\ndown_revision = ${parents}\n${more}`;
  return `# ${id}_${Math.abs(parents.length)}.py\n${header}\n\n\ndef upgrade():\n    ${up}\n\n\ndef downgrade():\n    ${down}\n`;
}

const add = (column: string) => `op.add_column("people", sa.Column("${column}", sa.Text()))`;
const drop = (column: string) => `op.drop_column("people", "${column}")`;
const change = (column: string) => ({ up: add(column), down: drop(column) });

describe('heads', () => {
  it('are one finding for each head too many', async () => {
    const siblings = ['b1', 'b2', 'b3'].map((id, at) => ({ id, parents: '"a1"', ...change(`c${at}`) }));
    expect(await graphFindings(...siblings)).toEqual(['RT801 error b2', 'RT801 error b3']);
  });

  it('may be several where each branch has its label', async () => {
    const first = { id: 'b1', parents: '"a1"', more: 'branch_labels = ("people",)\n', ...change('x') };
    const second = { id: 'b2', parents: '"a1"', more: 'branch_labels = ("teams",)\n', ...change('y') };
    expect(await graphFindings(first, second)).toEqual([]);
  });

  it('do not count where another revision depends on them', async () => {
    const first = { id: 'b1', parents: '"a1"', ...change('x') };
    const second = { id: 'b2', parents: '"a1"', more: 'depends_on = "b1"\n', ...change('y') };
    expect(await graphFindings(first, second)).toEqual([]);
  });

  it('of histories that nothing connects are not compared: what is between may be missing', async () => {
    expect(
      await graphFindings({ id: 'b1', parents: '"a1"', ...change('x') }, { id: 'd1', parents: '"c1"', ...change('y') }),
    ).toEqual(['RT802 info b1', 'RT802 info d1']);
  });
});

describe('parents', () => {
  it('that are missing are where a slice begins', async () => {
    const slice = [
      { id: 'b1', parents: '"a1"', ...change('x') },
      { id: 'c1', parents: '"b1"', ...change('y') },
    ];
    expect(await graphFindings(...slice)).toEqual([]);
  });

  it('that are missing from a history with a beginning are a warning, and one letter off an error', async () => {
    const base = { id: '4fd81c20aa71', parents: 'None', ...change('x') };
    expect(await graphFindings(base, { id: 'c1', parents: '"zzzzzz"', ...change('y') })).toContain('RT802 warning c1');
    expect(await graphFindings(base, { id: 'c1', parents: '"4fd81c20aa17"', ...change('y') })).toContain(
      'RT802 error c1',
    );
  });

  it('may be a label with @head, and a missing depends_on is told too', async () => {
    const base = { id: 'a1', parents: 'None', more: 'branch_labels = ("core",)\n', ...change('x') };
    const known = { id: 'b1', parents: '"a1"', more: 'depends_on = "core@head"\n', ...change('y') };
    expect(await graphFindings(base, known)).toEqual([]);
    const unknown = { id: 'b1', parents: '"a1"', more: 'depends_on = "gone"\n', ...change('y') };
    expect(await graphFindings(base, unknown)).toEqual(['RT802 warning b1']);
  });

  it('in a circle are told at each revision of it, and not at those behind', async () => {
    const found = await graphFindings(
      { id: 'x1', parents: '"y1"', ...change('x') },
      { id: 'y1', parents: '"x1"', ...change('y') },
      { id: 'z1', parents: '"y1"', ...change('z') },
    );
    expect(found.filter((each) => each.startsWith('RT804'))).toEqual(['RT804 error x1', 'RT804 error y1']);
  });

  it('may not be the revision itself', async () => {
    expect(await graphFindings({ id: 'x1', parents: '"x1"', ...change('x') })).toContain('RT804 error x1');
  });
});

describe('branches', () => {
  const base = {
    id: 'a1',
    parents: '"z1"',
    up: 'op.create_table("people", sa.Column("id", sa.Integer(), primary_key=True))',
  };
  const merged = { id: 'm1', parents: '("b1", "b2")' };
  const conflicts = async (first: Partial<Revision>, second: Partial<Revision>) => {
    const found = await graphFindings(
      { ...base, down: 'op.drop_table("people")' },
      { id: 'b1', parents: '"a1"', ...first },
      { id: 'b2', parents: '"a1"', ...second },
      merged,
    );
    return found.filter((each) => each.startsWith('RT806'));
  };

  it('that change different things go together', async () => {
    expect(await conflicts(change('x'), change('y'))).toEqual([]);
  });

  it('cannot both create a table; where the statement that fails is told already, once is enough', async () => {
    const made = { up: 'op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True))' };
    const undone = { ...made, down: 'op.drop_table("teams")' };
    const found = await graphFindings(
      { id: 'b1', parents: '"a1"', ...undone },
      { id: 'b2', parents: '"a1"', ...undone },
      merged,
    );
    expect(found).toEqual(['RT806 error b2']);
  });

  it('may fail in one order where one drops what the other fills', async () => {
    expect(await conflicts({ up: 'op.execute("UPDATE people SET id = 1")' }, { up: drop('id') })).toEqual([
      'RT806 warning b2',
    ]);
  });

  it('may both ask first', async () => {
    const guarded = { up: 'op.execute("ALTER TABLE people ADD COLUMN IF NOT EXISTS phone text")' };
    expect(await conflicts(guarded, guarded)).toEqual([]);
  });
});

describe('what is used', () => {
  const made = 'op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))';
  const used = 'op.execute("DELETE FROM orders WHERE id = 1")';

  it('before a later revision creates it fails; behind a drop it was another one', async () => {
    const late = { id: 'c1', parents: '"b1"', up: made, down: 'op.drop_table("orders")' };
    expect(await graphFindings({ id: 'b1', parents: '"a1"', up: used }, late)).toEqual(['RT808 error b1']);
    const dropped = { id: 'b1', parents: '"a1"', up: 'op.drop_table("orders")' };
    expect(await graphFindings(dropped, late)).toEqual([]);
  });

  it('on another branch is a warning, and nothing with depends_on', async () => {
    const maker = { id: 'b2', parents: '"a1"', up: made, down: 'op.drop_table("orders")' };
    const merge = { id: 'm1', parents: '("b1", "b2")' };
    expect(await graphFindings({ id: 'b1', parents: '"a1"', up: used }, maker, merge)).toEqual(['RT808 warning b1']);
    const waiting = { id: 'b1', parents: '"a1"', more: 'depends_on = "b2"\n', up: used };
    expect(await graphFindings(waiting, maker, merge)).toEqual([]);
  });
});

describe('a revision', () => {
  it('that is empty is told where nothing follows it', async () => {
    expect(await graphFindings({ id: 'a1', parents: '"z1"' }, { id: 'b1', parents: '"a1"' })).toEqual([
      'RT809 info b1',
    ]);
  });

  it('may begin a history of its own with a label, and not without', async () => {
    const first = { id: 'a1', parents: 'None', ...change('x') };
    expect(await graphFindings(first, { id: 'b1', parents: 'None', ...change('y') })).toEqual(['RT805 warning b1']);
    const labelled = { id: 'b1', parents: 'None', more: 'branch_labels = ("teams",)\n', ...change('y') };
    expect(await graphFindings(first, labelled)).toEqual([]);
  });

  it('whose id is taken is looked at by itself', async () => {
    const first = { id: 'a1', parents: 'None', ...change('x') };
    const again = { id: 'a1', parents: '"zzzz"', up: add('y'), down: 'pass' };
    const files = await lint(filesFromExample([first, again].map(fileOf).join('\n')), { dialect: 'postgresql' });
    const codes = files[1]?.findings.map(({ rule }) => rule);
    expect(codes).toContain('duplicate-revision');
    expect(codes).toContain('noop-downgrade');
  });
});
