import type { ByteArray, ByteArrayParser, ByteStream, DataSet } from 'dicom-parser';
import * as namespace from 'dicom-parser';

/** The part of dicom-parser's low-level interface that is used; its own types leave half of it out. */
interface ParserLibrary {
  readonly ByteStream: new (parser: ByteArrayParser, bytes: ByteArray, position: number) => ByteStream;
  readonly DataSet: new (parser: ByteArrayParser, bytes: ByteArray, elements: DataSet['elements']) => DataSet;
  readonly bigEndianByteArrayParser: ByteArrayParser;
  readonly littleEndianByteArrayParser: ByteArrayParser;
  readonly parseDicomDataSetExplicit: (
    dataSet: DataSet,
    stream: ByteStream,
    end: number,
    options: { untilTag: string },
  ) => void;
  readonly parseDicomDataSetImplicit: (
    dataSet: DataSet,
    stream: ByteStream,
    end: number,
    options: { untilTag: string; vrCallback(tag: string): string | undefined },
  ) => void;
}

// The package is CommonJS: Node puts its exports on `default`, bundlers on the namespace.
const library: unknown = 'default' in namespace ? namespace.default : namespace;
export const parserLibrary = library as ParserLibrary;
