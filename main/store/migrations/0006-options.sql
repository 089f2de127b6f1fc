-- The temperature that a model's logits are divided by, and how it was fitted (JSON). NULL for models from before it, and
-- for those that had no validation slices of both kinds.

ALTER TABLE models ADD COLUMN temperature REAL CHECK (temperature > 0);
ALTER TABLE models ADD COLUMN temperature_fit_json TEXT;
