-- How the slices of this project are read. The newest row counts; without one the mode is 'off', as before there were modes.

CREATE TABLE reading_modes (
  id INTEGER PRIMARY KEY,
  mode TEXT NOT NULL CHECK (mode IN ('off', 'on', 'half')),
  -- Deals the cases of 'half' to its arms; unsigned, 32 bit.
  seed INTEGER NOT NULL CHECK (seed BETWEEN 0 AND 4294967295),
  set_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER reading_modes_keep BEFORE UPDATE ON reading_modes
BEGIN SELECT RAISE(ABORT, 'a way of reading is kept as it was'); END;
CREATE TRIGGER reading_modes_stay BEFORE DELETE ON reading_modes
BEGIN SELECT RAISE(ABORT, 'a way of reading is kept as it was'); END;
CREATE TRIGGER reading_modes_not_replaced BEFORE INSERT ON reading_modes
WHEN EXISTS (SELECT 1 FROM reading_modes WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a way of reading is kept as it was'); END;

-- Under which mode a slice was shown, and in which arm; NULL in showings from before and in lists.
ALTER TABLE presentations ADD COLUMN reading_mode TEXT CHECK (reading_mode IN ('off', 'on', 'half'));
ALTER TABLE presentations ADD COLUMN arm TEXT CHECK (arm IN ('open', 'blind'));
-- Whether the reader asked for the prediction, or had it shown after their read: it stays visible to them from then on.
ALTER TABLE presentations ADD COLUMN revealed INTEGER NOT NULL DEFAULT 0 CHECK (revealed IN (0, 1));
-- Whether the labels of the slice were visible: a change of mind after that is not counted as the AI's doing.
ALTER TABLE presentations ADD COLUMN truth_visible INTEGER NOT NULL DEFAULT 0 CHECK (truth_visible IN (0, 1));
CREATE INDEX presentations_by_reader ON presentations (reader, id);
