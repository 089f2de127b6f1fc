import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from './shared-data.ts';

/** A Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/**
 * What stands in a document (`dicom.md` of docs/) between the marks of `name`, and `measured`, which should stand there. With
 * OVERREAD_WRITE_DOCS set, it is written there first.
 */
export function tableInDocument(
  document: string,
  name: string,
  measured: string,
): { written: string; measured: string } {
  const file = path.join(PROJECT_ROOT, 'docs', document);
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- end of ${name} -->`];
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf(begin) + begin.length;
  const stop = text.indexOf(end);
  if (start < begin.length || stop < 0) throw new Error(`docs/${document} has no place for the table "${name}".`);
  if (process.env.OVERREAD_WRITE_DOCS === undefined) return { written: text.slice(start, stop), measured };
  writeFileSync(file, text.slice(0, start) + measured + text.slice(stop));
  return { written: measured, measured };
}
