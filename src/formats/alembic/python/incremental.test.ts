import type { Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAgain } from './incremental';

const file = `"""text"""
import sqlalchemy as sa

def upgrade():
    op.add_column("users", sa.Column("name", sa.String(length=50)))
    if x:
        op.execute(f"""UPDATE {t}
          SET a = 'b'""")
    else:
        with op.batch_alter_table("t") as batch:
            batch.drop_column("a")


def downgrade():
    op.drop_column("users", "name")
`.repeat(12);

/** Every node with its place. */
function nodesOf(tree: Tree): readonly string[] {
  const nodes: string[] = [];
  tree.iterate({ enter: ({ name, from, to }) => void nodes.push(`${name} ${String(from)}-${String(to)}`) });
  return nodes;
}

describe('parsing again after a change', () => {
  it('gives the tree that parsing anew gives', () => {
    const edit = fc.record({
      at: fc.nat(file.length),
      removed: fc.nat(30),
      added: fc.constantFrom('', 'x', '(', ')', '"', '"""', '\n', '    ', '#', '{', ':', 'def f():\n    pass\n'),
    });
    let path = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        path++;
        let text = file;
        parseAgain(text, `f${String(path)}`);
        for (const { at, removed, added } of edits) {
          text = text.slice(0, at) + added + text.slice(at + removed);
          expect(nodesOf(parseAgain(text, `f${String(path)}`))).toEqual(nodesOf(parser.parse(text)));
        }
      }),
      { numRuns: 60 },
    );
  });
});
