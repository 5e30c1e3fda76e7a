import type { Dialect } from '../../schema/model';
import { truth } from './python/operators';
import { elements, plain, type Call, type Value } from './python/value';
import { calledName, calledPath } from './sqlalchemy/names';

export const allDialects: readonly Dialect[] = ['postgresql', 'sqlite', 'mysql', 'mariadb', 'oracle', 'mssql'];

/** The dialects for which a test of the dialect's name, class or URL is true; `null` if it is no such test. */
export function dialectsNamed(condition: Value): readonly Dialect[] | null {
  if (condition.kind === 'call') return dialectCall(condition);
  if (condition.kind === 'attribute') return dialectFlag(condition.of, condition.name);
  if (condition.kind !== 'operator') return null;
  const [left, right] = condition.operands;
  return left && right ? comparison(condition.operator, left, right) : null;
}

export function otherDialects(dialects: readonly Dialect[]): readonly Dialect[] {
  return allDialects.filter((dialect) => !dialects.includes(dialect));
}

function comparison(operator: string, left: Value, right: Value): readonly Dialect[] | null {
  if (isDialect(right) && left.kind === 'text' && /^(not )?in$/.test(operator)) {
    const containing = allDialects.filter((dialect) => dialect.includes(left.value.toLowerCase()));
    return operator === 'in' ? containing : otherDialects(containing);
  }
  const compared = isDialect(left) ? right : isDialect(right) ? left : null;
  if (compared?.kind !== 'text' && compared?.kind !== 'list') return null;
  const names =
    compared.kind === 'text' ? [compared.value] : (elements(compared) ?? []).flatMap((item) => plain(item) ?? []);
  const dialects = names.flatMap((name) => dialectOf(name) ?? []);
  switch (operator) {
    case '==':
    case 'is':
    case 'in':
      return dialects;
    case '!=':
    case 'is not':
    case 'not in':
      return otherDialects(dialects);
    default:
      return null;
  }
}

/** `isinstance(bind.dialect, PGDialect)`, `dialect.name.startswith("postgres")`. */
function dialectCall(call: Call): readonly Dialect[] | null {
  const [first, second] = call.args;
  if (calledPath(call) === 'builtins.isinstance' && first && isDialect(first.value)) {
    const classes = second ? (elements(second.value) ?? [second.value]) : [];
    return classes.flatMap((each) => dialectOfPath(calledPath(each) ?? ''));
  }
  if (calledPath(call) === 'builtins.bool' && first && truth(first.value) === null) return dialectsNamed(first.value);
  const prefix = plain(first?.value);
  if (call.callee.kind !== 'attribute' || !isDialect(call.callee.of) || prefix === null) return null;
  return call.callee.name === 'startswith' ? allDialects.filter((dialect) => dialect.startsWith(prefix)) : null;
}

/** `bind.dialect.is_mariadb`. */
function dialectFlag(of: Value, name: string): readonly Dialect[] | null {
  return name === 'is_mariadb' && isDialect(of) ? ['mariadb'] : null;
}

function dialectOfPath(path: string): readonly Dialect[] {
  const found = allDialects.find((dialect) => path.toLowerCase().includes(dialect));
  return found ? [found] : /PGDialect|psycopg/i.test(path) ? ['postgresql'] : [];
}

/** `postgresql`, and what a URL or a driver's name makes of it: `postgresql+asyncpg`. */
function dialectOf(name: string): Dialect | null {
  const lower = name.toLowerCase().split('+')[0] ?? '';
  if (lower === 'postgres') return 'postgresql';
  return allDialects.find((dialect) => dialect === lower) ?? null;
}

/** `<anything>.dialect`, `.dialect.name`, `.engine.name`, `.engine.url` and what is made of those. */
function isDialect(value: Value): boolean {
  if (value.kind === 'name') return /\.(dialect(\.name)?|url|drivername)$/.test(value.path);
  if (value.kind === 'item') return isParted(value.of);
  if (value.kind === 'call') return isDerived(value);
  if (value.kind !== 'attribute') return false;
  if (/^(dialect|__dialect__|drivername|dialect_name)$/.test(value.name)) return true;
  const owner = value.of;
  if (value.name === 'url') return isEngine(owner);
  if (value.name !== 'name') return false;
  return isDialect(owner) || isEngine(owner);
}

function isEngine(value: Value): boolean {
  return (value.kind === 'attribute' && /^(engine|bind)$/.test(value.name)) || calledName(value) === 'get_bind';
}

/** `str(url)`, `url.get_backend_name()`, `name.lower()`. */
function isDerived(call: Call): boolean {
  if (calledPath(call) === 'builtins.str') return call.args[0] !== undefined && isDialect(call.args[0].value);
  if (call.callee.kind !== 'attribute') return false;
  return (
    /^(lower|strip|get_backend_name|get_dialect|render_as_string)$/.test(call.callee.name) && isDialect(call.callee.of)
  );
}

/** `str(url).split(":")[0]`. */
function isParted(value: Value): boolean {
  return (
    value.kind === 'call' &&
    value.callee.kind === 'attribute' &&
    /^(split|partition)$/.test(value.callee.name) &&
    isDialect(value.callee.of)
  );
}
