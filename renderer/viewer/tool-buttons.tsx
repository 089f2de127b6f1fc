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
import { chooseTool, TOOLS, type Tool, useTool } from '../state/tool-store.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './toolbar.module.css';

const BUTTONS: Readonly<Record<Tool, { readonly icon: LucideIcon; readonly label: string; readonly key: string }>> = {
  window: { icon: SunMedium, label: 'Window and level', key: 'W' },
  zoom: { icon: ZoomIn, label: 'Zoom', key: 'O' },
  pan: { icon: Hand, label: 'Pan', key: 'P' },
  magnify: { icon: ScanSearch, label: 'Magnify while held', key: 'G' },
  probe: { icon: Crosshair, label: 'Probe', key: 'Q' },
  length: { icon: Ruler, label: 'Length', key: 'L' },
  angle: { icon: TriangleRight, label: 'Angle', key: 'D' },
  ellipse: { icon: Circle, label: 'Ellipse', key: 'C' },
  rectangle: { icon: RectangleHorizontal, label: 'Rectangle', key: 'V' },
  arrow: { icon: MoveUpRight, label: 'Arrow with text', key: 'T' },
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

/** What the left button does: one stop of the Tab key, arrows inside. */
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
    <div ref={group} role="toolbar" aria-label="Left button" className={styles.group} onKeyDown={onKeyDown}>
      {TOOLS.map((one) => {
        const { icon, label, key } = BUTTONS[one];
        return (
          <IconButton
            key={one}
            icon={icon}
            label={label}
            title={`${label} (${key})`}
            aria-pressed={one === tool}
            tabIndex={one === tool ? 0 : -1}
            onClick={() => chooseTool(one)}
          />
        );
      })}
    </div>
  );
}
