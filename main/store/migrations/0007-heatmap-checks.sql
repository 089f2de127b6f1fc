-- The weight-randomisation check of a model's heatmaps. The newest row of a model counts; none ever changes.

CREATE TABLE heatmap_checks (
  id INTEGER PRIMARY KEY,
  model_id INTEGER NOT NULL REFERENCES models (id),
  seed INTEGER NOT NULL,
  -- Held-out slices looked at, and those that could not be read.
  slices INTEGER NOT NULL CHECK (slices > 0),
  missing INTEGER NOT NULL CHECK (missing >= 0),
  -- Per method: similarity after each step, and the scale of its maps.
  methods_json TEXT NOT NULL,
  checked_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX heatmap_checks_by_model ON heatmap_checks (model_id);
CREATE TRIGGER heatmap_checks_keep BEFORE UPDATE ON heatmap_checks
BEGIN SELECT RAISE(ABORT, 'a heatmap check is kept as it was'); END;
CREATE TRIGGER heatmap_checks_stay BEFORE DELETE ON heatmap_checks
BEGIN SELECT RAISE(ABORT, 'a heatmap check is kept as it was'); END;
CREATE TRIGGER heatmap_checks_not_replaced BEFORE INSERT ON heatmap_checks
WHEN EXISTS (SELECT 1 FROM heatmap_checks WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a heatmap check is kept as it was'); END;
