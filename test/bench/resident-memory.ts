import type { LaunchedApp } from '../support/launch-app.ts';

export interface ResidentMemory {
  /** By process; TensorFlow's is the utility process that loaded it. */
  readonly residentMb: Readonly<Record<string, number>>;
  readonly residentWithoutTensorflowMb: number;
}

/** Working sets as Electron tells them now; the process that predicts is the one with TensorFlow in it. */
export async function residentMemory({ app }: LaunchedApp): Promise<ResidentMemory> {
  const processes = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ type, name, serviceName, memory }) => ({
      name: `${type} ${name ?? serviceName ?? ''}`.trim(),
      kb: memory.workingSetSize,
    })),
  );
  const residentMb: Record<string, number> = {};
  let without = 0;
  for (const { name, kb } of processes) {
    residentMb[name] = Math.round((residentMb[name] ?? 0) + kb / 1024);
    if (!/predict|train/.test(name)) without += kb / 1024;
  }
  return { residentMb, residentWithoutTensorflowMb: Math.round(without) };
}
