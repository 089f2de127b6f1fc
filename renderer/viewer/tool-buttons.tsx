import {
  Circle,
  Crosshair,
  Hand,
  type LucideIcon,
  MoveUpRight,
  RectangleHorizontal,
  Ruler,
  ScanSearch,
  SunMedium,
  TriangleRight,
  ZoomIn,
} from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useKeyTitle } from '../keys/use-key-hint.ts';
import { chooseTool, TOOLS, type Tool, useTool } from '../state/tool-store.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './toolbar.module.css';

const BUTTONS: Readonly<Record<Tool, { readonly icon: LucideIcon; readonly label: string }>> = {
  window: { icon: SunMedium, label: 'Window and level' },
  zoom: { icon: ZoomIn, label: 'Zoom' },
  pan: { icon: Hand, label: 'Pan' },
  magnify: { icon: ScanSearch, label: 'Magnify while held' },
  probe: { icon: Crosshair, label: 'Probe' },
  length: { icon: Ruler, label: 'Length' },
  angle: { icon: TriangleRight, label: 'Angle' },
  ellipse: { icon: Circle, label: 'Ellipse' },
  rectangle: { icon: RectangleHorizontal, label: 'Rectangle' },
  arrow: { icon: MoveUpRight, label: 'Arrow with text' },
};

/** Where an arrow key goes from the tool at `at`; null for any other key. */
function moveTo(key: string, at: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % TOOLS.length;
    case 'ArrowLeft':
      return (at + TOOLS.length - 1) % TOOLS.length;
    case 'Home':
      return 0;
    case 'End':
      return TOOLS.length - 1;
    default:
      return null;
  }
}

function ToolButton({ tool, chosen }: { readonly tool: Tool; readonly chosen: boolean }) {
  const { icon, label } = BUTTONS[tool];
  return (
    <IconButton
      icon={icon}
      label={label}
      title={useKeyTitle(`tool-${tool}`, label)}
      aria-pressed={chosen}
      tabIndex={chosen ? 0 : -1}
      onClick={() => chooseTool(tool)}
    />
  );
}

/** The chosen tool, which the left button has in most mouse profiles: one stop of the Tab key, arrows inside. */
export function ToolButtons() {
  const tool = useTool((state) => state.tool);
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const buttons = [...(group.current?.querySelectorAll('button') ?? [])];
    const next = moveTo(event.key, buttons.indexOf(document.activeElement as HTMLButtonElement));
    if (next === null) return;
    event.preventDefault();
    // The arrows would go through the slices as well.
    event.stopPropagation();
    buttons[next]?.focus();
  };
  return (
    <div ref={group} role="toolbar" aria-label="Tool" className={styles.group} onKeyDown={onKeyDown}>
      {TOOLS.map((one) => (
        <ToolButton key={one} tool={one} chosen={one === tool} />
      ))}
    </div>
  );
}
