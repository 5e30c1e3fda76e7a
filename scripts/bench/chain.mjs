/**
 * A history of plain, generated revisions: each creates a table with a key to the one before, an index and a column.
 *
 * @param {number} length
 * @returns {{ path: string, text: string }[]}
 */
export function generateChain(length) {
  return Array.from({ length }, (_, index) => ({
    path: `versions/${revisionOf(index)}_step.py`,
    text: migration(index),
  }));
}

function revisionOf(index) {
  return `rev${String(index).padStart(5, '0')}`;
}

function migration(index) {
  const parent = index === 0 ? 'None' : `"${revisionOf(index - 1)}"`;
  const reference =
    index === 0 ? '' : `\n        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("t${index - 1}.id")),`;
  return `"""step ${index}"""
from alembic import op
import sqlalchemy as sa

revision = "${revisionOf(index)}"
down_revision = ${parent}
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "t${index}",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=True),${reference}
    )
    op.create_index("ix_t${index}_name", "t${index}", ["name"])


def downgrade():
    op.drop_index("ix_t${index}_name", table_name="t${index}")
    op.drop_table("t${index}")
`;
}
