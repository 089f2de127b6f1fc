/**
 * Calls `act` once a frame has gone to the screen at whose beginning all was `ready`; asks again at each frame until then. The answer
 * calls it off.
 */
export function whenPainted(act: () => void, ready: () => boolean = () => true): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const look = (): void => {
    frame = requestAnimationFrame(() => {
      // A timer comes behind the frame that begins now.
      if (ready()) timer = setTimeout(act);
      else look();
    });
  };
  look();
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
