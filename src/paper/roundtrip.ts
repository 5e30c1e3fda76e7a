import type { Migration } from '../migration/migration';
import type { Operation } from '../migration/operation';
import { diff, type SchemaChange } from '../schema/diff';
import type { Dialect, Schema } from '../schema/model';
import { apply, isForDialect } from './apply';
import { endSession } from './apply.tables';
import { inferBaseline } from './baseline';
import { followOrigins, newRevision, noOrigins, type Origins } from './origins';

/** An operation and the world it meets. */
export interface Step {
  readonly operation: Operation;
  /** The schema before the operation. */
  readonly schema: Schema;
  /** Which tables and columns are new at this point. */
  readonly origins: Origins;
}

/** One revision taken there and back on paper: `before --upgrade--> after --downgrade--> back`. */
export interface PaperRevision {
  readonly migration: Migration;
  readonly before: Schema;
  readonly after: Schema;
  readonly back: Schema;
  /** Operations of the dialect at hand, each with what it meets. */
  readonly upgrade: readonly Step[];
  readonly downgrade: readonly Step[];
  /** What of `before` does not come back as it was. */
  readonly asymmetries: readonly SchemaChange[];
}

/**
 * Takes every revision of a history there and back on paper, from the schema that the history presumes. A revision's
 * downgrade ends nothing: the next revision begins after its upgrade. Linear in the length of the history.
 *
 * @param migrations in the order in which they are applied (see `orderHistory`)
 */
export function paperRoundTrip(migrations: readonly Migration[], dialect: Dialect): readonly PaperRevision[] {
  let schema = inferBaseline(migrations, dialect).schema;
  let origins = noOrigins;
  return migrations.map((migration) => {
    const revision = revisionOnPaper(migration, schema, newRevision(origins), dialect);
    schema = revision.paper.after;
    origins = revision.origins;
    return revision.paper;
  });
}

function revisionOnPaper(migration: Migration, before: Schema, origins: Origins, dialect: Dialect) {
  const up = walk(migration.upgrade.operations, before, origins, dialect);
  const down = walk(migration.downgrade?.operations ?? [], up.schema, up.origins, dialect);
  const paper: PaperRevision = {
    migration,
    before,
    after: up.schema,
    back: down.schema,
    upgrade: up.steps,
    downgrade: down.steps,
    asymmetries: differences(before, down.schema),
  };
  return { paper, origins: up.origins };
}

/** Operations share what they leave alone: a table that is the same object needs no second look. */
function differences(before: Schema, back: Schema): readonly SchemaChange[] {
  const [old, now] = [new Set(before.tables), new Set(back.tables)];
  return diff(
    { ...before, tables: before.tables.filter((table) => !now.has(table)) },
    { ...back, tables: back.tables.filter((table) => !old.has(table)) },
  );
}

/** One direction, as a session of its own: temporary tables end with it. */
function walk(operations: readonly Operation[], from: Schema, fromOrigins: Origins, dialect: Dialect) {
  const steps: Step[] = [];
  let schema = from;
  let origins = fromOrigins;
  for (const operation of operations) {
    if (!isForDialect(operation, dialect)) continue;
    steps.push({ operation, schema, origins });
    origins = followOrigins(origins, operation, schema);
    schema = apply(schema, operation, { dialect });
  }
  return { steps, schema: endSession(schema), origins };
}
