import { afterEach, expect, it } from 'vitest';
import { askBulkRead, whyNoBulkRead } from '../../../renderer/actions/bulk.ts';
import { useDialog } from '../../../renderer/state/dialog-store.ts';
import { useWorklist } from '../../../renderer/state/worklist-store.ts';
import { item } from '../support/worklist-items.ts';

const shown = item(1);
const blind = { ...item(2), visible: { ai: false, truth: false, ownReads: true, othersReads: false } };
const items = new Map([shown, blind].map((one) => [one.sliceId, one]));

afterEach(() => {
  useWorklist.setState(useWorklist.getInitialState());
  useDialog.setState(useDialog.getInitialState());
});

it('says why slices that are read blind-first get no label in one act, and asks for none, not even to exclude', () => {
  expect(whyNoBulkRead({ items, marked: new Set([1]) })).toBeNull();
  expect(whyNoBulkRead({ items, marked: new Set([1, 2]) })).toContain('1 slice of the selection is read blind-first');
  useWorklist.setState({ items, order: [1, 2], marked: new Set([1, 2]) });
  askBulkRead('excluded');
  expect(useDialog.getState().dialog).toEqual({ kind: 'none' });
  useWorklist.setState({ marked: new Set([1]) });
  askBulkRead('excluded');
  expect(useDialog.getState().dialog).toMatchObject({ kind: 'bulk-read', sliceIds: [1], label: 'excluded' });
});
