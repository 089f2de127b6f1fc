import type { Label } from '../review/label.ts';
import { CONCEPTS, type CodedConcept } from './coded-concepts.ts';
import {
  codeItem,
  containerItem,
  imageItem,
  type NaturalDataset,
  numberItem,
  personItem,
  placeItem,
  type ReportImage,
  textItem,
  uidItem,
} from './content-items.ts';

/** A reader's standing read of a slice. */
export interface ReportRead {
  readonly image: ReportImage;
  readonly label: Label;
  /** 1 (a guess) to 5 (certain); null where none was given. */
  readonly confidence: number | null;
  readonly reason: string | null;
  /** Whether the reader had seen the AI's prediction of this slice before. */
  readonly aiSeen: boolean;
  /** Whether it settles what readers disagreed on, made with their reads in sight; else it is the reader's own. */
  readonly adjudication: boolean;
  readonly trackingId: string;
  readonly trackingUid: string;
}

/** A number that a mark shows. */
export interface ReportFigure {
  readonly concept: CodedConcept;
  readonly value: number;
  readonly units: CodedConcept;
  /** How it was derived from the pixels: a mean, a maximum. */
  readonly derivation?: CodedConcept;
}

/** A mark on a slice. */
export interface ReportMark {
  readonly image: ReportImage;
  readonly graphicType: 'POINT' | 'POLYLINE' | 'ELLIPSE';
  /** [x, y] in pixels from the picture's corner; an ellipse by the ends of its long axis, then of its short one. */
  readonly points: readonly (readonly [number, number])[];
  readonly figures: readonly ReportFigure[];
  readonly text: string | null;
  readonly trackingId: string;
  readonly trackingUid: string;
}

/** What a reader says of a study as a whole. */
export interface ReportStudyCall {
  /** Each a sentence in codes. */
  readonly statements: readonly { readonly concept: CodedConcept; readonly value: CodedConcept }[];
  /** 1 (a guess) to 5 (certain); null where none was given. */
  readonly confidence: number | null;
  readonly note: string | null;
  /** Whether the reader had seen the AI's prediction of any of its slices before. */
  readonly aiSeen: boolean;
}

export interface ReportContent {
  readonly reader: string;
  /** Every picture that the report speaks of, each once. */
  readonly images: readonly ReportImage[];
  readonly reads: readonly ReportRead[];
  readonly marks: readonly ReportMark[];
  /** Null where none stands. */
  readonly call: ReportStudyCall | null;
}

const PRESENCE: Readonly<Record<Label, CodedConcept>> = {
  haemorrhage: CONCEPTS.present,
  none: CONCEPTS.absent,
  unsure: CONCEPTS.undetermined,
  excluded: CONCEPTS.excluded,
};

function tracking(trackingId: string, trackingUid: string): NaturalDataset[] {
  return [
    textItem('HAS OBS CONTEXT', CONCEPTS.trackingIdentifier, trackingId),
    uidItem('HAS OBS CONTEXT', CONCEPTS.trackingUniqueIdentifier, trackingUid),
  ];
}

const confidenceItems = (confidence: number | null): NaturalDataset[] =>
  confidence === null ? [] : [numberItem(CONCEPTS.confidence, confidence, CONCEPTS.noUnits)];

const aiSeenItem = (aiSeen: boolean): NaturalDataset =>
  codeItem('CONTAINS', CONCEPTS.aiSeen, aiSeen ? CONCEPTS.seen : CONCEPTS.notSeen);

const commentItems = (text: string | null): NaturalDataset[] =>
  text === null ? [] : [textItem('CONTAINS', CONCEPTS.comment, text)];

/** TID 1501: what is said of one picture as a whole. */
function readGroup(read: ReportRead): NaturalDataset {
  return containerItem(
    CONCEPTS.measurementGroup,
    [
      ...tracking(read.trackingId, read.trackingUid),
      codeItem('CONTAINS', CONCEPTS.finding, CONCEPTS.intracranialHaemorrhage),
      imageItem('CONTAINS', read.image, CONCEPTS.source),
      ...confidenceItems(read.confidence),
      codeItem('CONTAINS', CONCEPTS.presence, PRESENCE[read.label]),
      aiSeenItem(read.aiSeen),
      ...(read.adjudication ? [codeItem('CONTAINS', CONCEPTS.readPurpose, CONCEPTS.adjudication)] : []),
      ...commentItems(read.reason),
    ],
    '1501',
  );
}

function figureItem({ concept, value, units, derivation }: ReportFigure): NaturalDataset {
  const how = derivation && codeItem('HAS CONCEPT MOD', CONCEPTS.derivation, derivation);
  return numberItem(concept, value, units, how ? [how] : []);
}

/** TID 1410: a region of one picture, with what was measured in it. */
function markGroup(mark: ReportMark): NaturalDataset {
  return containerItem(
    CONCEPTS.measurementGroup,
    [
      ...tracking(mark.trackingId, mark.trackingUid),
      codeItem('CONTAINS', CONCEPTS.finding, CONCEPTS.mark),
      placeItem('CONTAINS', mark.graphicType, mark.points, mark.image),
      ...mark.figures.map(figureItem),
      ...commentItems(mark.text),
    ],
    '1410',
  );
}

/** What is said of the study, which belongs to no single picture: TID 1500's evaluations, and the confidence in them beside. */
function studyEvaluations({ statements, confidence, note, aiSeen }: ReportStudyCall): NaturalDataset {
  return containerItem(CONCEPTS.qualitativeEvaluations, [
    ...statements.map(({ concept, value }) => codeItem('CONTAINS', concept, value)),
    ...confidenceItems(confidence),
    aiSeenItem(aiSeen),
    ...commentItems(note),
  ]);
}

/**
 * The content of a reader's report on one study by DICOM's template TID 1500 "Measurement Report" (PS3.16): an image
 * library, a group for each read (TID 1501) and for each mark (TID 1410), and what is said of the study as a whole.
 * @returns the root's attributes, by keyword
 */
export function measurementReport(content: ReportContent): NaturalDataset {
  const library = containerItem(
    CONCEPTS.imageLibraryGroup,
    content.images.map((image) => imageItem('CONTAINS', image)),
  );
  const { RelationshipType, ...root } = containerItem(
    CONCEPTS.imagingMeasurementReport,
    [
      codeItem('HAS CONCEPT MOD', CONCEPTS.language, CONCEPTS.english),
      codeItem('HAS OBS CONTEXT', CONCEPTS.observerType, CONCEPTS.person),
      personItem('HAS OBS CONTEXT', CONCEPTS.personObserverName, content.reader),
      codeItem('HAS CONCEPT MOD', CONCEPTS.procedureReported, CONCEPTS.computedTomography),
      containerItem(CONCEPTS.imageLibrary, [library], '1600'),
      containerItem(CONCEPTS.imagingMeasurements, [...content.reads.map(readGroup), ...content.marks.map(markGroup)]),
      ...(content.call === null ? [] : [studyEvaluations(content.call)]),
    ],
    '1500',
  );
  return root;
}
