import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database, EngineName } from '../../engines/engine';
import type { Runner } from '../runner';
import { openDatabase, openSession, revisionFile, startRunner, upgradeOnce } from './testing';

let runner: Runner;
let databases: Readonly<Record<EngineName, Database>>;

beforeAll(async () => {
  const [started, sqlite, postgres] = await Promise.all([
    startRunner(),
    openDatabase('sqlite'),
    openDatabase('postgres'),
  ]);
  runner = started;
  databases = { sqlite, postgres };
});

beforeEach(async () => {
  for (const database of Object.values(databases)) await database.clear();
});

afterAll(async () => {
  for (const database of Object.values(databases)) await database.close();
});

const run = (before: string, upgrade: string, engine: EngineName = 'sqlite') =>
  upgradeOnce(runner, databases[engine], { before, upgrade });

/** The type that a column of the given Python expression gets on Postgres. */
async function typeOf(imports: string, expression: string): Promise<string | undefined> {
  const { error } = await run(imports, `op.create_table('t', sa.Column('c', ${expression}))`, 'postgres');
  expect(error).toBeNull();
  const { rows } = await databases.postgres.query(
    `SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'c'`,
  );
  return rows[0]?.[0] ?? undefined;
}

describe('types of missing modules, by name', () => {
  test.each([
    ['from models.types import StringUUID', 'StringUUID()', 'uuid'],
    ['from models.types import LongText', 'LongText()', 'text'],
    ['import mealie.db.migration_types', 'mealie.db.migration_types.GUID()', 'uuid'],
    ['from prefect.server.utilities.database import UUID', 'UUID', 'uuid'],
    ['from prefect.server.utilities.database import JSON', 'JSON(astext_type=sa.Text())', 'jsonb'],
    ['from prefect.server.utilities.database import Timestamp', 'Timestamp(timezone=True)', 'timestamp with time zone'],
    ['from airflow.migrations.db_types import TIMESTAMP', 'TIMESTAMP(timezone=True)', 'timestamp with time zone'],
    ['from airflow.migrations.db_types import StringID', 'StringID(40)', 'character varying(40)'],
    ['from airflow.utils.sqlalchemy import UtcDateTime', 'UtcDateTime(timezone=True)', 'timestamp with time zone'],
    ['from dstack.models import NaiveDateTime', 'NaiveDateTime()', 'timestamp without time zone'],
    ['from util.migrate import UTF8LongText', 'UTF8LongText()', 'text'],
    ['from util.migrate import UTF8CharField', 'UTF8CharField(length=64)', 'character varying(64)'],
    ['from indico.core.db.sqlalchemy import PyIntEnum', 'PyIntEnum(object)', 'integer'],
    ['from rucio.db.sqla.models import String', 'String(25)', 'character varying(25)'],
    ['import sqlmodel', 'sqlmodel.sql.sqltypes.AutoString(length=12)', 'character varying(12)'],
    ['import sqlmodel', 'sqlmodel.sql.sqltypes.AutoString()', 'character varying'],
    ['import sqlmodel.sql.sqltypes', 'sqlmodel.sql.sqltypes.types.Uuid()', 'uuid'],
    ['import sqlalchemy_utils', 'sqlalchemy_utils.types.uuid.UUIDType(binary=False)', 'uuid'],
    ['import sqlalchemy_utils', 'sqlalchemy_utils.types.ts_vector.TSVectorType()', 'tsvector'],
    ['from sqlalchemy_utils import EmailType', 'EmailType', 'character varying(255)'],
    ['from sqlalchemy_utils import ChoiceType', 'ChoiceType([("a", "A")])', 'character varying(255)'],
    ['import fastapi_users_db_sqlalchemy', 'fastapi_users_db_sqlalchemy.generics.GUID()', 'uuid'],
    [
      'from fastapi_users_db_sqlalchemy.generics import TIMESTAMPAware',
      'TIMESTAMPAware(timezone=True)',
      'timestamp with time zone',
    ],
    ['from pgvector.sqlalchemy import Vector', 'Vector(3)', 'text'],
    ['from geoalchemy2 import Geometry', "Geometry('POINT', srid=4326)", 'text'],
    ['from citext import CIText', 'CIText()', 'text'],
    ['from sqlalchemy_jsonfield import JSONField', 'JSONField()', 'jsonb'],
    ['from app.db import Pydantic, Settings', 'Pydantic(Settings)', 'jsonb'],
    ['from app.db import Money', 'Money()', 'numeric'],
    ['from app.db import Whatever', 'Whatever', 'character varying'],
    ['from app.db import Whatever', "Whatever().with_variant(sa.Text(), 'postgresql')", 'text'],
    ['from app.db import AppType\nclass Mine(AppType):\n    impl = sa.Integer', 'Mine()', 'integer'],
    ['from app.config import settings', 'sa.String(settings.NAME_LENGTH)', 'character varying(255)'],
    ['from neutron_lib.db.constants import UUID_FIELD_SIZE', 'sa.String(UUID_FIELD_SIZE)', 'character varying(36)'],
    ['from app.models import Status', "sa.Enum(Status, name='status')", 'status'],
  ])('%s: %s is %s', async (imports, expression, type) => {
    expect(await typeOf(imports, expression)).toBe(type);
  });

  test('of an extension are what they are where the extension is there', async () => {
    const database = databases.postgres;
    const { error } = await run(
      'from pgvector.sqlalchemy import Vector',
      `op.execute('CREATE DOMAIN vector AS text')\nop.create_table('t', sa.Column('c', Vector()))`,
      'postgres',
    );
    expect(error).toBeNull();
    const { rows } = await database.query(
      `SELECT atttypid::regtype::text FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'c'`,
    );
    expect(rows).toEqual([['vector']]);
  });

  test.each<EngineName>(['sqlite', 'postgres'])('hold values on %s', async (engine) => {
    const { output, error } = await run(
      'from app.types import GUID, JsonType, UtcDateTime\nimport datetime',
      `t = op.create_table('t', sa.Column('id', GUID, primary_key=True), sa.Column('j', JsonType()), sa.Column('d', UtcDateTime()))
op.bulk_insert(t, [{'id': '00000000-0000-0000-0000-000000000001', 'j': {'a': 1}, 'd': datetime.datetime(2024, 1, 1)}])
print(op.get_bind().execute(sa.select(t.c.id, t.c.j)).one())`,
      engine,
    );
    expect(error).toBeNull();
    expect(output).toBe("(UUID('00000000-0000-0000-0000-000000000001'), {'a': 1})\n");
  });
});

