import { openStore } from '../../main/store/open-store.ts';
import { countRow } from '../../main/store/row-types.ts';

// `node opening-process.cjs PROJECT` opens a project for writing and says as JSON what came of it.

function open(folder: string): object {
  try {
    const store = openStore({ folder, mode: 'write' });
    const settings = store.db.one(countRow, 'SELECT count(*) AS n FROM settings').n;
    const { readOnly, readOnlyReason } = store;
    store.close();
    return { readOnly, readOnlyReason, settings };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

process.stdout.write(JSON.stringify(open(process.argv[2] ?? '')));
