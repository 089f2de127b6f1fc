import type { ToggleEvent } from 'react';

const GAP_PX = 4;

/** Lays an opening popover under the button that names it, inside of the window. For `onBeforeToggle`. */
export function placePopover(event: ToggleEvent<HTMLElement>): void {
  if (event.newState !== 'open') return;
  const popover = event.currentTarget;
  const button = document.querySelector(`[popovertarget="${popover.id}"]`);
  if (!button) return;
  const { left, bottom } = button.getBoundingClientRect();
  requestAnimationFrame(() => {
    const most = window.innerWidth - popover.offsetWidth - GAP_PX;
    popover.style.left = `${Math.max(GAP_PX, Math.min(left, most))}px`;
    popover.style.top = `${bottom + GAP_PX}px`;
  });
}
