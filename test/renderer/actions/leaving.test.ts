import { beforeEach, expect, it } from 'vitest';
import { leaveProject } from '../../../renderer/actions/leaving.ts';
import { closeDialog, useDialog } from '../../../renderer/state/dialog-store.ts';
import { useJobs } from '../../../renderer/state/jobs-store.ts';
import type { Job } from '../../../src/contract/shared.ts';

const training: Job = {
  jobId: 'a',
  kind: 'train',
  status: 'running',
  message: 'Round 2 of 10',
  done: 2,
  total: 10,
  etaMs: null,
};

let left = 0;
const go = async () => {
  left += 1;
};
beforeEach(() => {
  left = 0;
  closeDialog();
  useJobs.setState({ jobs: [] });
});

it('leaves at once where nothing runs', async () => {
  await leaveProject(go);
  expect(left).toBe(1);
  expect(useDialog.getState().dialog.kind).toBe('none');
});

it('asks before it ends what runs', async () => {
  useJobs.setState({ jobs: [training] });
  await leaveProject(go);
  expect(left).toBe(0);
  const { dialog } = useDialog.getState();
  expect(dialog.kind).toBe('leave-project');
  if (dialog.kind === 'leave-project') await dialog.go();
  expect(left).toBe(1);
});
