import { readFileSync } from 'node:fs';

/** What TensorFlow's kernels choose by, as Linux names them. */
const FEATURES = ['sse4_2', 'avx', 'avx2', 'fma', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_tile', 'asimd', 'sve'];

/** The processor's vector extensions among those that matter to TensorFlow; empty where the system does not tell. */
export function readCpuFeatures(): string[] {
  try {
    const line = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
    const flags = new Set(line.trim().split(/\s+/));
    return FEATURES.filter((feature) => flags.has(feature));
  } catch {
    return [];
  }
}
