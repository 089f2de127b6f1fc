import { makeSlowestCodecReady } from './decode/dicom/codecs.ts';
import { decodeOperations } from './decode-operations.ts';
import { DECODING_PRIORITY, lowerPriority } from './lower-priority.ts';
import { limitMemoryAsTold } from './memory-limit.ts';
import { serveOperations } from './serve-operations.ts';

limitMemoryAsTold();
lowerPriority(DECODING_PRIORITY);
serveOperations(decodeOperations, makeSlowestCodecReady);
