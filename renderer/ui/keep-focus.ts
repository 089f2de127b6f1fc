import type { MouseEvent } from 'react';

/** Takes the focus off a field or a control, so that keys are commands again. */
export function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** On mouse down: a control used with the mouse does not take the focus, and a field that has it gives it up. */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select')) activeElement.blur();
}
