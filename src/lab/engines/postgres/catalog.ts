/**
 * What the catalogs are asked, each as rows of JSON (Postgres docs, chapter 53). All of it goes in one message, and is
 * asked three times a revision: joins that only turn numbers into names are left to the reader.
 *
 * Names of types and functions come as `search_path` makes them: unqualified for `public`, once the session is reset.
 */

/** Objects that `initdb` did not make have numbers from here on (FirstNormalObjectId in access/transam.h). */
const firstNormalOid = 16384;

const isOurs = (namespace: string) => `${namespace}.nspname !~ '^pg_' AND ${namespace}.nspname <> 'information_schema'`;

/** Objects that belong to an extension are the extension's business. */
const isNotExtensions = (catalog: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

/** `public` is the default schema, which the model leaves out. */
const schemaOf = (namespace: string) => `nullif(${namespace}.nspname, 'public')`;

export interface RelationRow {
  readonly oid: number;
  readonly schema: string | null;
  readonly name: string;
  readonly kind: 'r' | 'p' | 'f' | 'v' | 'm';
  readonly isExtensions: boolean;
  readonly comment: string | null;
  /** The query, for a view. */
  readonly query: string | null;
  readonly traits: readonly string[];
  readonly partitionBy: string | null;
  readonly parent: number | null;
}

const relationQuery = `
  SELECT r.oid::int8, ${schemaOf('n')} AS schema, r.relname AS name, r.relkind AS kind, c.description AS comment,
    EXISTS (SELECT FROM pg_depend d WHERE d.classid = 1259 AND d.objid = r.oid AND d.deptype = 'e') AS "isExtensions",
    CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END AS query,
    array_remove(ARRAY[
      CASE WHEN r.relpersistence = 'u' THEN 'unlogged' END,
      CASE WHEN r.relrowsecurity THEN 'row security' END,
      CASE WHEN r.relforcerowsecurity THEN 'forced row security' END,
      CASE WHEN r.relkind = 'f' THEN 'foreign' END,
      CASE WHEN r.relispartition THEN pg_get_expr(r.relpartbound, r.oid) END,
      'with (' || array_to_string(r.reloptions, ', ') || ')'
    ], NULL) AS traits,
    CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END AS "partitionBy",
    (SELECT i.inhparent::int8 FROM pg_inherits i WHERE i.inhrelid = r.oid AND i.inhseqno = 1) AS parent
  FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace
    LEFT JOIN pg_description c ON c.objoid = r.oid AND c.classoid = 1259 AND c.objsubid = 0
  WHERE r.oid >= ${firstNormalOid} AND r.relkind IN ('r', 'p', 'f', 'v', 'm') AND r.relpersistence <> 't'
    AND ${isOurs('n')}
  ORDER BY r.oid`;

export interface ColumnRow {
  readonly relation: number;
  readonly number: number;
  readonly name: string;
  readonly type: string;
  /** The type, or the type of an array's elements. */
  readonly typeOid: number;
  readonly notNull: boolean;
  readonly expression: string | null;
  readonly generated: '' | 's' | 'v';
  readonly identity: '' | 'a' | 'd';
  readonly collation: string | null;
  readonly comment: string | null;
}

const columnQuery = `
  SELECT a.attrelid::int8 AS relation, a.attnum AS number, a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type,
    (CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END)::int8 AS "typeOid", a.attnotnull AS "notNull",
    pg_get_expr(d.adbin, d.adrelid) AS expression, a.attgenerated AS generated, a.attidentity AS identity,
    CASE WHEN a.attcollation <> t.typcollation THEN (SELECT l.collname FROM pg_collation l WHERE l.oid = a.attcollation)
      END AS collation,
    c.description AS comment
  FROM pg_class r JOIN pg_attribute a ON a.attrelid = r.oid JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_description c ON c.objoid = r.oid AND c.classoid = 1259 AND c.objsubid = a.attnum
  WHERE r.oid >= ${firstNormalOid} AND a.attrelid >= ${firstNormalOid} AND r.relkind IN ('r', 'p', 'f')
    AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum`;

export interface ConstraintRow {
  readonly relation: number;
  readonly name: string;
  readonly type: 'p' | 'u' | 'f' | 'c' | 'x';
  /** Numbers of columns, in the order of the key. */
  readonly keys: readonly number[];
  /** 0: there is none. */
  readonly target: number;
  readonly targetKeys: readonly number[];
  readonly onDelete: string;
  readonly onUpdate: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly valid: boolean;
  readonly nullsNotDistinct: boolean | null;
  /** The expression of a CHECK, the whole definition of an exclusion. */
  readonly definition: string | null;
}

/**
 * NOT NULL is a constraint since Postgres 18 (type `n`); the model keeps it with the column. What a partition or an
 * inheriting table has from its parent is the parent's.
 */
const constraintQuery = `
  SELECT c.conrelid::int8 AS relation, c.conname AS name, c.contype AS type, coalesce(c.conkey, '{}') AS keys,
    c.confrelid::int8 AS target, coalesce(c.confkey, '{}') AS "targetKeys",
    c.confdeltype AS "onDelete", c.confupdtype AS "onUpdate", c.condeferrable AS deferrable, c.condeferred AS deferred,
    c.convalidated AS valid, i.indnullsnotdistinct AS "nullsNotDistinct",
    CASE c.contype WHEN 'c' THEN pg_get_expr(c.conbin, c.conrelid) WHEN 'x' THEN pg_get_constraintdef(c.oid) END
      AS definition
  FROM pg_constraint c LEFT JOIN pg_index i ON i.indexrelid = c.conindid AND c.contype = 'u'
  WHERE c.oid >= ${firstNormalOid} AND c.conrelid <> 0 AND c.contype IN ('p', 'u', 'f', 'c', 'x')
    AND c.conparentid = 0 AND c.conislocal
  ORDER BY c.oid`;

export interface IndexRow {
  readonly relation: number;
  readonly name: string;
  readonly definition: string;
  readonly valid: boolean;
}

const indexQuery = `
  SELECT i.indrelid::int8 AS relation, r.relname AS name, pg_get_indexdef(i.indexrelid) AS definition,
    i.indisvalid AS valid
  FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid
  WHERE i.indexrelid >= ${firstNormalOid} AND i.indrelid >= ${firstNormalOid} AND NOT r.relispartition
    AND r.relnamespace <> 99 AND i.indexrelid NOT IN (
      SELECT k.conindid FROM pg_constraint k WHERE k.oid >= ${firstNormalOid} AND k.contype IN ('p', 'u', 'x'))
  ORDER BY i.indexrelid`;

export interface TypeRow {
  readonly oid: number;
  readonly schema: string | null;
  readonly name: string;
  readonly kind: 'e' | 'd' | 'c' | 'r';
  readonly labels: readonly string[];
  /** What stands behind `AS`, for all but enums. */
  readonly definition: string | null;
}

const typeQuery = `
  SELECT t.oid::int8, ${schemaOf('n')} AS schema, t.typname AS name, t.typtype AS kind,
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
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE t.oid >= ${firstNormalOid} AND ${isOurs('n')} AND (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c'))
    AND ${isNotExtensions('pg_type', 't.oid')}
  ORDER BY t.oid`;

export interface SequenceRow {
  readonly schema: string | null;
  readonly name: string;
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly ownedBy: string | null;
}

/** The sequence of an identity column (dependency `i`) is a part of the column. */
const sequenceQuery = `
  SELECT ${schemaOf('n')} AS schema, c.relname AS name, format_type(s.seqtypid, NULL) AS type,
    s.seqstart::text AS start, s.seqincrement::text AS increment,
    (SELECT t.relname || '.' || a.attname
     FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
       JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
     WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a') AS "ownedBy"
  FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid >= ${firstNormalOid} AND ${isOurs('n')} AND c.relpersistence <> 't' AND ${isNotExtensions('pg_class', 'c.oid')}
    AND NOT EXISTS (SELECT FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
  ORDER BY c.oid`;

export interface TriggerRow {
  readonly relation: number;
  readonly name: string;
  readonly definition: string;
  readonly isEnabled: boolean;
}

const triggerQuery = `
  SELECT t.tgrelid::int8 AS relation, t.tgname AS name, pg_get_triggerdef(t.oid) AS definition,
    t.tgenabled <> 'D' AS "isEnabled"
  FROM pg_trigger t
  WHERE t.oid >= ${firstNormalOid} AND NOT t.tgisinternal AND t.tgparentid = 0
  ORDER BY t.oid`;

export interface FunctionRow {
  readonly schema: string | null;
  readonly name: string;
  readonly definition: string;
}

const functionQuery = `
  SELECT ${schemaOf('n')} AS schema, p.proname AS name,
    CASE p.prokind WHEN 'a' THEN (SELECT format('CREATE AGGREGATE %s(%s) (SFUNC = %s, STYPE = %s)', p.oid::regproc,
        pg_get_function_arguments(p.oid), g.aggtransfn, format_type(g.aggtranstype, NULL))
        FROM pg_aggregate g WHERE g.aggfnoid = p.oid)
      ELSE pg_get_functiondef(p.oid) END AS definition
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.oid >= ${firstNormalOid} AND ${isOurs('n')} AND ${isNotExtensions('pg_proc', 'p.oid')}
    AND NOT EXISTS (SELECT FROM pg_depend d
      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
  ORDER BY p.oid`;

export interface PolicyRow {
  readonly schema: string | null;
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

const policyQuery = `
  SELECT nullif(schemaname, 'public') AS schema, tablename AS table, policyname AS name,
    concat_ws(' ', 'CREATE POLICY', quote_ident(policyname), 'ON',
      CASE WHEN schemaname <> 'public' THEN quote_ident(schemaname) || '.' ELSE '' END || quote_ident(tablename),
      'AS ' || permissive, 'FOR ' || cmd, 'TO ' || array_to_string(roles, ', '),
      'USING (' || qual || ')', 'WITH CHECK (' || with_check || ')') AS definition
  FROM pg_policies ORDER BY 1, 2, 3`;

/** The rest are names alone. */
const nameQuery = `
  SELECT
    (SELECT coalesce(json_agg(extname ORDER BY extname), '[]') FROM pg_extension WHERE extname <> 'plpgsql') AS extensions,
    (SELECT coalesce(json_agg(n.nspname ORDER BY n.nspname), '[]') FROM pg_namespace n
     WHERE ${isOurs('n')} AND n.nspname <> 'public' AND ${isNotExtensions('pg_namespace', 'n.oid')}) AS schemas`;

export interface NameRow {
  readonly extensions: readonly string[];
  readonly schemas: readonly string[];
}

/** Everything that the catalogs told. */
export interface Catalog {
  readonly relations: readonly RelationRow[];
  readonly columns: readonly ColumnRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly indexes: readonly IndexRow[];
  readonly types: readonly TypeRow[];
  readonly sequences: readonly SequenceRow[];
  readonly triggers: readonly TriggerRow[];
  readonly functions: readonly FunctionRow[];
  readonly policies: readonly PolicyRow[];
  readonly names: readonly NameRow[];
}

export const catalogQueries: Readonly<Record<keyof Catalog, string>> = {
  relations: relationQuery,
  columns: columnQuery,
  constraints: constraintQuery,
  indexes: indexQuery,
  types: typeQuery,
  sequences: sequenceQuery,
  triggers: triggerQuery,
  functions: functionQuery,
  policies: policyQuery,
  names: nameQuery,
};
