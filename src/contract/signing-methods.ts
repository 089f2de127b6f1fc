import { z } from 'zod';
import { nothingSchema, pathSchema } from './shared.ts';

/** Whether this installation signs its exports, and with which key. */
const signingStateSchema = z.object({
  enabled: z.boolean(),
  /** Null before signing was switched on first. */
  key: z
    .object({
      /** SHA-256 of the public key's bytes. */
      fingerprint: z.string(),
      /** PEM. */
      publicKey: z.string(),
      /** Where the private key lies: in the system's key store, or in `file` alone. */
      place: z.enum(['key-store', 'file']),
    })
    .nullable(),
  /** Whether the system has a key store that keeps a secret. */
  hasKeyStore: z.boolean(),
  file: z.string(),
});
export type SigningState = z.infer<typeof signingStateSchema>;

export const signingMethods = {
  'signing.get': { input: nothingSchema, output: signingStateSchema },
  /** Switches signing on or off; the first time a key pair is made. */
  'signing.set': { input: z.object({ enabled: z.boolean() }), output: signingStateSchema },
  /** Moves the private key; a key in a file is open to the command line, too. */
  'signing.move': { input: z.object({ place: z.enum(['key-store', 'file']) }), output: signingStateSchema },
  /** Asks for a folder (system dialog) unless one is given, and writes the public key there; path null when cancelled. */
  'signing.exportKey': {
    input: z.object({ folder: pathSchema.nullable() }),
    output: z.object({ path: z.string().nullable() }),
  },
} as const;
