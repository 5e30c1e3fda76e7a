import type { Dialect } from '../schema/model';
import type { Finding } from './finding';

/** What a person decides about a check; each has the default of the tool that runs the migrations. */
export interface LintSettings {
  /** Optional rules that are on: names, codes, the name of a theme (`rolling-deploy`), or `all`. */
  readonly enable: readonly string[];
  /** Alembic's `transaction_per_migration`: off, all pending revisions share one transaction. */
  readonly transactionPerMigration: boolean;
  /** The oldest server version that the migrations must run on (14 for Postgres 14.x); `null`: any current one. */
  readonly serverVersion: number | null;
}

export interface LintOptions extends Partial<LintSettings> {
  readonly dialect: Dialect;
  /** Which findings come with their fixes, which cost more than finding. Default: all. */
  readonly fixes?: boolean | ((finding: Finding) => boolean);
}

export const defaultSettings: LintSettings = {
  enable: [],
  transactionPerMigration: false,
  serverVersion: null,
};
