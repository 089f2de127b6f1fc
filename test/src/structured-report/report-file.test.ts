import { expect, test } from 'vitest';
import { reportDataset } from '../../../src/structured-report/report-file.ts';

test('the author is a person by name alone: code and institution are there and empty', () => {
  const unknown = { patientBirthDate: '', patientSex: '', studyDate: '', studyTime: '', accessionNumber: '' };
  const { AuthorObserverSequence } = reportDataset({
    identity: {
      ...{ patientName: 'patient-1', patientId: 'patient-1', studyUid: '2.25.1', studyId: '', referringPhysician: '' },
      ...{ ...unknown, pseudonymous: true },
    },
    content: { reader: 'Ada', images: [], reads: [], marks: [], call: null },
    ...{ seriesOf: new Map(), sopInstanceUid: '2.25.2', seriesUid: '2.25.3', time: new Date(0), appVersion: '0.1.0' },
    ...{ head: { entries: 1, headHash: '0'.repeat(64) }, readerVouched: 'claimed' },
  });
  expect(AuthorObserverSequence).toEqual([
    {
      ...{ ObserverType: 'PSN', PersonName: 'Ada', PersonIdentificationCodeSequence: [] },
      ...{ InstitutionName: '', InstitutionCodeSequence: [] },
    },
  ]);
});
