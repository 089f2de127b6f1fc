import { useApp } from '../state/app-store.ts';
import { Notice } from '../ui/notice.tsx';

/** What limits the whole window at present, with the remedy. */
export function Bars() {
  const { tensorflow, project } = useApp();
  return (
    <>
      {!tensorflow.ok && (
        <Notice tone="warning" bar>
          <strong>Training and prediction are off.</strong> {tensorflow.message}
        </Notice>
      )}
      {project?.readOnly && (
        <Notice tone="warning" bar>
          <strong>Open for reading only.</strong> {project.readOnlyReason}
        </Notice>
      )}
    </>
  );
}
