import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'info' | 'problem';
  readonly text: string;
}

interface ToastState {
  readonly toasts: readonly Toast[];
}

export const useToasts = create<ToastState>()(() => ({ toasts: [] }));

let nextId = 1;
const MOST_AT_ONCE = 4;

/** Says something in passing (toasts.tsx: for how long). A problem stays until it is dismissed. */
export function say(tone: Toast['tone'], text: string): void {
  const id = nextId;
  nextId += 1;
  useToasts.setState(({ toasts }) => ({
    toasts: newest([...toasts.filter((toast) => toast.text !== text), { id, tone, text }]),
  }));
}

/** The newest few: what passes goes before a problem, which stays until it is dismissed. */
function newest(toasts: readonly Toast[]): Toast[] {
  const kept = [...toasts];
  while (kept.length > MOST_AT_ONCE) {
    const passing = kept.findIndex(({ tone }) => tone !== 'problem');
    kept.splice(Math.max(passing, 0), 1);
  }
  return kept;
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
