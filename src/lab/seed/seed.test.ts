import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeAssets } from '../assets.node';
import type { Database } from '../engines/engine';
import { engines } from '../engines/engines';
import { seed, type SeedOptions } from './seed';

/** What holds for every engine, run on each. */
describe.each(engines.map((engine) => [engine.name, engine] as const))('seeding %s', (name, engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await engine.open(nodeAssets());
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    await database.resetSession();
    // Postgres always checks foreign keys; SQLite only when told to.
    if (name === 'sqlite') await database.execute('PRAGMA foreign_keys=ON');
  });

  const again = async (options: Partial<SeedOptions> = {}) =>
    seed(database, await database.introspect(), { rows: 10, profile: 'representative', ...options });
  const seeded = async (ddl: string, options: Partial<SeedOptions> = {}) => {
    await database.execute(ddl);
    return again(options);
  };
  /** One number; SQLite's cells are literals, and a number's literal is the number. */
  const number = async (sql: string) => Number((await database.query(`SELECT ${sql}`)).rows[0]?.[0]);
  const allRows = async () => database.rows((await database.introspect()).tables);
  const complete = { notes: [] };

  it.each([1, 2])('fills %d texts that spell labels, and what is there already counts', async (labelled) => {
    await database.execute(
      "CREATE TABLE t (id integer PRIMARY KEY, a text, b text); INSERT INTO t VALUES (1, 'x', 'x')",
    );
    const schema = await database.introspect();
    const tables = schema.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column, place) =>
        place === 0 || place > labelled || !column.type
          ? column
          : { ...column, type: { ...column.type, labels: ['x', 'y'] } },
      ),
    }));
    await seed(database, { ...schema, tables }, { rows: 10, profile: 'representative' });
    expect(await number("count(*) FROM t WHERE a = 'y'")).toBeGreaterThan(0);
  });

  it('gives no two tables the same UUIDs', async () => {
    await seeded('CREATE TABLE a (id uuid PRIMARY KEY); CREATE TABLE b (id uuid PRIMARY KEY)');
    expect(await number('count(*) FROM a JOIN b ON a.id = b.id')).toBe(0);
  });

  it.each([
    ['runs', 'state_id', 'states'],
    ['flow_run', 'state_id', 'flow_run_state'],
    ['app_posts', 'author_id', 'app_authors'],
  ])('lets %s.%s mean a row of %s where no key says so', async (table, column, target) => {
    await seeded(`
      CREATE TABLE ${target} (id integer PRIMARY KEY);
      CREATE TABLE ${table} (id integer PRIMARY KEY, ${column} integer)`);
    expect(await number(`count(*) FROM ${table} WHERE ${column} IN (SELECT id FROM ${target})`)).toBeGreaterThan(5);
  });

  describe('constraints', () => {
    it('fills targets before those that refer to them', async () => {
      const report = await seeded(`
        CREATE TABLE authors (id integer PRIMARY KEY, name varchar(20) NOT NULL UNIQUE);
        CREATE TABLE a_posts (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES authors (id));`);
      expect(report).toMatchObject(complete);
      expect(report.inserted.map(({ table, rows }) => [table.name, rows])).toEqual([['authors', 10], ['a_posts', 10]]); // prettier-ignore
    });

    it('refers to some rows more than once, and to some not at all', async () => {
      await seeded(`
        CREATE TABLE authors (id integer PRIMARY KEY);
        CREATE TABLE posts (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES authors (id));`);
      const used = await number('count(DISTINCT author_id) FROM posts');
      expect(used).toBeGreaterThan(2);
      expect(used).toBeLessThan(10);
    });

    it('keeps composite and overlapping foreign keys', async () => {
      const report = await seeded(`
        CREATE TABLE tenants (id integer PRIMARY KEY);
        CREATE TABLE projects (tenant_id integer REFERENCES tenants (id), id integer, PRIMARY KEY (tenant_id, id));
        CREATE TABLE tasks (
          tenant_id integer NOT NULL REFERENCES tenants (id), id integer, project_id integer NOT NULL, parent_id integer,
          PRIMARY KEY (tenant_id, id),
          FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id),
          FOREIGN KEY (tenant_id, parent_id) REFERENCES tasks (tenant_id, id));`);
      expect(report).toMatchObject(complete);
      expect(await number('count(*) FROM tasks')).toBe(10);
    });

    it('makes trees of rows that refer to their own table', async () => {
      const report = await seeded(`
        CREATE TABLE tree (id integer PRIMARY KEY, parent_id integer REFERENCES tree (id));
        CREATE TABLE rooted (id integer PRIMARY KEY, parent_id integer NOT NULL REFERENCES rooted (id));`);
      expect(report).toMatchObject(complete);
      expect(await number('count(*) FROM tree WHERE parent_id IS NULL')).toBeGreaterThan(0);
      expect(await number('count(*) FROM tree WHERE parent_id <> id')).toBeGreaterThan(2);
      expect(await number('count(*) FROM rooted WHERE parent_id <> id')).toBeGreaterThan(2);
    });

    it('combines references where they are the key', async () => {
      const report = await seeded(
        `CREATE TABLE a (id integer PRIMARY KEY);
         CREATE TABLE b (id integer PRIMARY KEY);
         CREATE TABLE a_b (a_id integer REFERENCES a (id), b_id integer REFERENCES b (id), PRIMARY KEY (a_id, b_id));
         CREATE TABLE profile (a_id integer PRIMARY KEY REFERENCES a (id), flag boolean NOT NULL);`,
        { rows: 30 },
      );
      expect(report).toMatchObject(complete);
      expect(await number('count(*) FROM a_b')).toBe(30);
    });

    it('keeps unique columns, indexes on expressions and partial indexes', async () => {
      const report = await seeded(`
        CREATE TABLE owners (id integer PRIMARY KEY);
        CREATE TABLE mails (
          id integer PRIMARY KEY, owner_id integer NOT NULL REFERENCES owners (id), is_main boolean NOT NULL,
          email varchar(40), kind varchar(8) CHECK (kind IN ('home', 'work')), UNIQUE (owner_id, kind));
        CREATE UNIQUE INDEX one_main ON mails (owner_id) WHERE is_main;
        CREATE UNIQUE INDEX one_email ON mails (lower(email));`);
      expect(report).toMatchObject(complete);
      expect(await number('count(*) FROM mails')).toBe(10);
    });

    it('satisfies checks, on one column and across several', async () => {
      const report = await seeded(`
        CREATE TABLE checked (
          id integer PRIMARY KEY,
          age integer CHECK (age >= 18 AND age < 100),
          status varchar(10) NOT NULL CHECK (status IN ('new', 'done')),
          email text CHECK (email LIKE '%@%'),
          starts date, ends date, x integer, y integer,
          title text NOT NULL CHECK (length(trim(title)) > 3),
          percent numeric(5, 2) CHECK (percent BETWEEN 0 AND 100),
          code text NOT NULL CHECK (length(code) = 7),
          even integer CHECK (even % 2 = 0),
          odd integer CHECK (CASE WHEN odd > 5 THEN odd < 10 ELSE odd < 0 END),
          amount integer NOT NULL DEFAULT 0, paid integer NOT NULL DEFAULT 0,
          CHECK (starts <= ends), CHECK ((x IS NULL) <> (y IS NULL)), CHECK (paid <= amount OR status = 'new'));`);
      expect(report).toMatchObject(complete);
      expect(await number('count(*) FROM checked')).toBe(10);
      expect(await number('count(DISTINCT status) FROM checked')).toBe(2);
    });

    it('inserts into tables that refer to each other', async () => {
      const circle =
        name === 'sqlite'
          ? `CREATE TABLE teams (id integer PRIMARY KEY, lead_id integer REFERENCES people (id));
             CREATE TABLE people (id integer PRIMARY KEY, team_id integer NOT NULL REFERENCES teams (id));`
          : `CREATE TABLE teams (id integer PRIMARY KEY, lead_id integer);
             CREATE TABLE people (id integer PRIMARY KEY, team_id integer NOT NULL REFERENCES teams (id));
             ALTER TABLE teams ADD FOREIGN KEY (lead_id) REFERENCES people (id);`;
      expect(await seeded(circle)).toMatchObject(complete);
      expect(await number('count(lead_id) FROM teams')).toBeGreaterThan(0);
      expect(await number('count(*) FROM people')).toBe(10);
    });
  });

  describe('values', () => {
    it('are present and absent in every nullable column', async () => {
      await seeded(
        'CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, c timestamp, d boolean, e numeric(8, 3));',
      );
      for (const column of ['a', 'b', 'c', 'd', 'e']) {
        expect(await number(`count(${column}) FROM t`)).toBeGreaterThan(5);
        expect(await number(`count(${column}) FROM t`)).toBeLessThan(10);
      }
    });

    it('are present where there is but one row', async () => {
      await seeded('CREATE TABLE t (id integer PRIMARY KEY, a integer, b text);', { rows: 1 });
      expect(await number('count(a) + count(b) FROM t')).toBe(2);
    });

    it('reach the limits of their types', async () => {
      await seeded('CREATE TABLE t (id integer PRIMARY KEY, v varchar(12), s smallint, n numeric(6, 2), b boolean);');
      expect(await number('max(length(v)) FROM t')).toBe(12);
      expect(await number("count(*) FROM t WHERE v = ''")).toBe(1);
      expect(await number('max(s) FROM t')).toBe(32767);
      expect(await number('min(s) FROM t')).toBe(-32768);
      expect(await number('max(n) FROM t')).toBe(9999.99);
      expect(await number('count(DISTINCT b) FROM t')).toBe(2);
    });

    it('of a column named after a table are ids of that table, though no constraint says so', async () => {
      await seeded(`
        CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL);
        CREATE TABLE users (id integer PRIMARY KEY);`);
      expect(await number('count(*) FROM orders WHERE user_id NOT IN (SELECT id FROM users)')).toBe(0);
    });

    it('are hostile where nothing forbids it, if so wanted', async () => {
      const report = await seeded(
        `CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);
         CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL, note text NOT NULL);`,
        { profile: 'hostile', rows: 20 },
      );
      expect(report).toMatchObject(complete);
      expect(await number('count(*) FROM orders WHERE user_id NOT IN (SELECT id FROM users)')).toBeGreaterThan(0);
      expect(await number('count(DISTINCT note) FROM orders')).toBeLessThan(20);
      expect(await number('count(DISTINCT name) - count(DISTINCT lower(trim(name))) FROM users')).toBeGreaterThan(1);
    });

    it('are the same in every database', async () => {
      const ddl = `CREATE TABLE a (id integer PRIMARY KEY, v text, w numeric(4, 1), x timestamp);
                   CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a (id), y varchar(3) UNIQUE);`;
      await seeded(ddl);
      const first = await allRows();
      await database.clear();
      await seeded(ddl);
      expect(await allRows()).toEqual(first);
    });
  });

  describe('topping up', () => {
    const shop = `
      CREATE TABLE users (id integer PRIMARY KEY, name text, active boolean NOT NULL DEFAULT true);
      CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id), note text);`;

    it('changes nothing the second time', async () => {
      await seeded(shop);
      const first = await allRows();
      expect(await again()).toMatchObject({ inserted: [], notes: [] });
      expect(await allRows()).toEqual(first);
    });

    it('does nothing when no rows are wanted', async () => {
      expect(await seeded(shop, { rows: 0 })).toMatchObject({ inserted: [], notes: [] });
      expect(await number('count(*) FROM users')).toBe(0);
    });

    it('refills a table that was emptied, and completes one that has too few rows', async () => {
      await seeded(shop);
      await database.execute('DELETE FROM orders; DELETE FROM users WHERE id > 4');
      const report = await again();
      expect(report).toMatchObject(complete);
      expect(report.inserted.map(({ table, rows }) => [table.name, rows])).toEqual([['users', 7], ['orders', 10]]); // prettier-ignore
    });

    it('keeps clear of rows that are there already', async () => {
      await database.execute(`${shop} INSERT INTO users VALUES (2, 'Kim', true), (4, 'Lee', false), (11, NULL, true)`);
      expect(await again()).toMatchObject(complete);
      expect(await number('count(*) FROM users')).toBe(10);
    });

    it('gives values to columns that were just added, and touches no other', async () => {
      await seeded(shop);
      const query = 'SELECT id, user_id, note FROM orders ORDER BY id';
      const before = (await database.query(query)).rows;
      await database.execute(`ALTER TABLE orders ADD COLUMN email varchar(60);
        ALTER TABLE orders ADD COLUMN state varchar(10) NOT NULL DEFAULT 'open';
        ALTER TABLE orders ADD COLUMN buyer_id integer REFERENCES users (id);`);
      expect(await again()).toMatchObject({ inserted: [], notes: [] });
      expect(await number('count(email) FROM orders')).toBe(8);
      expect(await number('count(buyer_id) FROM orders')).toBe(8);
      expect(await number('count(DISTINCT state) FROM orders')).toBe(10);
      expect((await database.query(query)).rows).toEqual(before);
      const filled = await allRows();
      await again();
      expect(await allRows()).toEqual(filled);
    });

    it('fills added columns of tables without a key', async () => {
      await seeded('CREATE TABLE log (at timestamp, line text);');
      await database.execute('ALTER TABLE log ADD COLUMN level integer');
      expect(await again()).toMatchObject(complete);
      expect(await number('count(level) FROM log')).toBeGreaterThan(5);
    });

    it('looks at no other tables than those asked for', async () => {
      await database.execute(shop);
      const report = await again({ only: [{ schema: null, name: 'users' }] });
      expect(report.inserted.map(({ table }) => table.name)).toEqual(['users']);
    });
  });

  describe('what cannot be had', () => {
    it('is noted: keys with few values', async () => {
      const report = await seeded('CREATE TABLE flags (flag boolean NOT NULL UNIQUE);');
      expect(report.notes).toEqual(['flags has 2 of 10 rows: no other row keeps its keys and checks.']);
      expect((await again()).notes).toEqual(report.notes);
    });

    it('is noted: a trigger that refuses, and costs only the rows that it refuses', async () => {
      const ddl =
        name === 'sqlite'
          ? `CREATE TABLE odd (id integer PRIMARY KEY, v text);
             CREATE TRIGGER t BEFORE INSERT ON odd WHEN NEW.id % 2 = 0 BEGIN SELECT RAISE(ABORT, 'odd only'); END;`
          : `CREATE TABLE odd (id integer PRIMARY KEY, v text);
             CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
               $$ BEGIN IF NEW.id % 2 = 0 THEN RAISE EXCEPTION 'odd only'; END IF; RETURN NEW; END $$;
             CREATE TRIGGER t BEFORE INSERT ON odd FOR EACH ROW EXECUTE FUNCTION refuse();`;
      const child = 'CREATE TABLE child (id integer PRIMARY KEY, odd_id integer NOT NULL REFERENCES odd (id));';
      expect(await seeded(ddl + child)).toMatchObject(complete);
      expect(await number('count(*) FROM odd WHERE id % 2 = 0')).toBe(0);
      expect(await number('count(*) FROM child')).toBe(10);
    });

    it('is noted: a table that nothing may enter, and those that must refer to it', async () => {
      const report = await seeded(`
        CREATE TABLE shut (id integer PRIMARY KEY CHECK (id < 0 AND id > 0));
        CREATE TABLE behind (id integer PRIMARY KEY, shut_id integer NOT NULL REFERENCES shut (id));
        CREATE TABLE beside (id integer PRIMARY KEY, shut_id integer REFERENCES shut (id));`);
      expect(report.notes).toHaveLength(2);
      expect(report.notes[0]).toBe(
        'shut has no rows: id is required, and no allowed value is known for the type integer.',
      );
      expect(report.notes[1]).toBe('behind has no rows: shut_id must refer to shut, which has none.');
      expect(await number('count(*) FROM beside')).toBe(10);
    });
  });
});
