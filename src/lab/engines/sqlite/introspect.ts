import type { Schema } from '../../../schema/model';
import type { Connection } from './connection';

export class Introspection {
  read(_connection: Connection): Schema {
    throw new Error('Introspection of SQLite is being written.');
  }
}
