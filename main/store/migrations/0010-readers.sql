-- Several readers on one project.

-- Who has signed in or read here. A name is a claim and not a proof; names are one reader where their keys are.
CREATE TABLE readers (
  name_key TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  joined_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Reads that are not a reader's ordinary one. A repeat names the earlier read of the same reader that it repeats.
CREATE TABLE read_purposes (
  read_id INTEGER PRIMARY KEY REFERENCES reads (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('repeat', 'adjudication')),
  repeated_read_id INTEGER REFERENCES reads (id),
  CHECK ((purpose = 'repeat') = (repeated_read_id IS NOT NULL))
) STRICT;
CREATE TRIGGER read_purposes_keep BEFORE UPDATE ON read_purposes
BEGIN SELECT RAISE(ABORT, 'reads are append-only'); END;
CREATE TRIGGER read_purposes_stay BEFORE DELETE ON read_purposes
BEGIN SELECT RAISE(ABORT, 'reads are append-only'); END;
CREATE TRIGGER read_purposes_not_replaced BEFORE INSERT ON read_purposes
WHEN EXISTS (SELECT 1 FROM read_purposes WHERE read_id = NEW.read_id)
BEGIN SELECT RAISE(ABORT, 'reads are append-only'); END;

-- Showings in which a slice comes again unknown to its reader: a read made in one is a repeat.
CREATE TABLE repeat_presentations (
  presentation_id INTEGER PRIMARY KEY REFERENCES presentations (id),
  repeated_read_id INTEGER NOT NULL REFERENCES reads (id)
) STRICT;

-- Slices whose reads by others a person has had before them in order to adjudicate.
CREATE TABLE adjudication_views (
  slice_id INTEGER NOT NULL REFERENCES slices (id),
  reader_key TEXT NOT NULL,
  viewed_ms INTEGER NOT NULL,
  PRIMARY KEY (slice_id, reader_key)
) STRICT, WITHOUT ROWID;

-- Slices whose readers disagree and that nobody has adjudicated: kept with the current label, never frozen.
CREATE TABLE disputed_slices (
  slice_id INTEGER PRIMARY KEY REFERENCES slices (id)
) STRICT;

INSERT INTO disputed_slices
WITH standing AS (
  SELECT slice_id, lower(trim(reader)) AS reader, label_after AS label,
    coalesce((SELECT max(later.id) FROM reads AS later WHERE later.target_read_id = acts.id), id) AS place
  FROM reads AS acts WHERE kind = 'read' AND coalesce(
    (SELECT later.kind FROM reads AS later WHERE later.target_read_id = acts.id ORDER BY later.id DESC LIMIT 1),
    'redo') = 'redo'
), newest AS (
  SELECT slice_id, reader, label, max(place) FROM standing GROUP BY slice_id, reader
)
SELECT slice_id FROM newest GROUP BY slice_id HAVING count(DISTINCT label) > 1;
