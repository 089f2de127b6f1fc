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
    toasts: [...toasts.filter((toast) => toast.text !== text), { id, tone, text }].slice(-MOST_AT_ONCE),
  }));
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
