import type { Schema } from '../../../schema/model';
import type { PostgresSession } from './session';

export function introspect(_session: PostgresSession): Schema {
  throw new Error('Introspection of Postgres is being written.');
}
