import { expect, it } from 'vitest';
import { acceptDump, hasCopiedRows } from './given';

const dump = `--
-- PostgreSQL database dump
--
\\restrict abc
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.users (
    id integer NOT NULL,
    name text
);
ALTER TABLE public.users OWNER TO app;
COPY public.users (id, name) FROM stdin;
1	Ada; SET x = 1;
\\.
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
GRANT ALL ON TABLE public.users TO app;
\\unrestrict abc
`;

it('keeps what makes the schema of a pg_dump and leaves out ownership and rows', () => {
  const sql = acceptDump(dump);
  expect(sql).toContain('CREATE TABLE public.users');
  expect(sql).toContain('ADD CONSTRAINT users_pkey');
  expect(sql).not.toMatch(/OWNER|GRANT|set_config|COPY|Ada|restrict/);
  expect(hasCopiedRows(dump)).toBe(true);
});

it("leaves out the tables that SQLite's .schema prints of its own", () => {
  expect(acceptDump('CREATE TABLE sqlite_sequence(name,seq);\nCREATE TABLE t (id INTEGER);').trim()).toBe(
    'CREATE TABLE t (id INTEGER);',
  );
});

it('leaves an ordinary script as it is', () => {
  const script = 'CREATE TABLE t (id INTEGER);\nINSERT INTO t VALUES (1);\nCREATE INDEX i ON t (id);\n';
  expect(acceptDump(script)).toBe(script);
  expect(hasCopiedRows(script)).toBe(false);
});
