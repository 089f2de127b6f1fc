import { CONCEPTS, type CodedConcept } from './coded-concepts.ts';

/** A value of a data set by DICOM keyword: what a writer of DICOM files takes ("naturalised" in dcmjs's words). */
export type NaturalValue = string | number | readonly string[] | readonly number[] | readonly NaturalDataset[];
export interface NaturalDataset {
  readonly [keyword: string]: NaturalValue;
}

/** How an item hangs on the one above it (PS3.3 C.17.3.2.4). */
export type Relationship = 'CONTAINS' | 'HAS OBS CONTEXT' | 'HAS CONCEPT MOD' | 'INFERRED FROM' | 'SELECTED FROM';

/** A picture that a report speaks of. */
export interface ReportImage {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** Counted from 1; null in a file with a single frame. */
  readonly frameNumber: number | null;
}

export function codeSequence({ value, scheme, meaning }: CodedConcept): readonly NaturalDataset[] {
  return [{ CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning }];
}

function item(
  relationship: Relationship,
  valueType: string,
  concept: CodedConcept | null,
  content: NaturalDataset,
): NaturalDataset {
  return {
    RelationshipType: relationship,
    ValueType: valueType,
    ...(concept === null ? {} : { ConceptNameCodeSequence: codeSequence(concept) }),
    ...content,
  };
}

export const containerItem = (
  concept: CodedConcept,
  content: readonly NaturalDataset[],
  template?: string,
): NaturalDataset =>
  item('CONTAINS', 'CONTAINER', concept, {
    ContinuityOfContent: 'SEPARATE',
    ...(template === undefined
      ? {}
      : { ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: template }] }),
    ...(content.length === 0 ? {} : { ContentSequence: content }),
  });

export const codeItem = (relationship: Relationship, concept: CodedConcept, value: CodedConcept): NaturalDataset =>
  item(relationship, 'CODE', concept, { ConceptCodeSequence: codeSequence(value) });

export const textItem = (relationship: Relationship, concept: CodedConcept, text: string): NaturalDataset =>
  item(relationship, 'TEXT', concept, { TextValue: text });

export const personItem = (relationship: Relationship, concept: CodedConcept, name: string): NaturalDataset =>
  item(relationship, 'PNAME', concept, { PersonName: personName(name) });

export const uidItem = (relationship: Relationship, concept: CodedConcept, uid: string): NaturalDataset =>
  item(relationship, 'UIDREF', concept, { UID: uid });

/** A measured number, with what says more of it. */
export const numberItem = (
  concept: CodedConcept,
  value: number,
  units: CodedConcept,
  more: readonly NaturalDataset[] = [],
): NaturalDataset =>
  item('CONTAINS', 'NUM', concept, {
    MeasuredValueSequence: [{ NumericValue: decimalString(value), MeasurementUnitsCodeSequence: codeSequence(units) }],
    ...(more.length === 0 ? {} : { ContentSequence: more }),
  });

export const imageItem = (
  relationship: Relationship,
  image: ReportImage,
  concept: CodedConcept | null = null,
): NaturalDataset => item(relationship, 'IMAGE', concept, { ReferencedSOPSequence: [imageReference(image)] });

/**
 * A place on a picture.
 * @param points [x, y] in pixels from the corner of the picture, as C.18.6.1.1 has them: the middle of the first pixel is 0.5, 0.5
 */
export const placeItem = (
  relationship: Relationship,
  graphicType: 'POINT' | 'POLYLINE' | 'ELLIPSE',
  points: readonly (readonly [number, number])[],
  image: ReportImage,
): NaturalDataset =>
  item(relationship, 'SCOORD', CONCEPTS.imageRegion, {
    GraphicType: graphicType,
    GraphicData: points.flat(),
    ContentSequence: [imageItem('SELECTED FROM', image)],
  });

export function imageReference({ sopClassUid, sopInstanceUid, frameNumber }: ReportImage): NaturalDataset {
  return {
    ReferencedSOPClassUID: sopClassUid,
    ReferencedSOPInstanceUID: sopInstanceUid,
    ...(frameNumber === null ? {} : { ReferencedFrameNumber: String(frameNumber) }),
  };
}

/** A number as a DICOM decimal string: at most 16 characters (PS3.5 6.2). */
export function decimalString(value: number): string {
  for (let digits = 16; digits > 1; digits -= 1) {
    const text = String(Number(value.toPrecision(digits)));
    if (text.length <= 16) return text;
  }
  return value.toExponential(8);
}

/** A typed name as the family name of a DICOM person name: its separators and what no name may hold become spaces. */
export function personName(name: string): string {
  const plain = name.replace(/[\\^=\p{Cc}]+/gu, ' ').trim();
  return plain.slice(0, 64) || 'Unnamed';
}
