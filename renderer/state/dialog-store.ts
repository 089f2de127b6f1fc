import { create } from 'zustand';
import type { ImportReport } from '../../src/contract/import-methods.ts';
import type { Roles, TestSet } from '../../src/contract/test-set-methods.ts';
import type { Model } from '../../src/contract/training-methods.ts';
import type { Label } from '../../src/review/label.ts';
import type { Intent } from './review-store.ts';

export type FolderPurpose = 'study' | 'labelled-set';

/** The one dialog that may be open. */
export type OpenDialog =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'new-project';
      readonly next: { readonly purpose: FolderPurpose; readonly folder: string } | null;
    }
  | { readonly kind: 'import-report'; readonly report: ImportReport }
  | { readonly kind: 'reader-name'; readonly intent: Intent }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'refused-files' }
  | { readonly kind: 'bulk-read'; readonly sliceIds: readonly number[]; readonly label: Label }
  | { readonly kind: 'compare'; readonly candidateId: number; readonly baselineId: number }
  | { readonly kind: 'augmentation' }
  | { readonly kind: 'promote'; readonly model: Model }
  | { readonly kind: 'export-dataset'; readonly datasetId: number; readonly name: string }
  | { readonly kind: 'seal'; readonly sealable: Roles['sealable'] }
  | { readonly kind: 'open-test'; readonly testSet: TestSet }
  | { readonly kind: 'test-look'; readonly testSet: TestSet; readonly look: number }
  | { readonly kind: 'export-card'; readonly modelId: number; readonly name: string }
  /** Something that closes the project while jobs of it run. */
  | { readonly kind: 'leave-project'; readonly go: () => Promise<void> }
  | { readonly kind: 'windows'; readonly list: 'huWindows' | 'percentWindows' }
  | { readonly kind: 'cross-validate' }
  | { readonly kind: 'reading-mode' }
  | { readonly kind: 'save-picture' }
  /** Backups of a project, which need not be open. */
  | { readonly kind: 'restore'; readonly folder: string }
  | { readonly kind: 'structured-reports' }
  /** An entry of the log, by its number or hash. */
  | { readonly kind: 'moment'; readonly entry: string }
  | { readonly kind: 'purge' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'notices' };

interface DialogState {
  readonly dialog: OpenDialog;
}

export const useDialog = create<DialogState>()(() => ({ dialog: { kind: 'none' } }));

export function openDialog(dialog: OpenDialog): void {
  useDialog.setState({ dialog });
}

export function closeDialog(): void {
  useDialog.setState({ dialog: { kind: 'none' } });
}