describe('values of missing modules', () => {
  test('survive what migrations do with them at the top of a file', async () => {
    const { error, stubs } = await run(
      `import logging
from flask import current_app
from app.core import settings, get_logger, retry, Base, CONSTANT, session_scope
from app import models as m
logger = get_logger(__name__)
config = current_app.config
url = config.get('URL').replace('%', '%%')
metadata = current_app.extensions['migrate'].db.metadata
target = Base.metadata
total = CONSTANT + 1 - 2 * 3
schema = settings.db.schema
@retry
def helper(): return 1
@retry(times=3)
def other(): return 2
class Row(Base):
    __tablename__ = 'rows'
    id = sa.Column(sa.Integer, primary_key=True)`,
      `logger.info('starting %s', settings.x)
with session_scope() as session:
    pass
assert helper() + other() == 3
Base.metadata.create_all(op.get_bind())`,
    );
    expect(error).toBeNull();
    expect(stubs.map(({ module, names }) => [module, names])).toEqual([
      ['flask', ['current_app']],
      ['app', ['models']],
      ['app.core', ['settings', 'get_logger', 'retry', 'Base', 'CONSTANT', 'session_scope']],
    ]);
    expect((await databases.sqlite.introspect()).tables.map(({ name }) => name)).toEqual(['rows']);
  });

  test.each([
    ['from app import settings', 'if settings.multi_tenant: pass', 'settings.multi_tenant was taken as false'],
    ['from app import TENANTS', 'for tenant in TENANTS: pass', 'TENANTS was iterated over, as if it were empty'],
    ['from app import settings', `op.execute(f"SELECT '{settings.schema}'")`, 'settings.schema became text'],
    [
      'from app import KIND',
      `op.get_bind().execute(sa.text('SELECT :k'), {'k': KIND})`,
      'KIND was written into a statement',
    ],
    [
      'from app import Status',
      `op.get_bind().execute(sa.text('SELECT :k'), {'k': Status.ACTIVE.value})`,
      "Status.ACTIVE.value was written into a statement as 'ACTIVE'",
    ],
    [
      'from app import Status',
      `op.execute(f"SELECT '{Status.ACTIVE.value}'")`,
      "Status.ACTIVE.value became text, as 'ACTIVE'",
    ],
    ['import json\nfrom app import KIND', 'json.dumps({"kind": KIND})', 'KIND was written into a statement'],
    ['from app import Status', '[s.value for s in Status]', 'Status was iterated over, as if it were empty'],
    ['from app.helpers import add_column', `add_column('t', 'c')`, 'add_column(...) was called, and did nothing'],
    ['from app import VERSION', 'if VERSION > 3: pass', 'VERSION was compared, as if it were 0'],
  ])('%s; %s: it is said that %s', async (imports, upgrade, how) => {
    for (const engine of ['sqlite', 'postgres'] as const) {
      const { error, stubs } = await run(imports, upgrade, engine);
      expect(error).toBeNull();
      expect(stubs.flatMap(({ usedAt }) => usedAt)).toContainEqual({ line: expect.any(Number), path: 'one.py', how });
    }
  });

  test('are not mentioned where nothing depends on them', async () => {
    const { stubs } = await run('from app import settings\nfrom app.types import GUID', 'pass');
    expect(stubs.flatMap(({ usedAt }) => usedAt)).toEqual([]);
  });

  test('answer private calls of the migration, each argument with a text of its own', async () => {
    const { output, error } = await run(
      'from app.blocks import Block',
      `texts = [Block._checksum({'a': n}).bound() for n in (1, 1, 2)]
print(texts[0] == texts[1], texts[0] == texts[2], texts[0].startswith('_checksum-'))
print(hasattr(Block, '__clause_element__'))`,
    );
    expect(error).toBeNull();
    expect(output).toBe('True False True\nFalse\n');
  });

  test('are members of enumerations, with the names they have', async () => {
    const { output } = await run('from app import Status', `print(Status.ACTIVE.name, Status.ACTIVE == Status.ACTIVE)`);
    expect(output).toBe('ACTIVE True\n');
  });
});

