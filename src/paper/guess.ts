import type { Column, Dialect } from '../schema/model';
import { emptyColumn } from './baseline/build.column';
import { type, typeByName } from './baseline/guess';

/** A column of which nothing is known but its name: nullable, of the type that such a name usually has. */
export function guessColumn(name: string, _dialect: Dialect): Column {
  return { ...emptyColumn, name, type: typeByName(name, type('integer')) };
}
