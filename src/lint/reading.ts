import { readMigration } from '../formats/formats';
import type { ReadResult, SourceFile } from '../migration/migration';
import type { Dialect } from '../schema/model';

interface Reading {
  readonly text: string;
  readonly result: ReadResult;
}

/** Readings of the files as they were last seen: while one file is typed in, the others need not be read again. */
const readings = new Map<string, Reading>();
const MOST_READINGS = 2000;

/** Reads a file, unless its text is the one that was read last. Reading depends on nothing but path, text and dialect. */
export function readOnce(file: SourceFile, dialect: Dialect): ReadResult {
  const key = `${dialect} ${file.path}`;
  const known = readings.get(key);
  if (known?.text === file.text) return known.result;
  if (readings.size >= MOST_READINGS) readings.clear();
  const result = readMigration(file, { dialect });
  readings.set(key, { text: file.text, result });
  return result;
}
