import type { EngineName } from '../engines/engine';
import type { Verdict } from '../result';

/** A migration as somebody would paste it, without history, and what Roundtrip has to say of it. */
export interface Case {
  readonly name: string;
  readonly body: string;
  /** One for all engines, or one each. */
  readonly verdict: Verdict | Readonly<Record<EngineName, Verdict>>;
  /** `table.column` or `table` of each loss, on the engines where the verdict is lossy or irreversible. */
  readonly losses?: readonly string[];
  /** `kind name` of drifted objects. */
  readonly drift?: readonly string[];
  /** The 1-based line within `body` on which the first loss or drift is blamed. */
  readonly line?: number;
}

const header = `"""a migration under test"""
from alembic import op
import sqlalchemy as sa

revision = "a1b2c3d4e5f6"
down_revision = "000000000000"
branch_labels = None
depends_on = None

`;

/** Lines before a case's body. */
export const headerLines = header.split('\n').length - 1;

export function fileOf({ body }: Case) {
  return { path: 'a1b2c3d4e5f6_case.py', text: header + body };
}

export const cases: readonly Case[] = [
  {
    name: 'a dropped column comes back empty',
    body: `def upgrade():
    op.drop_column("users", "phone")

def downgrade():
    op.add_column("users", sa.Column("phone", sa.String(20)))
`,
    verdict: 'lossy',
    losses: ['users.phone'],
    line: 2,
  },
  {
    name: 'an added column goes again',
    body: `def upgrade():
    op.add_column("users", sa.Column("nickname", sa.String(50)))

def downgrade():
    op.drop_column("users", "nickname")
`,
    verdict: 'reversible',
  },
  {
    name: 'a dropped table comes back empty',
    body: `def upgrade():
    op.drop_table("audit")

def downgrade():
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("message", sa.Text(), nullable=False),
    )
`,
    verdict: 'lossy',
    losses: ['audit'],
    line: 2,
  },
  {
    name: 'a created table goes again',
    body: `def upgrade():
    op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(30)))
    op.create_index("ix_tags_name", "tags", ["name"])

def downgrade():
    op.drop_index("ix_tags_name", table_name="tags")
    op.drop_table("tags")
`,
    verdict: 'reversible',
  },
  {
    name: 'a table is kept in a backup and restored',
    body: `def upgrade():
    op.execute("CREATE TABLE users_phone_backup AS SELECT id, phone FROM users")
    op.drop_column("users", "phone")

def downgrade():
    op.add_column("users", sa.Column("phone", sa.String(20)))
    op.execute(
        "UPDATE users SET phone = (SELECT b.phone FROM users_phone_backup b WHERE b.id = users.id)"
    )
    op.drop_table("users_phone_backup")
`,
    verdict: 'reversible',
  },
  {
    name: 'a downgrade that passes',
    body: `def upgrade():
    op.add_column("users", sa.Column("nickname", sa.String(50)))

def downgrade():
    pass
`,
    verdict: 'irreversible',
  },
  {
    name: 'a downgrade that is not there',
    body: `def upgrade():
    op.add_column("users", sa.Column("nickname", sa.String(50)))
`,
    verdict: 'irreversible',
  },
  {
    name: 'a downgrade that raises',
    body: `def upgrade():
    op.drop_column("users", "phone")

def downgrade():
    raise NotImplementedError("no way back")
`,
    verdict: 'irreversible',
    losses: ['users.phone'],
  },
  {
    name: 'empty both ways',
    body: `def upgrade():
    pass

def downgrade():
    pass
`,
    verdict: 'inert',
  },
  {
    name: 'a guard that presumes the table',
    body: `def upgrade():
    inspector = sa.inspect(op.get_bind())
    if "gateways" not in inspector.get_table_names():
        return
    op.add_column("gateways", sa.Column("slug", sa.String(50)))

def downgrade():
    op.drop_column("gateways", "slug")
`,
    verdict: 'reversible',
  },
  {
    name: 'a required column without a default meets rows',
    body: `def upgrade():
    op.add_column("users", sa.Column("email", sa.String(100), nullable=False))

def downgrade():
    op.drop_column("users", "email")
`,
    verdict: 'blocked',
  },
  {
    name: 'a required column with a default',
    body: `def upgrade():
    op.add_column("users", sa.Column("level", sa.Integer(), nullable=False, server_default="0"))

def downgrade():
    op.drop_column("users", "level")
`,
    verdict: 'reversible',
  },
  {
    name: 'NOT NULL meets NULLs',
    body: `def upgrade():
    op.alter_column("users", "email", existing_type=sa.String(100), nullable=False)

def downgrade():
    op.alter_column("users", "email", existing_type=sa.String(100), nullable=True)
`,
    verdict: { sqlite: 'unsupported', postgres: 'blocked' },
  },
  {
    name: 'NOT NULL in batch mode, after filling the gaps',
    body: `def upgrade():
    op.execute("UPDATE users SET email = 'unknown' WHERE email IS NULL")
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("email", existing_type=sa.String(100), nullable=False)

def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("email", existing_type=sa.String(100), nullable=True)
`,
    verdict: 'lossy',
    losses: ['users.email'],
    line: 2,
  },
  {
    name: 'a narrowed type refuses the long values',
    body: `def upgrade():
    op.alter_column("posts", "title", existing_type=sa.String(200), type_=sa.String(20))

def downgrade():
    op.alter_column("posts", "title", existing_type=sa.String(20), type_=sa.String(200))
`,
    verdict: { sqlite: 'unsupported', postgres: 'blocked' },
  },
  {
    name: 'a type narrowed with a cast cuts the values',
    body: `def upgrade():
    op.alter_column(
        "posts", "title", existing_type=sa.String(200), type_=sa.String(20), postgresql_using="title::varchar(20)"
    )

def downgrade():
    op.alter_column("posts", "title", existing_type=sa.String(20), type_=sa.String(200))
`,
    verdict: { sqlite: 'unsupported', postgres: 'lossy' },
    losses: ['posts.title'],
    line: 2,
  },
  {
    name: 'a widened type narrows back without loss',
    body: `def upgrade():
    op.alter_column("posts", "title", existing_type=sa.String(50), type_=sa.String(100))

def downgrade():
    op.alter_column("posts", "title", existing_type=sa.String(100), type_=sa.String(50))
`,
    verdict: { sqlite: 'unsupported', postgres: 'reversible' },
  },
  {
    name: 'a renamed column is renamed back',
    body: `def upgrade():
    op.alter_column("users", "name", new_column_name="full_name")

def downgrade():
    op.alter_column("users", "full_name", new_column_name="name")
`,
    verdict: 'reversible',
  },
  {
    name: 'a rename that is not undone',
    body: `def upgrade():
    op.rename_table("users", "accounts")
    op.add_column("accounts", sa.Column("note", sa.Text()))

def downgrade():
    op.drop_column("accounts", "note")
`,
    verdict: 'drifted',
    drift: ['table users', 'table accounts'],
  },
  {
    name: 'an enum type is left behind',
    body: `def upgrade():
    op.create_table(
        "moods",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("mood", sa.Enum("happy", "sad", name="mood_kind")),
    )

def downgrade():
    op.drop_table("moods")
`,
    verdict: { sqlite: 'reversible', postgres: 'drifted' },
  },
  {
    name: 'an enum value cannot go back',
    body: `def upgrade():
    op.execute("ALTER TYPE status ADD VALUE 'archived'")

def downgrade():
    pass
`,
    verdict: { sqlite: 'unsupported', postgres: 'irreversible' },
  },
  {
    name: 'an index that does not come back',
    body: `def upgrade():
    op.drop_index("ix_users_email", table_name="users")
    op.add_column("users", sa.Column("note", sa.Text()))

def downgrade():
    op.drop_column("users", "note")
`,
    verdict: 'drifted',
    drift: ['index ix_users_email'],
    line: 2,
  },
  {
    name: 'rows deleted for good',
    body: `def upgrade():
    op.execute("DELETE FROM sessions WHERE expires_at IS NULL")
    op.add_column("sessions", sa.Column("note", sa.Text()))

def downgrade():
    op.drop_column("sessions", "note")
`,
    verdict: 'lossy',
    losses: ['sessions'],
    line: 2,
  },
  {
    name: 'rows left behind',
    body: `settings = sa.table("settings", sa.column("id", sa.Integer), sa.column("key", sa.String))

def upgrade():
    op.bulk_insert(settings, [{"id": 900001, "key": "theme"}])
    op.add_column("settings", sa.Column("note", sa.Text()))

def downgrade():
    op.drop_column("settings", "note")
`,
    verdict: 'drifted',
    line: 4,
  },
  {
    name: 'a data migration that is undone properly',
    body: `def upgrade():
    op.add_column("users", sa.Column("is_admin", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE users SET is_admin = true WHERE role = 'admin'")

def downgrade():
    op.drop_column("users", "is_admin")
`,
    verdict: 'reversible',
  },
  {
    name: 'a table with a CHECK, created and dropped in SQL',
    body: `def upgrade():
    op.execute("CREATE TABLE prices (id INTEGER PRIMARY KEY, amount INTEGER CHECK (amount >= 0))")

def downgrade():
    op.execute("DROP TABLE prices")
`,
    verdict: 'reversible',
  },
  {
    name: 'plain ALTER on the way down where SQLite needs batch mode',
    body: `def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.create_unique_constraint("uq_users_email", ["email"])

def downgrade():
    op.drop_constraint("uq_users_email", "users", type_="unique")
`,
    verdict: { sqlite: 'irreversible', postgres: 'reversible' },
  },
  {
    name: 'a foreign key added and dropped',
    body: `def upgrade():
    with op.batch_alter_table("orders") as batch_op:
        batch_op.create_foreign_key("fk_orders_user", "users", ["user_id"], ["id"])

def downgrade():
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_constraint("fk_orders_user", type_="foreignkey")
`,
    verdict: 'reversible',
  },
  {
    name: 'Postgres only: an array column and a GIN index',
    body: `from sqlalchemy.dialects import postgresql

def upgrade():
    op.add_column("docs", sa.Column("labels", postgresql.ARRAY(sa.Text()), nullable=True))
    op.create_index("ix_docs_labels", "docs", ["labels"], postgresql_using="gin")

def downgrade():
    op.drop_index("ix_docs_labels", table_name="docs")
    op.drop_column("docs", "labels")
`,
    verdict: { sqlite: 'unsupported', postgres: 'reversible' },
  },
  {
    name: 'an index built concurrently',
    body: `def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)

def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_users_email", table_name="users", postgresql_concurrently=True)
`,
    verdict: 'reversible',
  },
  {
    name: 'a typo in the migration itself',
    body: `def upgrade():
    op.add_colum("users", sa.Column("x", sa.Integer()))

def downgrade():
    op.drop_column("users", "x")
`,
    verdict: 'error',
  },
  {
    name: 'a backup in a temporary table does not outlive the session',
    body: `def upgrade():
    op.execute("CREATE TEMPORARY TABLE keep AS SELECT id, phone FROM users")
    op.drop_column("users", "phone")

def downgrade():
    op.add_column("users", sa.Column("phone", sa.String(20)))
    op.execute("UPDATE users SET phone = (SELECT keep.phone FROM keep WHERE keep.id = users.id)")
`,
    verdict: 'irreversible',
    losses: ['users.phone'],
  },
  {
    name: 'types and defaults from modules that are not there',
    body: `import sqlmodel
from app.models.types import GUID

def upgrade():
    op.create_table(
        "items",
        sa.Column("id", GUID(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )

def downgrade():
    op.drop_table("items")
`,
    verdict: 'reversible',
  },
  {
    name: 'a comparison that only the run shows tells of which type a presumed column is',
    body: `def head_of(bind, shelf):
    flag = {"postgresql": "TRUE"}.get(bind.dialect.name, "1")
    found = bind.execute(sa.text("SELECT id FROM people WHERE shelf = :shelf AND boss = " + flag), {"shelf": shelf})
    return found.scalar()

def upgrade():
    op.add_column("shelves", sa.Column("head", sa.Integer()))
    bind = op.get_bind()
    for (shelf,) in bind.execute(sa.text("SELECT id FROM shelves")).all():
        head_of(bind, shelf)

def downgrade():
    op.drop_column("shelves", "head")
`,
    verdict: 'reversible',
  },
  {
    name: 'ids move from one table to another',
    body: `import uuid

def upgrade():
    op.create_table("marks", sa.Column("id", sa.Uuid(), primary_key=True), sa.Column("word", sa.String(20)))
    op.bulk_insert(sa.table("labels", sa.column("id", sa.Uuid())), [])
    op.execute("INSERT INTO labels (id) SELECT id FROM tags")

def downgrade():
    op.execute("DELETE FROM labels WHERE id IN (SELECT id FROM tags)")
    op.drop_table("marks")
`,
    verdict: 'reversible',
  },
  {
    name: 'an enum column added without its type',
    body: `def upgrade():
    op.add_column("users", sa.Column("mood", sa.Enum("happy", "sad", name="mood_kind")))

def downgrade():
    op.drop_column("users", "mood")
`,
    verdict: { sqlite: 'reversible', postgres: 'error' },
  },
  {
    name: 'an enum column whose type is created first and dropped last',
    body: `mood = sa.Enum("happy", "sad", name="mood_kind")

def upgrade():
    mood.create(op.get_bind(), checkfirst=True)
    op.add_column("users", sa.Column("mood", mood))

def downgrade():
    op.drop_column("users", "mood")
    mood.drop(op.get_bind(), checkfirst=True)
`,
    verdict: 'reversible',
  },
  {
    name: 'an enum column of a type that is there already',
    body: `from sqlalchemy.dialects import postgresql

def upgrade():
    op.add_column(
        "users", sa.Column("mood", postgresql.ENUM("happy", "sad", name="mood_kind", create_type=False))
    )

def downgrade():
    op.drop_column("users", "mood")
`,
    verdict: { sqlite: 'reversible', postgres: 'reversible' },
  },
  {
    name: 'a required column that the clock fills',
    body: `def upgrade():
    op.add_column(
        "users", sa.Column("seen_at", sa.DateTime(), server_default=sa.func.now(), nullable=False)
    )

def downgrade():
    op.drop_column("users", "seen_at")
`,
    verdict: { sqlite: 'blocked', postgres: 'reversible' },
  },
  {
    name: 'a text that becomes JSON and text again',
    body: `def upgrade():
    op.alter_column(
        "docs", "settings", existing_type=sa.Text(), type_=sa.JSON(), postgresql_using="settings::json"
    )

def downgrade():
    op.alter_column(
        "docs", "settings", existing_type=sa.JSON(), type_=sa.Text(), postgresql_using="settings::text"
    )
`,
    verdict: { sqlite: 'unsupported', postgres: 'reversible' },
  },
  {
    name: 'a primary key swapped for another kind of id',
    body: `def upgrade():
    op.execute("CREATE TABLE new_items (id INTEGER PRIMARY KEY, title VARCHAR(50))")
    op.execute("INSERT INTO new_items (title) SELECT title FROM items")
    op.execute("DROP TABLE items")
    op.execute("ALTER TABLE new_items RENAME TO items")

def downgrade():
    pass
`,
    verdict: { sqlite: 'irreversible', postgres: 'blocked' },
  },
  {
    name: 'a downgrade that narrows what the upgrade widened, with rows that fit',
    body: `def upgrade():
    with op.batch_alter_table("orders") as batch_op:
        batch_op.alter_column("amount", existing_type=sa.Integer(), type_=sa.BigInteger())

def downgrade():
    with op.batch_alter_table("orders") as batch_op:
        batch_op.alter_column("amount", existing_type=sa.BigInteger(), type_=sa.Integer())
`,
    verdict: 'reversible',
  },
  {
    name: 'an upsert up and a delete by key down',
    body: `def upgrade():
    op.execute("INSERT INTO roles (id, name) VALUES (1, 'admin') ON CONFLICT (id) DO NOTHING")
    op.add_column("roles", sa.Column("note", sa.Text()))

def downgrade():
    op.drop_column("roles", "note")
    op.execute("DELETE FROM roles WHERE id = 1")
`,
    verdict: 'lossy',
    losses: ['roles'],
  },
  {
    name: 'a view that is dropped and built again as it was',
    body: `def upgrade():
    op.execute("CREATE VIEW active_users AS SELECT id, name FROM users")

def downgrade():
    op.execute("DROP VIEW active_users")
`,
    verdict: 'reversible',
  },
  {
    name: 'a backup in a Python global does not outlive the process',
    body: `kept = []

def upgrade():
    bind = op.get_bind()
    kept.extend(bind.execute(sa.text("SELECT id, phone FROM users")).fetchall())
    op.drop_column("users", "phone")

def downgrade():
    op.add_column("users", sa.Column("phone", sa.String(20)))
    for id_, phone in kept:
        op.get_bind().execute(sa.text("UPDATE users SET phone = :phone WHERE id = :id"), {"phone": phone, "id": id_})
`,
    verdict: 'lossy',
    losses: ['users.phone'],
  },
  {
    name: 'a backfill in batches ends on rows without the NULLs that we made up',
    body: `def upgrade():
    op.add_column("runs", sa.Column("state_name", sa.String(255)))
    backfill = "UPDATE runs SET state_name = label WHERE id IN (SELECT id FROM runs WHERE state_name IS NULL LIMIT 5)"
    with op.get_context().autocommit_block():
        while op.get_bind().execute(sa.text(backfill)).rowcount > 0:
            pass

def downgrade():
    op.drop_column("runs", "state_name")
`,
    verdict: 'reversible',
  },
  {
    name: 'a new table takes what presumed columns hold, but not the NULLs that we made up',
    body: `def upgrade():
    op.create_table("plans", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("pace", sa.String(255), nullable=False))
    bind = op.get_bind()
    for (pace,) in bind.execute(sa.text("SELECT pace FROM walks")).all():
        bind.execute(sa.text("INSERT INTO plans (pace) VALUES (:pace)"), {"pace": pace})

def downgrade():
    op.drop_table("plans")
`,
    verdict: 'reversible',
  },
  {
    name: 'a column that the run takes apart as JSON holds JSON',
    body: `def upgrade():
    bind = op.get_bind()
    op.add_column("tools", sa.Column("kind", sa.String(50)))
    part = {"postgresql": "note ->> 'kind'"}.get(bind.dialect.name, "note")
    bind.execute(sa.text("UPDATE tools SET kind = 'x' WHERE name = 'A' AND " + part + " = 'none such'"))

def downgrade():
    op.drop_column("tools", "kind")
`,
    verdict: 'reversible',
  },
  {
    name: 'what an ON CONFLICT names was unique',
    body: `def upgrade():
    op.add_column("labels", sa.Column("shade", sa.String(20)))
    op.execute("INSERT INTO labels (word, lang, shade) VALUES ('w', 'l', 's') ON CONFLICT (word, lang) DO NOTHING")

def downgrade():
    op.execute("DELETE FROM labels WHERE shade = 's'")
    op.drop_column("labels", "shade")
`,
    verdict: 'reversible',
  },
  {
    name: 'a unique key that the downgrade makes again',
    body: `def upgrade():
    op.execute("ALTER TABLE invites DROP CONSTRAINT invites_code_once")

def downgrade():
    op.create_unique_constraint("invites_code_once", "invites", ["code", "team"])
`,
    verdict: { sqlite: 'unsupported', postgres: 'reversible' },
  },
  {
    name: 'a foreign key that the downgrade makes again',
    body: `def upgrade():
    op.execute("ALTER TABLE members DROP CONSTRAINT members_in_team")
    op.execute("DELETE FROM members WHERE team_id IS NULL AND id < 0")

def downgrade():
    op.create_foreign_key("members_in_team", "members", "teams", ["team_id"], ["id"], ondelete="CASCADE")
`,
    verdict: { sqlite: 'unsupported', postgres: 'reversible' },
  },
  {
    name: 'rows that a literal names',
    body: `def upgrade():
    op.execute("DELETE FROM grants WHERE kind = 'broadcast'")
    op.add_column("grants", sa.Column("level", sa.Integer()))

def downgrade():
    op.drop_column("grants", "level")
`,
    verdict: 'lossy',
    losses: ['grants'],
    line: 2,
  },
  {
    name: 'a column is dropped with its index',
    body: `def upgrade():
    op.create_index("ix_users_phone", "users", ["phone"])
    op.drop_column("users", "phone")

def downgrade():
    op.add_column("users", sa.Column("phone", sa.String(20)))
`,
    verdict: { sqlite: 'unsupported', postgres: 'lossy' },
    losses: ['users.phone'],
    line: 3,
  },
];
