import { readFile } from 'node:fs/promises';
import type { Handlers } from '../../src/contract/contract.ts';
import { noticesFileSchema } from '../../src/contract/notice-methods.ts';
import type { AppContext } from '../app-context.ts';

/** The licences of what the app is made of, as the build wrote them down. */
export function noticeHandlers({ noticesFile }: Pick<AppContext, 'noticesFile'>): Pick<Handlers, 'app.notices'> {
  return {
    'app.notices': async () => ({
      notices: noticesFileSchema.parse(JSON.parse(await readFile(noticesFile, 'utf8'))),
    }),
  };
}
