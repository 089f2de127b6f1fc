import { app } from 'electron';

/** The main script of an Electron app that does one thing, prints what it saw as JSON, and ends. */
export function printFromElectron(run: () => Promise<unknown>): void {
  app.disableHardwareAcceleration();
  app
    .whenReady()
    .then(run)
    .then(
      (seen) => process.stdout.write(`${JSON.stringify(seen)}\n`, () => app.exit(0)),
      (error: unknown) => process.stderr.write(`${error instanceof Error ? error.stack : error}\n`, () => app.exit(1)),
    );
}
