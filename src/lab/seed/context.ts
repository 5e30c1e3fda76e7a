import type { Dialect, Schema } from '../../schema/model';
import type { Database } from '../engines/engine';
import type { SeedProfile } from './supply';

/** What one call of `seed` works on. */
export interface SeedContext {
  readonly database: Database;
  readonly dialect: Dialect;
  readonly schema: Schema;
  readonly profile: SeedProfile;
  /** Rows that each table shall have; with the profile `traffic`, rows that each shall get. */
  readonly rows: number;
}
