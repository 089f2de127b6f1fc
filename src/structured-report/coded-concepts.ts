/** A coded concept (PS3.3 section 8): the value and its scheme say what is meant, the meaning is for people. */
export interface CodedConcept {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

const dcm = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'DCM', meaning });
const sct = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'SCT', meaning });
const ucum = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'UCUM', meaning });
/** Ours, where no code of DICOM's own tables says it: the scheme's name begins with 99, as private ones must. */
const own = (value: string, meaning: string): CodedConcept => ({ value, scheme: '99OVERREAD', meaning });

/** The concepts of our reports. All but ours stand in DICOM PS3.16. */
export const CONCEPTS = {
  imagingMeasurementReport: dcm('126000', 'Imaging Measurement Report'),
  language: dcm('121049', 'Language of Content Item and Descendants'),
  english: { value: 'en', scheme: 'RFC5646', meaning: 'English' },
  observerType: dcm('121005', 'Observer Type'),
  person: dcm('121006', 'Person'),
  personObserverName: dcm('121008', 'Person Observer Name'),
  procedureReported: dcm('121058', 'Procedure reported'),
  computedTomography: sct('77477000', 'Computed tomography'),
  imageLibrary: dcm('111028', 'Image Library'),
  imageLibraryGroup: dcm('126200', 'Image Library Group'),
  imagingMeasurements: dcm('126010', 'Imaging Measurements'),
  qualitativeEvaluations: { value: 'C0034375', scheme: 'UMLS', meaning: 'Qualitative Evaluations' },
  measurementGroup: dcm('125007', 'Measurement Group'),
  trackingIdentifier: dcm('112039', 'Tracking Identifier'),
  trackingUniqueIdentifier: dcm('112040', 'Tracking Unique Identifier'),
  finding: dcm('121071', 'Finding'),
  source: sct('260753009', 'Source'),
  imageRegion: dcm('111030', 'Image Region'),
  comment: dcm('121106', 'Comment'),
  intracranialHaemorrhage: sct('1386000', 'Intracranial hemorrhage'),
  present: sct('52101004', 'Present'),
  absent: sct('272519000', 'Absent'),
  undetermined: dcm('121059', 'Presence Undetermined'),
  excluded: own('excluded', 'Slice excluded by the reader'),
  presence: own('presence', 'Presence of haemorrhage as read'),
  confidence: own('confidence', 'Confidence of the reader, 1 (a guess) to 5 (certain)'),
  aiSeen: own('ai-seen', 'Whether the reader had seen the prediction of the AI'),
  seen: own('seen', 'Seen before the read'),
  notSeen: own('not-seen', 'Not seen before the read'),
  readPurpose: own('read-purpose', 'What the read was made for'),
  adjudication: own('adjudication', 'Settles what readers disagreed on, after their reads were seen'),
  mark: own('mark', 'Mark of the reader'),
  derivation: dcm('121401', 'Derivation'),
  attenuation: dcm('112031', 'Attenuation Coefficient'),
  length: sct('410668003', 'Length'),
  angle: sct('1483009', 'Angle'),
  area: sct('42798000', 'Area'),
  mean: sct('373098007', 'Mean'),
  sd: sct('386136009', 'Standard Deviation'),
  min: sct('255605001', 'Minimum'),
  max: sct('56851009', 'Maximum'),
  left: sct('7771000', 'Left'),
  right: sct('24028007', 'Right'),
  both: sct('51440002', 'Bilateral'),
  midline: sct('261129000', 'Midline'),
  epidural: own('epidural', 'Epidural haemorrhage, side of the patient'),
  subdural: own('subdural', 'Subdural haemorrhage, side of the patient'),
  subarachnoid: own('subarachnoid', 'Subarachnoid haemorrhage, side of the patient'),
  intraparenchymal: own('intraparenchymal', 'Intraparenchymal haemorrhage, side of the patient'),
  intraventricular: own('intraventricular', 'Intraventricular haemorrhage, side of the patient'),
  studyPresence: own('study-presence', 'Presence of haemorrhage in the study as read'),
  noUnits: ucum('1', 'no units'),
  pixels: ucum('{pixels}', 'pixels'),
  millimetre: ucum('mm', 'mm'),
  squareMillimetre: ucum('mm2', 'square millimeter'),
  degree: ucum('deg', 'Degree'),
  hounsfield: ucum("[hnsf'U]", 'Hounsfield unit'),
} as const satisfies Record<string, CodedConcept>;
