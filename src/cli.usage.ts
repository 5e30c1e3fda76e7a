export const usage = `Roundtrip: what would a rollback lose?

  roundtrip check  PATH... [--dialect postgresql|sqlite|mysql|mariadb|oracle|mssql] [--format text|json]
                  [--enable RULE,THEME,...|all] [--transaction-per-migration] [--server-version N]
  roundtrip verify PATH... [--engine sqlite,postgres] [--rows N] [--baseline FILE.sql] [--each] [--hostile] [--traffic|--no-traffic] [--format text|json]
  roundtrip link   PATH... [--site URL]

--fix changes the files where the meaning stays, --fix=all also where a person has to complete what it writes (TODO);
--dry-run prints the difference and changes nothing.
PATH is a file or a folder; all files given form one history. --each treats every file as pasted alone.
--enable turns on optional rules (docs/rules/): by name, code or theme, or all of them.
Exit code: 0 nothing wrong; 1 errors found, or a revision that is not reversible; 2 usage or unreadable input.
`;