describe('known libraries', () => {
  test.each([
    ['import orjson', `orjson.dumps({'a': 1})`, `b'{"a":1}'`],
    ['import simplejson as json', `json.loads('[1]')`, '[1]'],
    ['import pytz', 'pytz.utc.utcoffset(None)', '0:00:00'],
    ['import pytz', `pytz.timezone('Europe/Paris')`, 'Europe/Paris'],
    ['from flask_sqlalchemy import SQLAlchemy', `SQLAlchemy().Column(SQLAlchemy().String(3)).type`, 'VARCHAR(3)'],
    ['import sqlmodel', 'sqlmodel.select(sa.literal(1)).is_select', 'True'],
    ['from dateutil import tz', 'tz.UTC', 'tzutc()'],
  ])('%s: %s', async (imports, expression, shown) => {
    const { output, error } = await run(imports, `print(${expression})`);
    expect(error).toBeNull();
    expect(output).toBe(`${shown}\n`);
  });

  test('operations of plugins say that they are not there', async () => {
    const { error } = await run(
      'from alembic_utils.pg_function import PGFunction',
      `op.create_entity(PGFunction(schema='public'))`,
    );
    expect(error).toMatchObject({ origin: 'tool', line: 7 });
    expect(error?.message).toContain('op.create_entity() belongs to a plugin');
  });
});

describe('models that were not pasted', () => {
  test('are named in the errors that they lead to', async () => {
    const imports = 'from app.models import User\nfrom sqlalchemy.orm import Session';
    const hint = 'User comes from app.models, which was not pasted';
    expect((await run(imports, 'Session(op.get_bind()).query(User).all()')).error?.message).toContain(hint);
    expect((await run(imports, 'print(User.__tablename__)')).error?.message).toContain(hint);
  });
});

describe('what is no stub', () => {
  test('parts that real libraries do not have are missing here too', async () => {
    expect((await run('', 'from sqlalchemy import NoSuchThing')).error).toMatchObject({
      exception: 'ImportError',
      line: 7,
    });
    expect((await run('', 'import sqlalchemy.nothing')).error).toMatchObject({ exception: 'ModuleNotFoundError' });
    expect((await run('', 'import tkinter')).error).toMatchObject({ exception: 'ModuleNotFoundError' });
  });

  test('libraries that probe for others find none', async () => {
    const { stubs } = await run(
      '',
      `import sqlalchemy.util.concurrency, importlib\nimportlib.import_module('alembic.command')`,
    );
    expect(stubs).toEqual([]);
  });

  test('the parts of a pasted package that were not pasted are', async () => {
    const session = await openSession(runner, databases.sqlite, {
      'app/__init__.py': '',
      'app/types.py': 'LENGTH = 3',
      'versions/a.py': revisionFile({
        before: 'from app.types import LENGTH\nfrom app.models import User',
        upgrade: 'print(LENGTH)',
      }),
    });
    const { output, stubs } = await session.run('r1', 'upgrade');
    expect(output).toBe('3\n');
    expect(stubs).toEqual([{ module: 'app.models', names: ['User'], usedAt: [] }]);
  });
});
