import { quoteText } from '../../../schema/ddl';
import type { Catalog } from './catalog';

/**
 * One query for each section of the catalog (Postgres docs, chapter 53). Joins that only turn numbers into names, or
 * leave out what is an extension's, are done by the reader: here they would cost most of the time.
 *
 * Names of types and functions come as `search_path` makes them: unqualified for `public`, once the session is reset.
 */

/** Objects that `initdb` did not make have numbers from here on (FirstNormalObjectId in access/transam.h). */
const first = 16384;

/** The oid of pg_class, which dependencies and comments of relations refer to. */
const relationClass = 1259;

const namespaces = `
  SELECT oid::int8, nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  ORDER BY nspname`;

/** TEMP tables are in namespaces of their own, which are not reported. */
const relations = `
  SELECT r.oid::int8, r.relnamespace::int8 AS namespace, r.relname AS name, r.relkind AS kind,
    CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END AS query,
    array_remove(ARRAY[
      CASE WHEN r.relpersistence = 'u' AND r.relkind <> 'S' THEN 'unlogged' END,
      CASE WHEN r.relrowsecurity THEN 'row security' END,
      CASE WHEN r.relforcerowsecurity THEN 'forced row security' END,
      CASE WHEN r.relkind = 'f' THEN 'foreign' END,
      CASE WHEN r.relispartition THEN pg_get_expr(r.relpartbound, r.oid) END,
      'with (' || array_to_string(r.reloptions, ', ') || ')'
    ], NULL) AS traits,
    CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END AS "partitionBy",
    CASE WHEN r.relkind IN ('r', 'p', 'f') THEN (
      SELECT i.inhparent::int8 FROM pg_inherits i WHERE i.inhrelid = r.oid AND i.inhseqno = 1) END AS parent
  FROM pg_class r
  WHERE r.oid >= ${first} AND r.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c')
  ORDER BY r.oid`;

const columns = (among: Among) => `
  SELECT a.attrelid::int8 AS relation, a.attnum AS number, a.attname AS name, a.atttypid::int8 AS type,
    a.atttypmod AS modifier, a.attnotnull AS "notNull", a.attgenerated AS generated, a.attidentity AS identity,
    CASE WHEN a.attcollation NOT IN (0, 100) THEN (
      SELECT l.collname FROM pg_collation l, pg_type t
      WHERE l.oid = a.attcollation AND t.oid = a.atttypid AND t.typcollation <> l.oid) END AS collation
  FROM pg_attribute a
  WHERE ${among('a.attrelid')} AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum`;

const spellings = (among: Among) => `
  SELECT type::int8, modifier, format_type(type, modifier) AS text FROM (
    SELECT DISTINCT a.atttypid AS type, a.atttypmod AS modifier FROM pg_attribute a
    WHERE ${among('a.attrelid')} AND a.attnum > 0 AND NOT a.attisdropped) t`;

const expressions = (among: Among) => `
  SELECT d.adrelid::int8 AS relation, d.adnum AS number, pg_get_expr(d.adbin, d.adrelid) AS text FROM pg_attrdef d
  WHERE ${among('d.adrelid')}`;

const comments = (among: Among) => `
  SELECT c.objoid::int8 AS relation, c.objsubid AS number, c.description AS text FROM pg_description c
  WHERE ${among('c.objoid')} AND c.classoid = ${relationClass}`;

/**
 * NOT NULL is a constraint since Postgres 18 (type `n`); the model keeps it with the column. What a partition or an
 * inheriting table has from its parent is the parent's.
 */
const constraints = (among: Among) => `
  SELECT c.conrelid::int8 AS relation, c.conname AS name, c.contype AS type, coalesce(c.conkey, '{}') AS keys,
    c.confrelid::int8 AS target, coalesce(c.confkey, '{}') AS "targetKeys",
    c.confdeltype AS "onDelete", c.confupdtype AS "onUpdate", c.condeferrable AS deferrable, c.condeferred AS deferred,
    c.convalidated AS valid,
    CASE WHEN c.contype = 'u' THEN (SELECT i.indnullsnotdistinct FROM pg_index i WHERE i.indexrelid = c.conindid)
      END AS "nullsNotDistinct",
    CASE c.contype WHEN 'c' THEN pg_get_expr(c.conbin, c.conrelid) WHEN 'x' THEN pg_get_constraintdef(c.oid) END
      AS definition
  FROM pg_constraint c
  WHERE c.oid >= ${first} AND ${among('c.conrelid')} AND c.contype IN ('p', 'u', 'f', 'c', 'x')
    AND c.conparentid = 0 AND c.conislocal
  ORDER BY c.oid`;

