import { ChevronLeft, ChevronRight, Dices } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { MethodInput, MethodOutput } from '../../src/contract/contract.ts';
import { call, messageOf } from '../api.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { lastPart } from '../words.ts';
import styles from './augmentation-dialog.module.css';

type Preview = MethodOutput<'training.preview'>;

/** How long after the last change the pictures are asked for. */
const SETTLE_MS = 200;

/** One picture, grey. */
function Picture({
  pixels,
  side,
  word,
}: {
  readonly pixels: Uint8Array;
  readonly side: number;
  readonly word: string;
}) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(side, side);
    const rgba = new Uint32Array(image.data.buffer);
    for (const [pixel, level] of pixels.entries()) rgba[pixel] = 0xff000000 | (level * 0x010101);
    context.putImageData(image, 0, 0);
  }, [pixels, side]);
  return (
    <li>
      <canvas ref={ref} width={side} height={side} role="img" aria-label={word} />
      <span className={styles.caption} aria-hidden>
        {word}
      </span>
    </li>
  );
}

/** The pictures for what is asked, a moment after it was last changed; the earlier ones stay until then. */
function usePreview(asked: MethodInput<'training.preview'> | null) {
  const [shown, setShown] = useState<{ readonly for: string; readonly preview: Preview } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const key = JSON.stringify(asked);
  useEffect(() => {
    let stale = false;
    const ask = async () => {
      try {
        const preview = await call('training.preview', JSON.parse(key));
        if (stale) return;
        setShown({ for: key, preview });
        setProblem(null);
      } catch (error) {
        if (!stale) setProblem(messageOf(error));
      }
    };
    const timer = key === 'null' ? undefined : setTimeout(() => void ask(), SETTLE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [key]);
  return { preview: shown?.preview ?? null, fresh: shown?.for === key, problem };
}

function channelWord(channel: number, channels: number, compared: boolean): string {
  const plain = compared ? channels / 2 : channels;
  const word = plain > 1 ? `Window ${(channel % plain) + 1}` : 'Picture';
  return channel < plain ? word : `${word}: difference between the sides`;
}

interface AugmentationPreviewProps {
  /** Null while something typed is out of bounds. */
  readonly choices: Omit<MethodInput<'training.preview'>, 'seed' | 'place'> | null;
  /** Whether the network is given the difference between the sides. */
  readonly compared: boolean;
}

/** A real slice as the network sees it, and as it would see it in training. */
export function AugmentationPreview({ choices, compared }: AugmentationPreviewProps) {
  const [place, setPlace] = useState(0);
  const [seed, setSeed] = useState(1);
  const [channel, setChannel] = useState(0);
  const { preview, fresh, problem } = usePreview(choices && { ...choices, seed, place });
  const count = preview?.slices ?? 1;
  const step = (by: number) => setPlace((before) => (before + by + count) % count);
  const shownChannel = Math.min(channel, (preview?.channels ?? 1) - 1);
  return (
    <section className={styles.preview} aria-label="Preview">
      <div className={styles.controls}>
        <IconButton icon={ChevronLeft} label="Slice before" onClick={() => step(-1)} />
        <IconButton icon={ChevronRight} label="Next slice" onClick={() => step(1)} />
        <select aria-label="Channel" value={shownChannel} onChange={({ target }) => setChannel(Number(target.value))}>
          {Array.from({ length: preview?.channels ?? 1 }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a channel is its number
            <option key={index} value={index}>
              {channelWord(index, preview?.channels ?? 1, compared)}
            </option>
          ))}
        </select>
        <Button icon={Dices} onClick={() => setSeed((before) => before + 1)}>
          Draw again
        </Button>
      </div>
      {problem && <Notice tone="problem">{problem}</Notice>}
      {preview && <Pictures preview={preview} channel={shownChannel} stale={!fresh} />}
      {preview && (
        <p className={styles.fine} role="status">
          Slice {(place % count) + 1} of {count}, {lastPart(preview.file)}, at the network’s own {preview.side} x{' '}
          {preview.side} pixels.
        </p>
      )}
    </section>
  );
}

function Pictures({
  preview,
  channel,
  stale,
}: {
  readonly preview: Preview;
  readonly channel: number;
  readonly stale: boolean;
}) {
  const { side, channels, pictures } = preview;
  const length = side * side;
  const count = pictures.length / (channels * length);
  return (
    <ol className={stale ? `${styles.grid} ${styles.stale}` : styles.grid}>
      {Array.from({ length: count }, (_, place) => {
        const start = (place * channels + channel) * length;
        const word = place === 0 ? 'As it is' : `Draw ${place}`;
        return <Picture key={word} pixels={pictures.subarray(start, start + length)} side={side} word={word} />;
      })}
    </ol>
  );
}
