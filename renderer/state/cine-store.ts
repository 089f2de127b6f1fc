import { create } from 'zustand';

/** Whether the stack plays by itself. */
export const useCine = create<{ readonly playing: boolean }>()(() => ({ playing: false }));
