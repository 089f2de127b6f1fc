/** Something that comes from main: not asked for, on its way, failed with a sentence, or here. */
export type Loadable<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly value: T };

/** The value when it is here. */
export function loadedValue<T>(loadable: Loadable<T>): T | null {
  return loadable.kind === 'ready' ? loadable.value : null;
}
