import { describe, expect, it } from 'vitest';
import { parseCreateTable } from './create-table';
const t = (sql: string) => parseCreateTable('t', sql);
describe('x', () => {
  it('y', () => {
    console.log(
      JSON.stringify(
        t(`CREATE TABLE "t" (Id INTEGER PRIMARY KEY AUTOINCREMENT, "na me" VARCHAR(50) NOT NULL DEFAULT 'a,b' COLLATE NOCASE, -- c
   b DATETIME DEFAULT (CURRENT_TIMESTAMP), c numeric(10, 2) default -1.5 CONSTRAINT pos CHECK (c > 0 AND c IN (1,2)),
   d int references p(id) on delete set null not deferrable not null, e TEXT GENERATED ALWAYS AS (b || ')') STORED unique,
   CONSTRAINT fk FOREIGN KEY (d, ID) REFERENCES "q" (x, y) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED UNIQUE ("c", [na me]) CHECK (d <> '(')) STRICT, WITHOUT ROWID`),
        null,
        1,
      ),
    );
  });
});
