import path from 'node:path';
import { tellPythonEnvironment } from './python-environment.mjs';

// A Python with dicom-anonymizer's copy of PS3.15 table E.1-1.
const requirements = path.join(import.meta.dirname, 'profile-requirements.txt');
await tellPythonEnvironment('published-profile', requirements, 'a second copy of the de-identification table');
