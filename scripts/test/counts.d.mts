export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countVitest(report: string | undefined, code: number): Counts;
export function countPlaywright(report: string | undefined, code: number): Counts;
