import { DELIVERY_CHANNEL, type Delivery } from '../../src/contract/delivery.ts';

/** A body that was asked for. */
export interface Awaited {
  /** What to ask for it under; null while no decoding process can deliver. */
  readonly ticket: string | null;
  /** Rejects after `ms` without it. */
  arrival(ms: number): Promise<Uint8Array>;
  /** Drops the body, come or not. */
  forget(): void;
}

/** Bodies that decoding processes send straight to this page (see Delivery). Those that nobody waits for are dropped. */
export class Deliveries {
  private readonly waiting = new Map<string, (body: Uint8Array) => void>();
  private connected = false;

  /** Takes the ports that the preload hands to the page; called once. */
  listen(page: Window): void {
    page.addEventListener('message', (event) => {
      if (event.source !== page || event.data !== DELIVERY_CHANNEL) return;
      for (const port of event.ports) this.take(port);
    });
  }

  take(port: MessagePort): void {
    this.connected = true;
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      const { ticket, body } = (data ?? {}) as Partial<Delivery>;
      if (typeof ticket === 'string' && body instanceof Uint8Array) this.waiting.get(ticket)?.(body);
    };
  }

  /** A body that was said to be sent did not come: until there is another way, everything goes through main. */
  distrust(): void {
    console.warn('A picture did not come the short way. Pictures go through the main process from now on.');
    this.connected = false;
  }

  await(): Awaited {
    if (!this.connected) {
      return {
        ticket: null,
        arrival: () => Promise.reject(new Error('Nothing was asked for.')),
        forget: () => undefined,
      };
    }
    const ticket = crypto.randomUUID();
    const body = new Promise<Uint8Array>((resolve) => this.waiting.set(ticket, resolve));
    return {
      ticket,
      arrival: (ms) =>
        new Promise((resolve, reject) => {
          const late = setTimeout(() => reject(new Error('The body did not arrive.')), ms);
          void body.then((arrived) => {
            clearTimeout(late);
            resolve(arrived);
          });
        }),
      forget: () => {
        this.waiting.delete(ticket);
      },
    };
  }
}

export const deliveries = new Deliveries();
