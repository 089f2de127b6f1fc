import { withSetupLock } from '../setup/lock.mjs';
import { ensureDcmtk } from './dcmtk.mjs';

// One JSON line on standard output: why dcmtk's programs are not there, or null.
console.log(JSON.stringify({ reason: await withSetupLock(async () => ensureDcmtk()) }));
