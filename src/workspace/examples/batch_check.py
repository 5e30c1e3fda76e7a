"""accounts get a display name

Revision ID: 5fa3b0641c29
Revises: 4e92af520b18
"""

import sqlalchemy as sa
from alembic import op

revision = "5fa3b0641c29"
down_revision = "4e92af520b18"
branch_labels = None
depends_on = None


def upgrade():
    # On SQLite, batch mode copies the table into a new one. The CHECK of the starting schema has no name,
    # so it is not seen, and not copied.
    with op.batch_alter_table("accounts", recreate="always") as batch_op:
        batch_op.add_column(sa.Column("display_name", sa.String(length=80), nullable=True))


def downgrade():
    with op.batch_alter_table("accounts", recreate="always") as batch_op:
        batch_op.drop_column("display_name")
