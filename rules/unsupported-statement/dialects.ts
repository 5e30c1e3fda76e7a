import type { Dialect } from '../../src/schema/model';

/** How people call them. */
export const dialectNames: Readonly<Record<Dialect, string>> = {
  postgresql: 'Postgres',
  sqlite: 'SQLite',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  oracle: 'Oracle',
  mssql: 'SQL Server',
};
