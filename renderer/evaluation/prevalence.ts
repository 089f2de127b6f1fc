/** What was typed for the prevalence: a share of 0..1 (ends excluded), nothing, or no percentage. */
export type TypedPrevalence = { readonly kind: 'share'; readonly share: number | null } | { readonly kind: 'wrong' };

/** A percentage as a share: "10", "2.5", "2,5 %". Empty means that none is stated. */
export function typedPrevalence(text: string): TypedPrevalence {
  const plain = text.replace('%', '').replace(',', '.').trim();
  if (plain === '') return { kind: 'share', share: null };
  const percent = /^\d*\.?\d+$/.test(plain) ? Number(plain) : Number.NaN;
  // Decimal fractions come out as they were typed: 2.9 % is 0.029.
  return percent > 0 && percent < 100
    ? { kind: 'share', share: Number((percent / 100).toPrecision(12)) }
    : { kind: 'wrong' };
}
