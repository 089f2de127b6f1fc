import { z } from 'zod';
import { type AuditFacts, auditEntrySchema } from '../../src/audit/audit-entry.ts';

interface JsonSchema {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly type?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** Texts that a report must mark, quote or encode with care. */
const TEXTS = ['=HYPERLINK("x")', 'two\nlines, "both"', "'quoted'", 'größer 𝛼 \u{1F9E0}', '-2', '\ttab', 'plain'];

/** Some value that fits a schema, every optional key with one; `turn` chooses among what fits. */
function sampleOf(schema: JsonSchema, turn: number): unknown {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    const choice = choices[turn % choices.length];
    return choice ? sampleOf(choice, turn) : null;
  }
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[turn % schema.enum.length];
  switch (schema.type) {
    case 'string':
      return schema.pattern === undefined ? TEXTS[turn % TEXTS.length] : (turn % 16).toString(16).repeat(64);
    case 'integer':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1, Math.min(schema.maximum ?? 9, turn % 9));
    case 'number':
      return Math.min(
        schema.maximum ?? 1e9,
        Math.max(schema.minimum ?? 0, [0.1, 1e-7, 0.30000000000000004, 1][turn % 4] ?? 0),
      );
    case 'boolean':
      return turn % 2 === 0;
    case 'array':
      if (schema.prefixItems) return schema.prefixItems.map((item, index) => sampleOf(item, turn + index));
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => sampleOf(schema.items ?? {}, turn));
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, part], index) => [key, sampleOf(part, turn + index)]),
      );
    default:
      return null;
  }
}

/** Facts of one entry of every kind that the log knows, with everything that it can hold. */
export function factsOfEveryKind(): AuditFacts[] {
  return auditEntrySchema.options.map((option, turn) => {
    const schema = z.toJSONSchema(option, { io: 'input', unrepresentable: 'any', reused: 'inline' });
    const entry = auditEntrySchema.parse(sampleOf(schema as JsonSchema, turn));
    const { format, sequence, time, utcOffsetMinutes, computer, appVersion, readerVouched, ...facts } = entry;
    return { ...facts, reader: ['=Ada', 'Zoë', null][turn % 3] ?? null };
  });
}
