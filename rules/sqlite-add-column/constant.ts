/**
 * A default that SQLite takes for constant: a literal, a signed number, NULL, TRUE, FALSE, a blob. CURRENT_TIMESTAMP and
 * everything in parentheses are not (sqlite3AlterFinishAddColumn in its sources).
 */
export function isConstant(value: string): boolean {
  const text = value.trim();
  return /^(?:x?'(?:[^']|'')*'|"[^"]*"|[+-]?\d[\w.]*|[+-]?\.\d[\w.]*|null|true|false)$/i.test(text);
}
