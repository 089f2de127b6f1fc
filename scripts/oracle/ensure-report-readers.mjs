import path from 'node:path';
import { tellPythonEnvironment } from './python-environment.mjs';

// A Python with highdicom and dcmqi (built on DCMTK).
const requirements = path.join(import.meta.dirname, 'report-requirements.txt');
await tellPythonEnvironment('report-readers', requirements, 'readers of structured reports for the tests');
