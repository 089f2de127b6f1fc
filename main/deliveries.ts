import { MessageChannelMain, type WebContents } from 'electron';
import { APP_ORIGIN } from '../src/contract/contract.ts';
import { DELIVERY_CHANNEL } from '../src/contract/delivery.ts';
import type { ComputeChild } from './compute/compute-child.ts';

/** The ways by which decoding processes hand pixels straight to our page: one from each process, anew for each page. */
export interface Deliveries {
  childStarted(child: ComputeChild): void;
  pageLoaded(page: WebContents): void;
}

export function createDeliveries(): Deliveries {
  const children = new Set<ComputeChild>();
  let page: WebContents | null = null;

  const connect = (child: ComputeChild): void => {
    if (!page || page.isDestroyed() || !page.mainFrame.url.startsWith(`${APP_ORIGIN}/`)) return;
    const { port1, port2 } = new MessageChannelMain();
    child.deliverTo?.(port1);
    page.postMessage(DELIVERY_CHANNEL, null, [port2]);
  };
  return {
    childStarted(child) {
      children.add(child);
      child.onExit(() => children.delete(child));
      connect(child);
    },
    pageLoaded(loaded) {
      page = loaded;
      for (const child of children) connect(child);
    },
  };
}