/** Without the indexes of constraints, of TOAST tables (namespace 99), and those a partition has from its parent. */
const indexes = (among: Among) => `
  SELECT i.indexrelid::int8 AS oid, i.indrelid::int8 AS relation, r.relname AS name,
    pg_get_indexdef(i.indexrelid) AS definition, i.indisvalid AS valid
  FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid
  WHERE ${among('i.indrelid')} AND r.relnamespace <> 99 AND NOT r.relispartition AND i.indexrelid NOT IN (
    SELECT k.conindid FROM pg_constraint k WHERE k.oid >= ${first} AND k.contype IN ('p', 'u', 'x'))
  ORDER BY i.indexrelid`;

const types = `
  SELECT t.oid::int8, t.typnamespace::int8 AS namespace, t.typname AS name, t.typtype AS kind,
    t.typarray::int8 AS array,
    coalesce((SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '[]')
      AS labels,
    CASE t.typtype
      WHEN 'd' THEN concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
        (SELECT 'COLLATE ' || quote_ident(l.collname) FROM pg_collation l, pg_type b
         WHERE l.oid = t.typcollation AND b.oid = t.typbasetype AND b.typcollation <> t.typcollation),
        'DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN 'NOT NULL' END,
        (SELECT string_agg('CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), ' '
           ORDER BY k.conname) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'))
      WHEN 'c' THEN '(' || (
        SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) || ')'
      WHEN 'r' THEN (SELECT 'RANGE (subtype = ' || format_type(g.rngsubtype, NULL) || ')'
        FROM pg_range g WHERE g.rngtypid = t.oid)
    END AS definition
  FROM pg_type t
  WHERE t.oid >= ${first} AND (t.typtype IN ('e', 'd', 'r')
    OR t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
  ORDER BY t.oid`;

const sequences = `
  SELECT s.seqrelid::int8 AS oid, format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start,
    s.seqincrement::text AS increment, d.deptype AS ownership, d.refobjid::int8 AS relation,
    (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid) AS column
  FROM pg_sequence s LEFT JOIN pg_depend d
    ON d.classid = ${relationClass} AND d.objid = s.seqrelid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
  ORDER BY s.seqrelid`;

const triggers = `
  SELECT t.tgrelid::int8 AS relation, t.tgname AS name, pg_get_triggerdef(t.oid) AS definition,
    t.tgenabled <> 'D' AS "isEnabled"
  FROM pg_trigger t
  WHERE t.oid >= ${first} AND NOT t.tgisinternal AND t.tgparentid = 0
  ORDER BY t.oid`;

/** The constructors of a range type depend on it internally. */
const functions = `
  SELECT p.oid::int8, p.pronamespace::int8 AS namespace, p.proname AS name,
    CASE p.prokind WHEN 'a' THEN (SELECT format('CREATE AGGREGATE %s(%s) (SFUNC = %s, STYPE = %s)', p.oid::regproc,
        pg_get_function_arguments(p.oid), g.aggtransfn, format_type(g.aggtranstype, NULL))
        FROM pg_aggregate g WHERE g.aggfnoid = p.oid)
      ELSE pg_get_functiondef(p.oid) END AS definition
  FROM pg_proc p
  WHERE p.oid >= ${first} AND NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('i', 'e'))
  ORDER BY p.oid`;

const policies = `
  SELECT p.polrelid::int8 AS relation, p.polname AS name,
    concat_ws(' ', 'AS', CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
      'FOR ' || CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
        ELSE 'ALL' END,
      'TO ' || (SELECT string_agg(CASE WHEN role = 0 THEN 'public' ELSE role::regrole::text END, ', ')
        FROM unnest(p.polroles) AS role),
      'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
      'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS rest
  FROM pg_policy p ORDER BY p.oid`;

const extensions = `SELECT extname AS name FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname`;

const members = `SELECT d.objid::int8 AS oid FROM pg_depend d WHERE d.deptype = 'e' AND d.objid >= ${first}`;

/** A condition on the number of a relation. */
type Among = (relation: string) => string;

/**
 * @param names of the relations whose columns, constraints, indexes and comments are wanted; `null`: of all. What their
 *   foreign keys refer to comes with them, and views, whose indexes are part of them.
 */
export function catalogQueries(names: readonly string[] | null): Readonly<Record<keyof Catalog, string>> {
  const among = names === null ? (relation: string) => `${relation} >= ${first}` : amongNamed(names);
  return {
    namespaces,
    relations,
    columns: columns(among),
    spellings: spellings(among),
    expressions: expressions(among),
    comments: comments(among),
    constraints: constraints(among),
    indexes: indexes(among),
    types,
    sequences,
    triggers,
    functions,
    policies,
    extensions,
    members,
  };
}

function amongNamed(names: readonly string[]): Among {
  const named = `SELECT n.oid FROM pg_class n WHERE n.relname IN (${['', ...names].map(quoteText).join(', ')})`;
  const referred = `SELECT k.confrelid FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid IN (${named})`;
  const views = `SELECT m.oid FROM pg_class m WHERE m.oid >= ${first} AND m.relkind = 'm'`;
  return (relation) => `${relation} IN (${named} UNION ${referred} UNION ${views}) AND ${relation} >= ${first}`;
}
