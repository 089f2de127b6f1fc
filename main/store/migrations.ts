/// <reference path="./sql-text.d.ts" />
import initial from './migrations/0001-initial.sql?raw';
import noReplace from './migrations/0002-no-replace.sql?raw';
import groups from './migrations/0003-groups.sql?raw';
import crossValidation from './migrations/0004-cross-validation.sql?raw';
import shortcuts from './migrations/0005-shortcuts.sql?raw';
import options from './migrations/0006-options.sql?raw';
import heatmapChecks from './migrations/0007-heatmap-checks.sql?raw';
import blind from './migrations/0008-blind.sql?raw';
import marks from './migrations/0009-marks.sql?raw';
import readers from './migrations/0010-readers.sql?raw';
import studyCalls from './migrations/0011-study-calls.sql?raw';
import worklist from './migrations/0012-worklist.sql?raw';
import doubt from './migrations/0013-doubt.sql?raw';
import showings from './migrations/0014-showings.sql?raw';
import purge from './migrations/0015-purge.sql?raw';
import readerAccounts from './migrations/0016-reader-accounts.sql?raw';

/** Every migration in order: the text at index i takes a database from `user_version` i to i + 1. Never edited once released. */
export const MIGRATIONS: readonly string[] = [
  initial,
  noReplace,
  groups,
  crossValidation,
  shortcuts,
  options,
  heatmapChecks,
  blind,
  marks,
  readers,
  studyCalls,
  worklist,
  doubt,
  showings,
  purge,
  readerAccounts,
];
