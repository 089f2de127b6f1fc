import './zod-without-eval.ts';
import '@fontsource-variable/inter/wght.css';
import './tokens.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { stopCineAtInteraction } from './actions/cine.ts';
import { startUp } from './actions/start-up.ts';
import { App } from './app.tsx';
import { listenToKeys } from './keys/listen-to-keys.ts';
import { runCommand } from './keys/run-command.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');
createRoot(root).render(<App />);
listenToKeys(runCommand);
stopCineAtInteraction();
void startUp();
