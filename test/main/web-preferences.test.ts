import { expect, test } from 'vitest';
import { webPreferences } from '../../main/web-preferences.ts';

test('the window of the packaged app has no developer tools, and is otherwise as the one that the tests attack', () => {
  const packaged = webPreferences(true);
  expect(packaged.devTools).toBe(false);
  expect({ ...packaged, devTools: true }).toEqual(webPreferences(false));
  expect(packaged).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
});
