import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { checkImport } from '../../../main/services/check-import.ts';
import { commitImport } from '../../../main/services/commit-import.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { HEAD_CT_FOLDER, hasHeadCt } from '../../support/shared-data.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

describe.skipIf(!hasHeadCt)('the public head-CT set (skipped where its slices are not there)', () => {
  let compute: ComputeClient;
  let project: TemporaryProject;
  beforeAll(async () => {
    compute = await decodeCompute('import-real-set');
    project = temporaryProject();
  });
  afterAll(() => {
    compute.close();
    project.remove();
  });

  it('is imported as it is published', async () => {
    const report = await checkImport(project.context, compute, { folder: HEAD_CT_FOLDER });
    expect(report.problems).toEqual([]);
    expect(report.good.haemorrhage + report.good.none).toBe(150);
    const { slices } = commitImport(project.context, { token: report.token });
    expect(slices).toBe(150);
    expect(project.entries('source-added')).toMatchObject([{ slices: 150, labelled: 150, refused: 0 }]);
  });
});
