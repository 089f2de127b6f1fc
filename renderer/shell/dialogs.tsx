import { MomentDialog } from '../audit/moment-dialog.tsx';
import { ReportDialog } from '../audit/report-dialog.tsx';
import { ExportDialog } from '../dataset/export-dialog.tsx';
import { OpenTestDialog, TestLookDialog } from '../dataset/open-test-dialog.tsx';
import { SealDialog } from '../dataset/seal-dialog.tsx';
import { ExportCardDialog } from '../evaluation/card-export.tsx';
import { CrossValidationDialog } from '../evaluation/cross-validation-dialog.tsx';
import { InputSettings } from '../keys/input-settings.tsx';
import { KeyOverlay } from '../keys/key-overlay.tsx';
import { CommandPalette } from '../palette/command-palette.tsx';
import { SignInDialog } from '../readers/sign-in-dialog.tsx';
import { ReaderDialog } from '../review/reader-dialog.tsx';
import { ImportDialog } from '../start/import-dialog.tsx';
import { NewProjectDialog } from '../start/new-project-dialog.tsx';
import { PurgeDialog } from '../start/purge-dialog.tsx';
import { ReadingModeDialog } from '../start/reading-mode-dialog.tsx';
import { RestoreDialog } from '../start/restore-dialog.tsx';
import { useDialog } from '../state/dialog-store.ts';
import { AugmentationDialog } from '../training/augmentation-dialog.tsx';
import { CompareDialog } from '../training/compare-dialog.tsx';
import { PromoteDialog } from '../training/promote-dialog.tsx';
import { SavePictureDialog } from '../viewer/save-picture-dialog.tsx';
import { WindowsDialog } from '../viewer/windows-dialog.tsx';
import { BulkDialog } from '../worklist/bulk-dialog.tsx';
import { RefusedDialog } from '../worklist/refused-dialog.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { NoticesDialog } from './notices-dialog.tsx';

/** The dialog that is open, if any. */
export function Dialogs() {
  const dialog = useDialog((state) => state.dialog);
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'new-project':
      return <NewProjectDialog next={dialog.next} />;
    case 'import-report':
      return <ImportDialog report={dialog.report} />;
    case 'reader-name':
      return <ReaderDialog intent={dialog.intent} />;
    case 'sign-in':
      return <SignInDialog />;
    case 'refused-files':
      return <RefusedDialog />;
    case 'bulk-read':
      return <BulkDialog sliceIds={dialog.sliceIds} label={dialog.label} />;
    case 'compare':
      return (
        <CompareDialog
          key={`${dialog.candidateId}/${dialog.baselineId}`}
          candidateId={dialog.candidateId}
          baselineId={dialog.baselineId}
        />
      );
    case 'augmentation':
      return <AugmentationDialog />;
    case 'promote':
      return <PromoteDialog model={dialog.model} />;
    case 'export-dataset':
      return <ExportDialog datasetId={dialog.datasetId} name={dialog.name} />;
    case 'seal':
      return <SealDialog sealable={dialog.sealable} />;
    case 'open-test':
      return <OpenTestDialog testSet={dialog.testSet} />;
    case 'test-look':
      return <TestLookDialog testSet={dialog.testSet} look={dialog.look} />;
    case 'export-card':
      return <ExportCardDialog modelId={dialog.modelId} name={dialog.name} />;
    case 'leave-project':
      return <LeaveDialog go={dialog.go} />;
    case 'cross-validate':
      return <CrossValidationDialog />;
    case 'reading-mode':
      return <ReadingModeDialog />;
    case 'windows':
      return <WindowsDialog list={dialog.list} />;
    case 'restore':
      return <RestoreDialog key={dialog.folder} folder={dialog.folder} />;
    case 'save-picture':
      return <SavePictureDialog />;
    case 'structured-reports':
      return <ReportDialog />;
    case 'moment':
      return <MomentDialog key={dialog.entry} entry={dialog.entry} />;
    case 'purge':
      return <PurgeDialog />;
    case 'keys':
      return <KeyOverlay />;
    case 'palette':
      return <CommandPalette />;
    case 'settings':
      return <InputSettings />;
    case 'notices':
      return <NoticesDialog />;
  }
}
