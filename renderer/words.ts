import type { Proportion } from '../src/contract/shared.ts';
import type { StudyCall } from '../src/contract/study-methods.ts';
import type { Label } from '../src/review/label.ts';
import { bleedWords } from '../src/review/study-call.ts';

/** A label as it stands on the screen; null is a slice without one. */
export function labelWord(label: Label | null): string {
  switch (label) {
    case 'haemorrhage':
      return 'Haemorrhage';
    case 'none':
      return 'No haemorrhage';
    case 'unsure':
      return 'Unsure';
    case 'excluded':
      return 'Excluded';
    case null:
      return 'No label';
  }
}

/** A study call as it stands on the screen: `Haemorrhage: subdural left`. */
export function studyCallWord(call: Pick<StudyCall, 'label' | 'bleeds'> | null): string {
  if (!call || call.label === null) return 'No call';
  const bleeds = bleedWords(call.bleeds);
  return bleeds === '' ? labelWord(call.label) : `${labelWord(call.label)}: ${bleeds}`;
}

/** A probability in [0, 1] with two digits; never rounded up to a certainty it does not have. */
export function probabilityWord(probability: number): string {
  if (probability > 0.995 && probability < 1) return '>0.99';
  if (probability < 0.005 && probability > 0) return '<0.01';
  return probability.toFixed(2);
}

/** A share in [0, 1] as a percentage with one digit. */
export function percentWord(value: number | null): string {
  return value === null ? 'n/a' : `${(value * 100).toFixed(1)} %`;
}

/** `92.0 % (46 of 50; 95 % CI 81.2 to 96.8)`. */
export function proportionWord(proportion: Proportion): string {
  if (proportion.value === null) return `n/a (${proportion.k} of ${proportion.n})`;
  return `${percentWord(proportion.value)} (${proportion.k} of ${proportion.n}; ${intervalWord(proportion)})`;
}

/** `95 % CI 81.2 to 96.8`, in percent. */
export function intervalWord({ low, high }: Pick<Proportion, 'low' | 'high'>): string {
  if (low === null || high === null) return '95 % CI not defined';
  return `95 % CI ${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)}`;
}

/** `1 slice`, `12 slices`. */
export function countWord(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

/** Time left or taken: `45 s`, `3 min 05 s`, `1 h 02 min`. */
export function durationWord(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Local date and time to the minute, in the order that sorts. */
export function timeWord(time: number | string): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A SHA-256 short enough to compare by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

/** The last part of a path of either kind. */
export function lastPart(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}

/** The last folder and the name: files of several folders are often called the same. */
export function lastTwoParts(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).slice(-2).join('/');
}
