-- The newest showing in the viewer is asked for at every step; lists of thousands of slices lie between.
CREATE INDEX presentations_in_viewer ON presentations (reader, id) WHERE reading_mode IS NOT NULL;
