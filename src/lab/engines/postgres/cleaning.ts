/** What a session can be made to forget, how a database becomes empty again, and how constraints are checked early. */

/**
 * `DISCARD ALL` is refused inside a transaction; this is the list of what it does (Postgres docs, DISCARD). Listening
 * and advisory locks are shared by nobody here, but a new process would have none.
 */
export const forgetSessionInTransaction = `
  CLOSE ALL;
  SET SESSION AUTHORIZATION DEFAULT;
  RESET ALL;
  DEALLOCATE ALL;
  UNLISTEN *;
  SELECT pg_advisory_unlock_all();
  DISCARD PLANS;
  DISCARD TEMP;
  DISCARD SEQUENCES`;

export const forgetSession = 'DISCARD ALL';

/**
 * Drops all schemas, and with them the extensions; then what belongs to no schema. `public` comes back as `initdb`
 * makes it: owned by the database's owner, usable but not writable by all. Settings kept with the database or the role
 * would outlive a session.
 */
export const emptyDatabase = `
DO $$
DECLARE
  command text;
BEGIN
  FOR command IN
    SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger
    UNION ALL SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
    UNION ALL SELECT format('DROP CAST (%s AS %s)', c.castsource::regtype, c.casttarget::regtype) FROM pg_cast c
      WHERE c.oid >= 16384 AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    UNION ALL SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    UNION ALL SELECT format('DROP EXTENSION IF EXISTS %I CASCADE', extname) FROM pg_extension WHERE extname <> 'plpgsql'
    UNION ALL SELECT format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', fdwname) FROM pg_foreign_data_wrapper
    UNION ALL SELECT format('ALTER DATABASE %I RESET ALL', current_database())
    UNION ALL SELECT 'ALTER ROLE CURRENT_USER RESET ALL'
  LOOP
    EXECUTE command;
  END LOOP;
END $$;
SELECT lo_unlink(oid) FROM pg_largeobject_metadata;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMENT ON SCHEMA public IS 'standard public schema'`;

/**
 * Checks what waits for a COMMIT, and waits again for what is yet to come. Rows whose check is pending would also keep
 * their table from being altered (Postgres docs, SET CONSTRAINTS).
 */
export const checkDeferred = `
SET CONSTRAINTS ALL IMMEDIATE;
DO $$
DECLARE
  deferred text;
BEGIN
  SELECT string_agg(DISTINCT format('%I.%I', n.nspname, c.conname), ', ') INTO deferred
  FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.condeferred;
  IF deferred IS NOT NULL THEN
    EXECUTE 'SET CONSTRAINTS ' || deferred || ' DEFERRED';
  END IF;
END $$`;
