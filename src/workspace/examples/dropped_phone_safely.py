"""drop the phone number, keeping what people typed

Revision ID: 8d2e1ba5f3c4
Revises: 5f2e8b61c9aa
"""

import sqlalchemy as sa
from alembic import op

revision = "8d2e1ba5f3c4"
down_revision = "5f2e8b61c9aa"
branch_labels = None
depends_on = None


def upgrade():
    # Set the values aside first. A later migration drops this table, once nobody will roll back any more.
    op.execute("CREATE TABLE users_phone_backup AS SELECT id, phone FROM users WHERE phone IS NOT NULL")
    op.drop_column("users", "phone")


def downgrade():
    op.add_column("users", sa.Column("phone", sa.String(length=32), nullable=True))
    op.execute(
        "UPDATE users SET phone = (SELECT b.phone FROM users_phone_backup AS b WHERE b.id = users.id)"
    )
    op.drop_table("users_phone_backup")
