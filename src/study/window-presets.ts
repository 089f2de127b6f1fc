/** A named CT window in HU. */
export interface WindowPreset {
  readonly id: 'brain' | 'subdural' | 'stroke' | 'bone' | 'soft-tissue' | 'wide';
  readonly label: string;
  readonly widthHu: number;
  readonly centerHu: number;
}

/** The CT windows in the order of their keys 1 to 6. */
export const WINDOW_PRESETS: readonly WindowPreset[] = [
  { id: 'brain', label: 'Brain', widthHu: 80, centerHu: 40 },
  { id: 'subdural', label: 'Subdural', widthHu: 200, centerHu: 80 },
  { id: 'stroke', label: 'Stroke', widthHu: 40, centerHu: 40 },
  { id: 'bone', label: 'Bone', widthHu: 2800, centerHu: 600 },
  { id: 'soft-tissue', label: 'Soft tissue', widthHu: 400, centerHu: 40 },
  { id: 'wide', label: 'Wide', widthHu: 350, centerHu: 40 },
];
