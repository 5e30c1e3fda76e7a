import connecting from './python/connecting.py?raw';
import failures from './python/failures.py?raw';
import history from './python/history.py?raw';
import init from './python/__init__.py?raw';
import knownStubs from './python/known_stubs.py?raw';
import lenient from './python/lenient.py?raw';
import listening from './python/listening.py?raw';
import main from './python/main.py?raw';
import naming from './python/naming.py?raw';
import output from './python/output.py?raw';
import postgresDriver from './python/postgres_driver.py?raw';
import postgresErrors from './python/postgres_errors.py?raw';
import postgresLiterals from './python/postgres_literals.py?raw';
import postgresTransactions from './python/postgres_transactions.py?raw';
import project from './python/project.py?raw';
import recording from './python/recording.py?raw';
import sandbox from './python/sandbox.py?raw';
import session from './python/session.py?raw';
import sqliteCursor from './python/sqlite_cursor.py?raw';
import sqliteDriver from './python/sqlite_driver.py?raw';
import sqliteErrors from './python/sqlite_errors.py?raw';
import sqliteRow from './python/sqlite_row.py?raw';
import sqliteText from './python/sqlite_text.py?raw';
import sqliteValues from './python/sqlite_values.py?raw';
import standIn from './python/stand_in.py?raw';
import stubTypes from './python/stub_types.py?raw';
import stubs from './python/stubs.py?raw';

/** Our side in Python: the modules of the package `alembic_runner`, as text. */
export const sources: Readonly<Record<string, string>> = {
  '__init__.py': init,
  'connecting.py': connecting,
  'failures.py': failures,
  'history.py': history,
  'known_stubs.py': knownStubs,
  'lenient.py': lenient,
  'listening.py': listening,
  'main.py': main,
  'naming.py': naming,
  'output.py': output,
  'postgres_driver.py': postgresDriver,
  'postgres_errors.py': postgresErrors,
  'postgres_literals.py': postgresLiterals,
  'postgres_transactions.py': postgresTransactions,
  'project.py': project,
  'recording.py': recording,
  'sandbox.py': sandbox,
  'session.py': session,
  'sqlite_cursor.py': sqliteCursor,
  'sqlite_driver.py': sqliteDriver,
  'sqlite_errors.py': sqliteErrors,
  'sqlite_row.py': sqliteRow,
  'sqlite_text.py': sqliteText,
  'sqlite_values.py': sqliteValues,
  'stand_in.py': standIn,
  'stub_types.py': stubTypes,
  'stubs.py': stubs,
};
