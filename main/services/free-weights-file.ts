import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Where a new model's weights go, relative to the project's folder. Never over a file that is there: after a project was restored
 * it may be of a model that only another backup knows.
 */
export function freeWeightsFile(folder: string, modelName: string): string {
  for (let turn = 1; ; turn += 1) {
    const file = path.join('models', `${modelName}${turn === 1 ? '' : `-${turn}`}.safetensors`);
    if (!existsSync(path.join(folder, file))) return file;
  }
}
