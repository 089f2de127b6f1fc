/** The Electron that the set-up made ready. `args` go before the app's path. */
export interface ElectronExecutable {
  readonly path: string;
  readonly distFolder: string;
  readonly kind: 'official' | 'fallback';
  readonly version: string;
  readonly args: readonly string[];
}

/** Throws when the set-up has not run. */
export function electronExecutable(): ElectronExecutable;
