/** The part of dcmjs 0.52 that reports are written with. */
declare module 'dcmjs' {
  type Attributes = Record<string, { vr: string; Value: unknown[] }>;
  const dcmjs: {
    readonly data: {
      readonly DicomDict: new (meta: Attributes) => { dict: Attributes; write(): ArrayBuffer };
      readonly DicomMetaDictionary: { denaturalizeDataset(dataset: object): Attributes };
    };
  };
  // biome-ignore lint/style/noDefaultExport: the package has no other
  export default dcmjs;
}
