CREATE TABLE accounts (
  id INTEGER NOT NULL PRIMARY KEY,
  email VARCHAR(120) NOT NULL,
  balance INTEGER NOT NULL,
  CHECK (balance >= 0)
);
