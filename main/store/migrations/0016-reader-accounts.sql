-- Which account of which computer a reader's name was bound to at sign-in: one name for an account, one account for a name, for good.
CREATE TABLE reader_accounts (
  name_key TEXT PRIMARY KEY,
  -- A pseudonym of the account's and the computer's names under the project's key.
  account TEXT NOT NULL UNIQUE,
  audit_sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reader_accounts_keep BEFORE UPDATE ON reader_accounts
BEGIN SELECT RAISE(ABORT, 'what an account vouches for is kept'); END;
CREATE TRIGGER reader_accounts_stay BEFORE DELETE ON reader_accounts
BEGIN SELECT RAISE(ABORT, 'what an account vouches for is kept'); END;
CREATE TRIGGER reader_accounts_not_replaced BEFORE INSERT ON reader_accounts
WHEN EXISTS (SELECT 1 FROM reader_accounts WHERE name_key = NEW.name_key OR account = NEW.account)
BEGIN SELECT RAISE(ABORT, 'what an account vouches for is kept'); END;
