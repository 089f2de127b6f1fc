import { openRegularFile } from '../store/regular-file.ts';
import type { WalkedFile } from './walk-folder.ts';

const IMAGE_EXTENSIONS = /\.(png|dcm|dicom|dic|ima|img)$/i;
/** Pictures that people keep beside slices and that Overread does not read: listed with the reason, not passed over. */
const OTHER_PICTURES = /\.(jpe?g|jpe|jp2|jls|tiff?|bmp|gif|webp|nii(\.gz)?|nrrd|mha|mhd)$/i;
/** What is certainly no picture. Names without an extension may be DICOM; so may names that end in a number. */
const FOREIGN =
  /\.(csv|tsv|txt|md|json|xml|ya?ml|html?|css|js|ts|py|ipynb|r|m|pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|gz|tar|tgz|7z|rar|exe|dll|so|dylib|jar|ini|inf|log|db|sqlite|db-wal|db-shm|lock|bat|sh|lnk|url|mp4|avi|mov|mp3|wav|safetensors|npy|npz|pkl|h5)$/i;
const PNG_MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/** False for a file whose name alone says that it is no picture: it is not opened at all. */
export function mayBeImage(file: Pick<WalkedFile, 'relativePath'>): boolean {
  const name = file.relativePath.slice(file.relativePath.lastIndexOf('/') + 1);
  return !FOREIGN.test(name) && name.toUpperCase() !== 'DICOMDIR';
}

/**
 * True for a file that says by its name or its first bytes that it is a picture: when it cannot be read, a person wants to
 * know. Others (a README without extension) are passed over in silence.
 */
export async function claimsToBeImage(file: WalkedFile): Promise<boolean> {
  if (IMAGE_EXTENSIONS.test(file.relativePath) || OTHER_PICTURES.test(file.relativePath)) return true;
  const start = Buffer.alloc(132);
  try {
    const handle = await openRegularFile(file.absolutePath);
    try {
      await handle.read(start, 0, start.length, 0);
    } finally {
      await handle.close();
    }
  } catch {
    return true;
  }
  return start.subarray(0, 4).equals(PNG_MAGIC) || start.toString('latin1', 128, 132) === 'DICM';
}
