import { z } from 'zod';
import { idSchema, pathSchema } from './shared.ts';

/** Share with haemorrhage where a model is to be used; PPV and NPV are open where it is null. */
export const prevalenceSchema = z.number().gt(0).lt(1).nullable();

export const modelCardMethods = {
  /** Writes model-card.html, figures.csv and model-card.json into a new folder inside `folder`. */
  'model.exportCard': {
    input: z.object({ modelId: idSchema, folder: pathSchema, prevalence: prevalenceSchema }),
    output: z.object({ jobId: z.string() }),
  },
} as const;
