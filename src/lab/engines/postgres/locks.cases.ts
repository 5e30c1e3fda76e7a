/** What there is before each statement. */
export const world = `
  CREATE TABLE places (id int PRIMARY KEY);
  CREATE TABLE people (
    id int PRIMARY KEY, age int, size int NOT NULL, name varchar(10), note text, place_id int, seen timestamp);
  CREATE TABLE posts (
    id int PRIMARY KEY, person_id int CONSTRAINT posts_person REFERENCES people (id),
    stars int CONSTRAINT posts_stars CHECK (stars > 0), slug varchar(5) CHECK (slug <> ''),
    rank int CHECK (rank IS NOT NULL), place_id int);
  ALTER TABLE posts ADD CONSTRAINT posts_limit CHECK (stars < 1000) NOT VALID;
  ALTER TABLE posts ADD CONSTRAINT posts_place FOREIGN KEY (place_id) REFERENCES places NOT VALID;
  CREATE INDEX people_name ON people (name);
  CREATE INDEX posts_slug ON posts (slug);
  CREATE UNIQUE INDEX posts_one ON posts (slug);
  CREATE UNIQUE INDEX posts_rank ON posts (rank);
  CREATE MATERIALIZED VIEW totals AS SELECT id FROM posts;
  CREATE UNIQUE INDEX totals_id ON totals (id);
  CREATE TABLE events (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE TABLE events_plain (id int, at date);
  CREATE TABLE events_checked (id int, at date NOT NULL, CHECK (at >= '2022-01-01' AND at < '2023-01-01'));
  CREATE TABLE alone (id int NOT NULL, word text);
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touched BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE FUNCTION dice() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 4; END';
  CREATE FUNCTION steady() RETURNS int STABLE LANGUAGE plpgsql AS 'BEGIN RETURN 4; END';
  CREATE DOMAIN plain AS int;
  CREATE DOMAIN positive AS int CHECK (VALUE > 0);
  CREATE TABLE measured (x plain);
  CREATE TYPE mood AS ENUM ('calm');
  CREATE SEQUENCE numbers;
  INSERT INTO measured VALUES (1);`;

