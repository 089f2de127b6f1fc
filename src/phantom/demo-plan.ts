import { createSeededRandom, deriveSeed } from '../random/seeded-random.ts';
import type { BleedKind } from './bleed.ts';
import type { PngLayout } from './phantom-png.ts';
import { renderSlice, type SliceOptions } from './render-slice.ts';
import { bleedKindInTurn, createSyntheticPatient, HIGHEST_Z_MM, LOWEST_Z_MM } from './synthetic-patient.ts';

/** One slice of the demo study before it is drawn. */
export interface DemoSlicePlan {
  readonly patientSeed: number;
  /** Counts from 1 within its set. */
  readonly patientNumber: number;
  readonly instanceNumber: number;
  readonly bleedKind: BleedKind | 'none';
  readonly slice: SliceOptions;
  readonly pngLayout: PngLayout;
}

/** Slices of one patient in the labelled DICOM set, and in the study to read. */
const LABELLED_SLICES_PER_PATIENT = 3;
const STUDY_SLICES_PER_PATIENT = 20;

/**
 * A labelled set in the form of the published PNG one: every slice of another patient, those that bleed first, sizes
 * assorted and cut close to the head.
 */
export function planLabelledPng(seed: number, count: number): readonly DemoSlicePlan[] {
  return Array.from({ length: count }, (_, index) => {
    const patientSeed = deriveSeed(seed, 'labelled png', index);
    const random = createSeededRandom(deriveSeed(patientSeed, 'plan'));
    const bleeds = index < count / 2;
    const bleedKind = bleeds ? bleedKindInTurn(index) : 'none';
    const columns = random.integer(140, 250);
    const rows = Math.round(columns * random.between(1.12, 1.28));
    const pixelSpacingMm = random.between(176, 190) / columns;
    const zMm = bleeds ? bleedingHeight(patientSeed, index, random.normal()) : random.between(LOWEST_Z_MM, 94);
    return {
      patientSeed,
      patientNumber: index + 1,
      instanceNumber: 1,
      bleedKind,
      slice: { zMm, rows, columns, pixelSpacingMm },
      pngLayout: random.chance(0.08) ? 'rgba8' : random.chance(0.85) ? 'rgb8' : 'grey8',
    };
  });
}

/**
 * The labelled DICOM set: many patients of three slices each (a network learns from other heads, not from more slices of
 * one), from base to near the vertex as in the study to read, three in four of them bleeding at some of their levels, so
 * that about half of the slices show blood.
 */
export function planLabelledDicom(seed: number, patients: number): readonly DemoSlicePlan[] {
  return Array.from({ length: patients }, (_, index) => index).flatMap((index) => {
    const patientSeed = deriveSeed(seed, 'labelled dicom', index);
    const random = createSeededRandom(deriveSeed(patientSeed, 'plan'));
    const bleedKind = index % 4 < 3 ? bleedKindInTurn(Math.floor(index / 4) * 3 + (index % 4)) : 'none';
    const lowest = random.between(LOWEST_Z_MM, 62);
    return Array.from({ length: LABELLED_SLICES_PER_PATIENT }, (_unused, level) => ({
      patientSeed,
      patientNumber: index + 1,
      instanceNumber: level + 1,
      bleedKind,
      slice: { zMm: roundToTenth(lowest + 13 * level), columns: 176 },
      pngLayout: 'grey8' as const,
    }));
  });
}

/** The study to read: patients of twenty slices from base to vertex, every second one without a bleed. */
export function planStudyToRead(seed: number, patients: number): readonly DemoSlicePlan[] {
  return Array.from({ length: patients }, (_, index) => index).flatMap((index) => {
    const patientSeed = deriveSeed(seed, 'study to read', index);
    const kinds = ['intraparenchymal', 'none', 'subdural', 'none', 'epidural', 'none'] as const;
    const spacing = Math.floor((10 * (HIGHEST_Z_MM - LOWEST_Z_MM)) / (STUDY_SLICES_PER_PATIENT - 1)) / 10;
    return Array.from({ length: STUDY_SLICES_PER_PATIENT }, (_unused, level) => ({
      patientSeed,
      patientNumber: index + 1,
      instanceNumber: level + 1,
      bleedKind: kinds[index % kinds.length] ?? 'none',
      slice: { zMm: roundToTenth(LOWEST_Z_MM + spacing * level), columns: 256 },
      pngLayout: 'grey8' as const,
    }));
  });
}

/** A height at which the patient's bleed can be seen: near its middle, or at the middle where it is small. */
function bleedingHeight(patientSeed: number, index: number, deviate: number): number {
  const patient = createSyntheticPatient(patientSeed, bleedKindInTurn(index));
  const bleed = patient.bleeds[0];
  if (bleed === undefined) return LOWEST_Z_MM;
  const within = (z: number): number => Math.max(LOWEST_Z_MM, Math.min(92, z));
  const wanted = within(bleed.centreZMm + 0.35 * deviate * bleed.halfHeightMm);
  const probe = renderSlice(patient, { zMm: wanted, columns: 64, acquisition: 'ideal' });
  return probe.bleedAreaMm2 > 60 ? wanted : within(bleed.centreZMm);
}

function roundToTenth(value: number): number {
  return Math.round(value * 10) / 10;
}
