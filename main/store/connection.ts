import Database from 'libsql';
import { z } from 'zod';
import { sqliteFailure } from './sqlite-failure.ts';
import { StoreError } from './store-error.ts';

/** Booleans are bound as 0 and 1. */
export type SqlValue = null | string | number | bigint | boolean | Uint8Array;
export type SqlParameters = Readonly<Record<string, SqlValue>>;

/** The little of a statement that is used here; libsql's own types speak of `any`. */
interface Statement {
  run(parameters: object): { changes: number; lastInsertRowid: number | bigint };
  get(parameters: object): unknown;
  all(parameters: object): unknown[];
}

/**
 * One SQLite connection with named parameters (`:name` in the SQL) and rows parsed by a zod schema, so that no row is
 * taken on trust. What goes wrong with the disk is thrown as a StoreError that names the file. Hides four habits of libsql: `readonly` is ignored, `get` adds `_metadata`, blobs come as Buffer or as
 * ArrayBuffer, and text is cut at a NUL.
 */
export class Connection {
  readonly #database: Database.Database;
  readonly #file: string;
  readonly #statements = new Map<string, Statement>();
  #closed = false;

  /** @param uri `file` as a `file:` URI with options such as `?mode=ro`, where it takes any */
  constructor(file: string, uri = file) {
    this.#file = file;
    this.#database = this.#told(() => new Database(uri));
  }

  get inTransaction(): boolean {
    return !this.#closed && this.#database.inTransaction;
  }

  /** Runs SQL text without parameters: schema, pragmas, transaction control. */
  exec(sql: string): void {
    this.#told(() => this.#database.exec(sql));
  }

  /** Runs one statement that changes rows. */
  run(sql: string, parameters: SqlParameters = {}): { changes: number; lastId: number } {
    const result = this.#told(() => this.#prepare(sql).run(bindable(parameters)));
    return { changes: result.changes, lastId: Number(result.lastInsertRowid) };
  }

  /** The first row, or null. Keys that the schema does not name are dropped. */
  get<T extends z.ZodType>(row: T, sql: string, parameters: SqlParameters = {}): z.output<T> | null {
    const found = this.#told(() => this.#prepare(sql).get(bindable(parameters)));
    return found === undefined || found === null ? null : this.#parse(row, plainRow(found));
  }

  /** The one row that must be there, e.g. of a count; throws otherwise. */
  one<T extends z.ZodType>(row: T, sql: string, parameters: SqlParameters = {}): z.output<T> {
    return this.#parse(row, plainRow(this.#told(() => this.#prepare(sql).get(bindable(parameters))) ?? {}));
  }

  /** Every row. */
  all<T extends z.ZodType>(row: T, sql: string, parameters: SqlParameters = {}): z.output<T>[] {
    const found = this.#told(() => this.#prepare(sql).all(bindable(parameters)));
    return found.map((each) => this.#parse(row, plainRow(each)));
  }

  /**
   * Every row, carried over as one text: for thousands of rows several times faster than `all`, which crosses to native code for
   * each. Not for blobs; the rows keep the order of the query.
   */
  allAtOnce<T extends z.ZodObject>(row: T, sql: string, parameters: SqlParameters = {}): z.output<T>[] {
    const columns = Object.keys(row.shape).map((name) => `'${name}', "${name}"`);
    const text = `SELECT json_group_array(json_object(${columns.join(', ')})) AS rows FROM (${sql})`;
    const found = this.#told(() => this.#prepare(text).get(bindable(parameters)));
    const { rows } = textOfRows.parse(found);
    return this.#parse(z.array(row), JSON.parse(rows));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#statements.clear();
    this.#database.close();
  }

  /** A row that does not fit says in which file it is (`file` of the ZodError), for whoever puts the error into words. */
  #parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw Object.assign(parsed.error, { file: this.#file });
  }

  #told<T>(work: () => T): T {
    // libsql would end the whole process.
    if (this.#closed) throw new StoreError('project-closed', 'The project was closed meanwhile. Open it again.');
    try {
      return work();
    } catch (error) {
      throw sqliteFailure(error, this.#file);
    }
  }

  #prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement: Statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

const textOfRows = z.object({ rows: z.string() });

function bindable(parameters: SqlParameters): Record<string, SqlValue> {
  const bound: Record<string, SqlValue> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'boolean') bound[name] = value ? 1 : 0;
    else if (typeof value === 'string' && value.includes('\0')) throw new Error(`The text for ${name} holds a NUL`);
    else bound[name] = value;
  }
  return bound;
}

function plainRow(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const plain: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    if (column === '_metadata') continue;
    if (value instanceof ArrayBuffer) plain[column] = new Uint8Array(value);
    else if (value instanceof Uint8Array) plain[column] = new Uint8Array(value);
    else plain[column] = value;
  }
  return plain;
}
