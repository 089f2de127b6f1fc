import { app } from 'electron';

// Loaded by Electron before the app (`electron -r`), which it leaves as it is: clicks the first recent project as soon as its button is
// there, and prints as JSON when that was and when the list and the first slice were drawn (milliseconds since 1970). A test driver would
// hold the app until it listens, and ask the page over a socket.

/** Runs in the page. */
async function openAndWait(): Promise<{ clicked: number; usable: number }> {
  const found = async (selector: string): Promise<HTMLElement> => {
    for (;;) {
      const element = document.querySelector<HTMLElement>(selector);
      if (element) return element;
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  };
  const project = await found('li button:enabled');
  const clicked = Date.now();
  project.click();
  await found('[role=option]');
  await found('[data-testid=viewport][data-state=ready]');
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return { clicked, usable: Date.now() };
}

app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', () => {
    void contents.executeJavaScript(`(${String(openAndWait)})()`).then((times) => {
      process.stdout.write(`${JSON.stringify(times)}\n`, () => app.quit());
    });
  });
});
