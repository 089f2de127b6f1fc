import { call, listenThrough, messageOf } from '../api.ts';
import { bindingsInForce } from '../keys/bindings-in-force.ts';
import { useApp } from '../state/app-store.ts';
import { takeJob } from '../state/jobs-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { say } from '../state/toast-store.ts';
import { deliveries } from '../viewer/deliveries.ts';
import { fetchSelected } from '../viewer/fetch-selected.ts';
import { handleEvent, handleUnknownEvent } from './events.ts';
import { openFolder, takeProject } from './folders.ts';
import { followMarks } from './marking.ts';
import { askingWhoReads } from './readers.ts';
import { followSelection } from './reading.ts';
import { followPlace, openLastPlace } from './resume.ts';
import { followSight } from './time-in-sight.ts';

/** Asks main for everything that the first screen needs. */
export async function loadAppState(): Promise<void> {
  useApp.setState({ startup: { kind: 'starting' } });
  try {
    const state = await call('app.state', {});
    usePreferences.setState(state.preferences);
    const { ignored } = bindingsInForce(state.preferences.keyOverrides);
    if (ignored.length > 0) say('info', ignored.join(' '));
    useApp.setState({
      startup: { kind: 'ready' },
      appVersion: state.appVersion,
      tensorflow: state.tensorflow,
      recentProjects: state.recentProjects,
      defaultProjectsFolder: state.defaultProjectsFolder ?? null,
    });
    takeProject(state.project);
    for (const job of (await call('job.list', {})).jobs) takeJob(job);
    const opening = state.studyToOpen === null ? openLastPlace() : openFolder('study', state.studyToOpen);
    await (state.project === null ? opening : askingWhoReads(opening));
  } catch (error) {
    useApp.setState({ startup: { kind: 'failed', message: messageOf(error) } });
  }
}

/** Connects the window to main. Called once. */
export async function startUp(): Promise<void> {
  deliveries.listen(window);
  listenThrough(window.overread, (event) => void handleEvent(event), handleUnknownEvent);
  fetchSelected();
  followSelection();
  followSight();
  followPlace();
  followMarks();
  await loadAppState();
}
