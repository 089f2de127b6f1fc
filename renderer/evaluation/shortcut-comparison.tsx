import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import styles from './cross-validation-parts.module.css';
import { FigureTable } from './figure-table.tsx';

/** What the picture's facts and brain statistics alone reach on the same folds, beside the network. */
export function ShortcutComparison({ result }: { readonly result: CrossValidationResult }) {
  const { shortcuts } = result;
  if (shortcuts === null) return null;
  const rows = shortcuts.classifiers.map(({ name, sees, figures }) => ({
    key: name,
    name: sees,
    n: shortcuts.n,
    figures,
  }));
  const network = shortcuts.network && [
    { key: 'network', name: 'the network', n: shortcuts.n, figures: shortcuts.network.figures },
  ];
  return (
    <Card title="What gives the label away without a network" flush>
      <FigureTable label="On the same slices and folds, a classifier of" rows={[...(network ?? []), ...rows]} />
      {shortcuts.warnings.length > 0 && (
        <Notice tone="warning">
          <ul aria-label="Shortcut warnings">
            {shortcuts.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
      <p className={styles.note}>
        A network earns its place only above these. What they go by is on the Data set screen.
      </p>
    </Card>
  );
}
