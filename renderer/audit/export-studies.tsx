import { Table } from 'lucide-react';
import { exportStudies } from '../actions/exports.ts';
import { Button } from '../ui/button.tsx';

/** Writes what each reader says of each study, as a table. */
export function ExportStudies() {
  return (
    <Button icon={Table} title="One row for each study and reader" onClick={() => void exportStudies()}>
      Export study calls
    </Button>
  );
}
