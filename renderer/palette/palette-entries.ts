import { openProject } from '../actions/folders.ts';
import { leaveProject } from '../actions/leaving.ts';
import { readSource } from '../actions/listing.ts';
import { bindingsInForce } from '../keys/bindings-in-force.ts';
import type { Chord } from '../keys/key-chord.ts';
import { runCommand } from '../keys/run-command.ts';
import { whyNot } from '../keys/why-not.ts';
import { showTab, useApp } from '../state/app-store.ts';
import { showSubject } from '../state/evaluation-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useTraining } from '../state/training-store.ts';
import { selectSlice, useWorklist } from '../state/worklist-store.ts';

/** Something that the palette offers. */
export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly keys: readonly Chord[];
  /** Why it cannot be done now; null when it can. */
  readonly why: string | null;
  run(): unknown;
}

function commandEntries(): PaletteEntry[] {
  const { commands } = bindingsInForce(usePreferences.getState().keyOverrides);
  return commands
    .filter(({ command }) => command !== 'palette')
    .map((bound) => ({
      id: bound.command,
      title: bound.does,
      group: bound.group,
      keys: bound.keys,
      why: whyNot(bound),
      run: () => runCommand(bound.command),
    }));
}

const goTo = (
  id: string,
  group: string,
  title: string,
  run: () => unknown,
  why: string | null = null,
): PaletteEntry => ({
  id,
  title,
  group,
  keys: [],
  why,
  run,
});

function sourceEntries(): PaletteEntry[] {
  const { sourceId } = useWorklist.getState();
  return (useApp.getState().project?.sources ?? []).map(({ id, name }) =>
    goTo(`source:${id}`, 'Source', `Read ${name}`, () => readSource(id), id === sourceId ? 'It is open.' : null),
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
    return [goTo(`series:${index}`, 'Series', `Go to series ${title}`, run)];
  });
}

function modelEntries(): PaletteEntry[] {
  return (loadedValue(useTraining.getState().models) ?? []).map(({ id, name }) =>
    goTo(`model:${id}`, 'Model', `Evaluate ${name}`, () => {
      showTab('evaluation');
      return showSubject({ kind: 'model', modelId: id });
    }),
  );
}

function projectEntries(): PaletteEntry[] {
  const { recentProjects, project } = useApp.getState();
  return recentProjects
    .filter(({ folder }) => folder !== project?.folder)
    .map(({ folder, name, found }) =>
      goTo(
        `project:${folder}`,
        'Recent project',
        `Open ${name}`,
        () => leaveProject(() => openProject(folder)),
        found ? null : 'It is not found where it was.',
      ),
    );
}

/** Everything that can be asked for now: the commands first, then the places to go to. */
export function paletteEntries(): readonly PaletteEntry[] {
  return [...commandEntries(), ...sourceEntries(), ...seriesEntries(), ...modelEntries(), ...projectEntries()];
}
