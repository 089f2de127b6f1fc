import { useEffect, useState } from 'react';
import type { TestSet } from '../../src/contract/test-set-methods.ts';
import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import { reloadWorklist } from '../actions/listing.ts';
import { call, messageOf } from '../api.ts';
import { showTab, useApp } from '../state/app-store.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { showTest } from '../state/evaluation-store.ts';
import { loadGroups } from '../state/groups-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { countWord } from '../words.ts';
import styles from './roles-card.module.css';
import { TestFigures } from './test-figures.tsx';

function Question({ testSet, model }: { readonly testSet: TestSet; readonly model: string }) {
  const look = testSet.looks.length + 1;
  const n = testSet.counts.haemorrhage + testSet.counts.none;
  return (
    <>
      <p>
        {model} reads {countWord(n, 'sealed slice')} of {testSet.name}, under the labels that they were sealed with.
      </p>
      <Notice tone="warning">
        This is look {look}. Every look is counted, logged and printed with the result, also when the figures
        disappoint. Open the test when the choice of model is made, not to make it.
      </Notice>
    </>
  );
}

/** Where to go from the figures of a look. */
function AfterLook({ measured }: { readonly measured: MeasuredModel }) {
  const show = () => {
    closeDialog();
    void showTest(measured);
    showTab('evaluation');
  };
  return (
    <>
      <Button onClick={show}>Show in Evaluation</Button>
      <Button look="primary" onClick={closeDialog}>
        Close
      </Button>
    </>
  );
}

/** Asks once more, opens a sealed test set with the model that reads, and shows the figures. */
export function OpenTestDialog({ testSet }: { readonly testSet: TestSet }) {
  const model = useApp((state) => state.project?.currentModel?.name ?? '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [measured, setMeasured] = useState<MeasuredModel | null>(null);
  const open = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setMeasured(await call('testSet.open', { testSetId: testSet.id }));
      await Promise.all([loadGroups(), reloadWorklist()]);
    } catch (error) {
      setProblem(messageOf(error));
    }
    setBusy(false);
  };
  return (
    <Dialog
      title={`Open test ${testSet.name}`}
      onClose={closeDialog}
      actions={
        measured ? (
          <AfterLook measured={measured} />
        ) : (
          <>
            <Button look="quiet" onClick={closeDialog}>
              Cancel
            </Button>
            <Button look="primary" disabled={busy} onClick={() => void open()}>
              {busy ? 'Opening…' : `Open: count look ${testSet.looks.length + 1}`}
            </Button>
          </>
        )
      }
    >
      <div className={styles.column}>
        {measured ? <TestFigures measured={measured} /> : <Question testSet={testSet} model={model} />}
        {problem && <Notice tone="problem">{problem}</Notice>}
      </div>
    </Dialog>
  );
}

/** The figures of a look that was taken: no new look. */
export function TestLookDialog({ testSet, look }: { readonly testSet: TestSet; readonly look: number }) {
  const [measured, setMeasured] = useState<MeasuredModel | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    call('testSet.look', { testSetId: testSet.id, look })
      .then(setMeasured)
      .catch((error) => setProblem(messageOf(error)));
  }, [testSet.id, look]);
  return (
    <Dialog
      title={`Test ${testSet.name}, look ${look}`}
      onClose={closeDialog}
      actions={measured && <AfterLook measured={measured} />}
    >
      <div className={styles.column}>
        {measured && <TestFigures measured={measured} />}
        {problem && <Notice tone="problem">{problem}</Notice>}
      </div>
    </Dialog>
  );
}