/** Statements; what stands before the last `;` of a line comes first, in a transaction of its own. */
export const statements = `
  CREATE INDEX i ON people (age)
  CREATE UNIQUE INDEX i ON people (age) WHERE age > 0
  CREATE INDEX i ON events (id)
  CREATE INDEX i ON totals (id)
  DROP INDEX people_name
  REINDEX TABLE people
  REINDEX INDEX people_name
  REFRESH MATERIALIZED VIEW totals
  REFRESH MATERIALIZED VIEW CONCURRENTLY totals
  CLUSTER people USING people_pkey
  ANALYZE people
  LOCK TABLE people
  LOCK TABLE people, places IN SHARE MODE
  CREATE TABLE tags (id int PRIMARY KEY, place_id int REFERENCES places)
  CREATE TABLE tags (id int, place_id int, person_id int REFERENCES people, FOREIGN KEY (place_id) REFERENCES places)
  CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')
  CREATE TABLE events_rest PARTITION OF events DEFAULT
  CREATE TABLE events_rest PARTITION OF events DEFAULT; CREATE TABLE e24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')
  CREATE TABLE more () INHERITS (people)
  DROP MATERIALIZED VIEW totals; DROP TABLE posts
  DROP TABLE people CASCADE
  DROP TABLE events_2020
  TRUNCATE posts
  TRUNCATE people CASCADE
  ALTER TABLE people RENAME age TO years
  COMMENT ON TABLE people IS 'x'
  COMMENT ON COLUMN people.age IS 'x'
  ALTER TABLE people ENABLE ROW LEVEL SECURITY
  ALTER TABLE alone SET UNLOGGED
  ALTER TABLE alone SET LOGGED
  ALTER TABLE posts DISABLE TRIGGER touched
  ALTER TABLE people SET (fillfactor = 70)
  ALTER TABLE people SET (autovacuum_enabled = false)
  ALTER TABLE people ALTER age SET STATISTICS 100
  ALTER TABLE people ALTER note SET STORAGE EXTERNAL
  ALTER TABLE people CLUSTER ON people_pkey
  ALTER TABLE people OWNER TO CURRENT_USER
  ALTER TABLE people REPLICA IDENTITY FULL
  ALTER TABLE people SET TABLESPACE pg_default
  ALTER TABLE people SET ACCESS METHOD heap
  ALTER TABLE events ATTACH PARTITION events_plain FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')
  ALTER TABLE events ATTACH PARTITION events_checked FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')
  CREATE TABLE events_rest PARTITION OF events DEFAULT; ALTER TABLE events ATTACH PARTITION events_checked FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')
  ALTER TABLE events DETACH PARTITION events_2020
  ALTER TABLE people ADD x int
  ALTER TABLE people ADD x int NOT NULL DEFAULT 5
  ALTER TABLE people ADD x int DEFAULT NULL
  ALTER TABLE people ADD x int CHECK (x > 0)
  ALTER TABLE people ADD x int REFERENCES places
  ALTER TABLE people ADD x int DEFAULT 5 REFERENCES places
  ALTER TABLE people ADD x int UNIQUE
  ALTER TABLE alone ADD x serial PRIMARY KEY
  ALTER TABLE people ADD x serial
  ALTER TABLE people ADD x int GENERATED ALWAYS AS IDENTITY
  ALTER TABLE people ADD x int GENERATED ALWAYS AS (age + 1) STORED
  ALTER TABLE people ADD x int GENERATED ALWAYS AS (age + 1) VIRTUAL
  ALTER TABLE people ADD x int DEFAULT dice()
  ALTER TABLE people ADD x int DEFAULT steady()
  ALTER TABLE people ADD x float DEFAULT random()
  ALTER TABLE people ADD x uuid DEFAULT gen_random_uuid()
  ALTER TABLE people ADD x timestamptz NOT NULL DEFAULT now()
  ALTER TABLE people ADD x timestamptz DEFAULT CURRENT_TIMESTAMP(0)
  ALTER TABLE people ADD x timestamptz DEFAULT (now() AT TIME ZONE 'UTC')
  ALTER TABLE people ADD x timestamptz DEFAULT clock_timestamp()
  ALTER TABLE people ADD x int DEFAULT nextval('numbers')
  ALTER TABLE people ADD x text[] NOT NULL DEFAULT ARRAY[]::text[]
  ALTER TABLE people ADD x jsonb NOT NULL DEFAULT '{}'::jsonb
  ALTER TABLE people ADD x boolean NOT NULL DEFAULT true
  ALTER TABLE people ADD x plain DEFAULT 1
  ALTER TABLE people ADD x positive
  ALTER TABLE people ADD x positive DEFAULT 1
  ALTER TABLE people ADD x mood DEFAULT 'calm'
  ALTER TABLE people ADD x int, ADD y int DEFAULT nextval('numbers')
  ALTER TABLE people DROP age
  ALTER TABLE posts DROP person_id
  ALTER TABLE people ALTER age SET DEFAULT 1
  ALTER TABLE people ALTER size DROP NOT NULL
  ALTER TABLE people ALTER age SET NOT NULL
  ALTER TABLE people ALTER size SET NOT NULL
  ALTER TABLE posts ALTER rank SET NOT NULL
  ALTER TABLE people ADD CHECK (age IS NOT NULL AND age > 0); ALTER TABLE people ALTER age SET NOT NULL
  ALTER TABLE people ADD CHECK (age IS NOT NULL) NOT VALID; ALTER TABLE people ALTER age SET NOT NULL
  ALTER TABLE people ADD CONSTRAINT n NOT NULL age
  ALTER TABLE people ADD CONSTRAINT n NOT NULL age NOT VALID
  ALTER TABLE people ALTER size ADD GENERATED ALWAYS AS IDENTITY
  ALTER TABLE people ALTER age TYPE bigint
  ALTER TABLE people ALTER name TYPE varchar(20)
  ALTER TABLE people ALTER name TYPE text USING name || ''
  ALTER TABLE people ALTER name TYPE text USING CAST(name AS text)
  ALTER TABLE people ALTER seen TYPE timestamptz USING seen AT TIME ZONE 'UTC'
  ALTER TABLE posts ALTER slug TYPE varchar(20)
  ALTER TABLE posts ALTER slug TYPE text
  ALTER TABLE posts ALTER slug TYPE varchar(5)
  ALTER TABLE posts ALTER person_id TYPE bigint
  ALTER TABLE people ALTER id TYPE bigint
  ALTER TABLE people ADD CONSTRAINT f FOREIGN KEY (place_id) REFERENCES places
  ALTER TABLE people ADD CONSTRAINT f FOREIGN KEY (place_id) REFERENCES places NOT VALID
  ALTER TABLE people ADD CONSTRAINT c CHECK (age > 0)
  ALTER TABLE people ADD CONSTRAINT c CHECK (age > 0) NOT VALID
  ALTER TABLE people ADD UNIQUE (age)
  ALTER TABLE posts ADD CONSTRAINT u UNIQUE USING INDEX posts_one
  ALTER TABLE posts DROP CONSTRAINT posts_pkey; ALTER TABLE posts ADD PRIMARY KEY USING INDEX posts_one
  ALTER TABLE posts DROP CONSTRAINT posts_pkey; ALTER TABLE posts ADD PRIMARY KEY USING INDEX posts_rank
  ALTER TABLE alone ADD PRIMARY KEY (id)
  ALTER TABLE people ADD EXCLUDE USING btree (age WITH =)
  ALTER TABLE posts DROP CONSTRAINT posts_person
  ALTER TABLE posts DROP CONSTRAINT posts_stars
  ALTER TABLE people DROP CONSTRAINT people_pkey CASCADE
  ALTER TABLE posts VALIDATE CONSTRAINT posts_limit
  ALTER TABLE posts VALIDATE CONSTRAINT posts_place
  ALTER TABLE posts RENAME CONSTRAINT posts_stars TO posts_points
  ALTER INDEX people_name RENAME TO people_names
  ALTER TYPE mood ADD VALUE 'wild'
  CREATE TRIGGER again BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION touch()
  DROP TRIGGER touched ON posts
  CREATE POLICY own ON posts USING (true)
  CREATE POLICY own ON posts USING (true); DROP POLICY own ON posts
  CREATE VIEW names AS SELECT name FROM people
  CREATE RULE quiet AS ON INSERT TO posts DO NOTHING
  CREATE STATISTICS both_of ON id, age FROM people
  ALTER DOMAIN plain ADD CHECK (VALUE > 0)
  ALTER DOMAIN plain ADD CHECK (VALUE > 0) NOT VALID
  ALTER DOMAIN plain SET NOT NULL
  INSERT INTO alone VALUES (1, 'x')
  UPDATE alone SET word = 'x'
  DELETE FROM alone`
  .trim()
  .split('\n')
  .map((line) => line.trim());
