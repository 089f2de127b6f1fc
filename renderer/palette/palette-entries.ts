import { openProject } from '../actions/folders.ts';
import { leaveProject } from '../actions/leaving.ts';
import { readSource } from '../actions/listing.ts';
import { bindingsInForce } from '../keys/bindings-in-force.ts';
import { runCommand } from '../keys/run-command.ts';
import { whyNot } from '../keys/why-not.ts';
import { showTab, useApp } from '../state/app-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { selectSlice, useWorklist } from '../state/worklist-store.ts';
import { filterEntries } from './filter-entries.ts';
import { modelEntries, versionEntries } from './kept-entries.ts';
import { lookEntries } from './look-entries.ts';
import { offered, type PaletteEntry } from './palette-entry.ts';

function commandEntries(): PaletteEntry[] {
  const { commands } = bindingsInForce(usePreferences.getState().keyOverrides);
  return commands
    .filter(({ command }) => command !== 'palette')
    .map((bound) => ({
      id: bound.command,
      title: bound.does,
      group: bound.group,
      words: '',
      keys: bound.keys,
      destroys: bound.destroys,
      why: whyNot(bound),
      run: () => runCommand(bound.command),
    }));
}

function sourceEntries(): PaletteEntry[] {
  const { sourceId } = useWorklist.getState();
  return (useApp.getState().project?.sources ?? []).map(({ id, name }) =>
    offered({
      id: `source:${id}`,
      group: 'Source',
      title: `Read ${name}`,
      why: id === sourceId ? 'It is open.' : null,
      run: () => readSource(id),
    }),
  );
}

/** The series of the open source; each begins at its first slice. */
function seriesEntries(): PaletteEntry[] {
  const { worklist, stack, items } = useWorklist.getState();
  const series = loadedValue(worklist)?.series ?? [];
  if (series.length < 2) return [];
  return series.flatMap(({ index, title }) => {
    const first = stack.find((id) => items.get(id)?.seriesIndex === index);
    if (first === undefined) return [];
    const run = () => {
      showTab('review');
      selectSlice(first);
    };
    return [offered({ id: `series:${index}`, group: 'Series', title: `Go to series ${title}`, run })];
  });
}

function projectEntries(): PaletteEntry[] {
  const { recentProjects, project } = useApp.getState();
  return recentProjects
    .filter(({ folder }) => folder !== project?.folder)
    .map(({ folder, name, found }) =>
      offered({
        id: `project:${folder}`,
        group: 'Recent project',
        title: `Open ${name}`,
        why: found ? null : 'It is not found where it was.',
        run: () => leaveProject(() => openProject(folder)),
      }),
    );
}

/** Everything that can be asked for: the commands first, then what is chosen by name, then the places to go to. */
export function paletteEntries(): readonly PaletteEntry[] {
  return [
    ...commandEntries(),
    ...filterEntries(),
    ...lookEntries(),
    ...sourceEntries(),
    ...seriesEntries(),
    ...versionEntries(),
    ...modelEntries(),
    ...projectEntries(),
  ];
}
