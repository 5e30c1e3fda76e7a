import type { Migration } from '../migration/migration';
import type { Operation } from '../migration/operation';
import { diff, type SchemaChange } from '../schema/diff';
import type { Dialect, Schema } from '../schema/model';
import { apply, isForDialect } from './apply';
import { endSession } from './apply.tables';
import { inferBaseline } from './baseline';
import { Chronicle, type Fact, type Facts } from './facts';
import { stored } from './stored';
import { withNewNames } from './guessed';
import { followOrigins, newRevision, noOrigins, type Origins } from './origins';

/** An operation and the world it meets. */
export interface Step {
  readonly operation: Operation;
  /** The schema before the operation. */
  readonly schema: Schema;
  /** Which tables and columns are new at this point. */
  readonly origins: Origins;
  /** What happened before to tables and columns, in this revision and in earlier ones. */
  readonly facts: Facts;
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
  /** What the files presume without defining it: its definition in the schemas is made up (`guessKey`). */
  readonly guesses: ReadonlySet<string>;
}

/**
 * Takes every revision of a history there and back on paper, from the schema that the history presumes. A revision's
 * downgrade ends nothing: the next revision begins after its upgrade. Linear in the length of the history.
 *
 * @param migrations in the order in which they are applied (see `orderHistory`)
 */
export function paperRoundTrip(migrations: readonly Migration[], dialect: Dialect): readonly PaperRevision[] {
  const { schema, guesses } = inferBaseline(migrations, dialect);
  const world: World = { schema, origins: noOrigins, chronicle: Chronicle.begin(), guesses };
  return journey(migrations, world, dialect).map(({ paper }) => paper);
}

/** A revision on paper, and where the next one begins. */
export interface Stage {
  readonly paper: PaperRevision;
  readonly origins: Origins;
  /** Goes on with later stages: of it counts what it knew at `moment`. */
  readonly chronicle: Chronicle;
  readonly moment: number;
}

/** Takes revisions there and back, one after the other. */
export function journey(migrations: readonly Migration[], start: World, dialect: Dialect): readonly Stage[] {
  const { chronicle } = start;
  let { schema, origins, guesses } = start;
  return migrations.map((migration) => {
    const world: World = { schema, origins: newRevision(origins), chronicle, guesses };
    const revision = revisionOnPaper(migration, world, dialect);
    schema = revision.paper.after;
    origins = revision.origins;
    guesses = revision.paper.guesses;
    return { ...revision, chronicle, moment: chronicle.now };
  });
}

/** Where a walk begins. The chronicle goes on with it. */
export interface World {
  readonly schema: Schema;
  readonly origins: Origins;
  readonly chronicle: Chronicle;
  readonly guesses: ReadonlySet<string>;
}

function revisionOnPaper(migration: Migration, world: World, dialect: Dialect) {
  const before = world.schema;
  const up = walk(migration, 'upgrade', world, dialect);
  const down = walk(migration, 'downgrade', { ...world, ...up, chronicle: world.chronicle.fork() }, dialect);
  const paper: PaperRevision = {
    migration,
    before,
    after: up.schema,
    back: down.schema,
    upgrade: up.steps,
    downgrade: down.steps,
    asymmetries: differences(before, down.schema, dialect),
    guesses: withNewNames(world.guesses, up.steps),
  };
  return { paper, origins: up.origins };
}

/** Operations share what they leave alone: a table that is the same object needs no second look. */
export function differences(before: Schema, back: Schema, dialect: Dialect): readonly SchemaChange[] {
  if (before === back) return [];
  const [old, now] = [new Set(before.tables), new Set(back.tables)];
  return diff(
    stored({ ...before, tables: before.tables.filter((table) => !now.has(table)) }, dialect),
    stored({ ...back, tables: back.tables.filter((table) => !old.has(table)) }, dialect),
  );
}

/** One direction, as a session of its own: temporary tables end with it. */
function walk(migration: Migration, side: Fact['side'], world: World, dialect: Dialect) {
  const steps: Step[] = [];
  let { schema, origins } = world;
  for (const operation of migration[side]?.operations ?? []) {
    if (!isForDialect(operation, dialect)) continue;
    steps.push({ operation, schema, origins, facts: world.chronicle.facts });
    origins = followOrigins(origins, operation, schema);
    world.chronicle.record(operation, schema, migration, side);
    schema = apply(schema, operation, { dialect });
  }
  return { steps, schema: endSession(schema), origins };
}
