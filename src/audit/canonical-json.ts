import canonicalize from 'canonicalize';

/**
 * A value as RFC 8785 text (JSON Canonicalization Scheme): sorted keys, no spaces. Throws on what JSON cannot say: NaN,
 * Infinity, lone surrogates, undefined.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  return text;
}
