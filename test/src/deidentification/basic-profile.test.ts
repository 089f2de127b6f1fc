import { describe, expect, it } from 'vitest';
import { BASIC_PROFILE } from '../../../src/deidentification/basic-profile.ts';
import { deidentifyDicom } from '../../../src/deidentification/deidentify-dicom.ts';
import { bytesElement } from '../../../src/dicom-write/dicom-element.ts';
import { plantedDicom } from '../../support/planted-study.ts';
import { type PublishedProfile, publishedProfile } from '../../support/published-profile.ts';

it('the profile holds the standard’s table: a row of each kind, and its length', () => {
  expect(BASIC_PROFILE.size).toBe(652);
  const actionOf = (tag: string) => BASIC_PROFILE.get(tag)?.action;
  // PS3.15 table E.1-1: accession number Z, patient's name Z, patient comments X, SOP instance UID U, patient id Z/D.
  const rows = {
    '00080050': 'empty',
    '00100010': 'empty',
    '00104000': 'remove',
    '00080018': 'uid',
    '00100020': 'dummy',
  };
  for (const [tag, action] of Object.entries(rows)) expect([tag, actionOf(tag)]).toEqual([tag, action]);
  expect(actionOf('00081140')).toBe('references');
  expect(actionOf('00280010')).toBeUndefined();
});

/** What is done for each action of the standard: where it leaves a choice, what is right for every type of attribute. */
const DONE: Readonly<Record<string, string>> = {
  X: 'remove',
  Z: 'empty',
  'X/Z': 'empty',
  D: 'dummy',
  'Z/D': 'dummy',
  'X/D': 'dummy',
  'X/Z/D': 'dummy',
  U: 'uid',
  'X/Z/U*': 'references',
};

const published = publishedProfile();
const { rows, groups }: PublishedProfile = 'reason' in published ? { rows: [], groups: [] } : published;

describe.skipIf('reason' in published)('the table as dicom-anonymizer has it', () => {
  it('is ours in every row: the same tags, the same actions, and each dummy of the representation of its attribute', () => {
    const theirs = rows.map(([tag, action, vr]) => {
      const done = DONE[action] ?? `unknown action ${action}`;
      return [tag, done, done === 'dummy' ? vr : null].join(' ');
    });
    const ours = [...BASIC_PROFILE].map(([tag, { action, vr }]) => [tag, action, vr].join(' '));
    expect(ours.sort()).toEqual(theirs.sort());
  });

  it('names repeating groups, of which no element is left in a file', () => {
    // Curves, overlay data and overlay comments; each group may stand in a file sixteen times.
    const names = groups.map(
      ([group, element, , , action]) => `${group.toString(16)} ${element.toString(16)} ${action}`,
    );
    expect(names.sort()).toEqual(['5000 0 X', '6000 3000 X', '6000 4000 X']);
    const tags = groups.flatMap(([group, element, , elementMask]) =>
      [0, 2, 0x1e].map((nth) => {
        const own = elementMask === 0 ? 0x3000 : element;
        return ((group + nth) * 0x10000 + own).toString(16).padStart(8, '0');
      }),
    );
    const told = (tag: string): string => `TOLD-IN-${tag}`;
    const extraElements = tags.sort().map((tag) => bytesElement(tag, 'OB', Buffer.from(told(tag))));
    const before = plantedDicom(1, { extraElements });
    const after = deidentifyDicom(before, { patient: 'patient-1', mapUid: (uid) => uid, program: 'Overread test' });
    const left = (bytes: Uint8Array): string[] => tags.filter((tag) => Buffer.from(bytes).includes(told(tag)));
    expect(left(before)).toEqual(tags);
    expect(left(after)).toEqual([]);
  });
});
