/**
 * Every channel and behind them its difference from the mirror image about the vertical middle: a head's two sides
 * compared place by place.
 * @param picture [side, side, channels]
 * @returns [side, side, 2 * channels]
 */
export function withMirrorDifference(picture: Float32Array, side: number, channels: number): Float32Array {
  const doubled = new Float32Array(2 * picture.length);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = (row * side + column) * channels;
      const mirrored = (row * side + side - 1 - column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const level = picture[at + channel] as number;
        doubled[2 * at + channel] = level;
        doubled[2 * at + channels + channel] = level - (picture[mirrored + channel] as number);
      }
    }
  }
  return doubled;
}
