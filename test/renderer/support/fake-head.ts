/** A head as preprocessing would hand it over: skull, brain with a midline, and a bleed at one side. [side, side, channels] */
export function fakeHead(side: number, channels: number, seed: number): Float32Array {
  return Float32Array.from({ length: side * side * channels }, (_, index) => {
    const pixel = Math.floor(index / channels);
    const x = ((pixel % side) + 0.5) / side - 0.5;
    const y = (Math.floor(pixel / side) + 0.5) / side - 0.5;
    const r = Math.hypot(x / 0.38, y / 0.46);
    if (r > 1) return 0;
    if (r > 0.88) return 0.95;
    const bleed = Math.hypot((x - 0.14 + 0.02 * (seed % 5)) / 0.1, (y + 0.05) / 0.08) < 1 ? 0.3 : 0;
    const ventricle = Math.hypot((Math.abs(x) - 0.05) / 0.03, y / 0.12) < 1 ? -0.2 : 0;
    return 0.42 + 0.05 * Math.sin(40 * x) * Math.cos(36 * y) + bleed + ventricle;
  });
}
