import { Table } from 'lucide-react';
import { call, messageOf } from '../api.ts';
import { loadAudit } from '../state/audit-store.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { countWord } from '../words.ts';

async function exportStudies(): Promise<void> {
  try {
    const { path, calls } = await call('study.export', { folder: null });
    if (path === null) return;
    say('done', `Wrote ${countWord(calls, 'study call')} to ${path}.`);
    await loadAudit();
  } catch (error) {
    say('problem', `The study calls were not written: ${messageOf(error)}`);
  }
}

/** Writes what each reader says of each study, as a table. */
export function ExportStudies() {
  return (
    <Button icon={Table} title="One row for each study and reader" onClick={() => void exportStudies()}>
      Export study calls
    </Button>
  );
}
