import type { Page } from '@playwright/test';
import { callThrough } from '../../renderer/api.ts';
import type { MethodInput, MethodName, MethodOutput } from '../../src/contract/contract.ts';

/** Calls main through the page's own bridge and reads the answer as the page does. Throws CallFailed. Not for answers that hold pixels. */
export function callInPage<K extends MethodName>(page: Page, method: K, input: unknown = {}): Promise<MethodOutput<K>> {
  const bridge = {
    call: (name: string, given: unknown) =>
      page.evaluate(([asked, put]) => window.overread.call(asked, put), [name, given] as const),
    onEvent: () => () => undefined,
    pathForFile: () => '',
  };
  return callThrough(bridge, method, input as MethodInput<K>);
}
