/** What one round of training looked like to the rule. */
export interface RoundEvidence {
  /** Mean cross-entropy of the round in nats. */
  readonly loss: number;
  /** Largest difference between two outputs (probability of haemorrhage) inside one batch of the round, 0..1. */
  readonly outputSpread: number;
  /** The round's first step still had a lower learning rate than the run's: standing still means little then. */
  readonly warmingUp: boolean;
}

/** Below this spread the network answers the same whatever it sees. */
const LIVING_SPREAD = 1e-4;
/** A guess of 50 % costs ln 2 = 0.69; this is far worse than guessing. */
const FAR_TOO_HIGH_LOSS = 3;
/** Rounds in a row that must look dead. */
const PATIENCE_ROUNDS = 2;

/** A loss that is not finite ends a run at once. Returns the reason, or null when the loss is a number. */
export function notFiniteReason(loss: number, epoch: number, step: number): string | null {
  if (Number.isFinite(loss)) return null;
  return `The loss is no longer a number (round ${epoch}, step ${step}). Try a lower learning rate or a longer warm-up.`;
}

/**
 * Whether a run is stuck, after each round: in the last two rounds the outputs did not depend on the picture (every
 * unit of a layer is off), or the loss stood still far above guessing at the full learning rate. Returns the reason in words, or null.
 */
export function stuckReason(rounds: readonly RoundEvidence[]): string | null {
  const last = rounds.slice(-PATIENCE_ROUNDS);
  if (last.length < PATIENCE_ROUNDS) return null;
  const advice = 'Try a lower learning rate, a longer warm-up or another seed.';
  const shown = last[last.length - 1]?.loss.toFixed(2);
  if (last.every(({ outputSpread }) => outputSpread < LIVING_SPREAD)) {
    return `The network is stuck at loss ${shown}: it answers the same for every slice. ${advice}`;
  }
  const losses = last.map(({ loss }) => loss);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const judged = last.every(({ warmingUp }) => !warmingUp);
  if (judged && low > FAR_TOO_HIGH_LOSS && high - low < 0.01 * high) {
    return `The network is stuck at loss ${shown}, far worse than guessing (0.69). ${advice}`;
  }
  return null;
}
