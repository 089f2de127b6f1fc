import { create } from 'zustand';

/** What the left button does on the picture. */
export const TOOLS = [
  'window',
  'zoom',
  'pan',
  'magnify',
  'probe',
  'length',
  'angle',
  'ellipse',
  'rectangle',
  'arrow',
] as const;
export type Tool = (typeof TOOLS)[number];

export const useTool = create<{ readonly tool: Tool }>()(() => ({ tool: 'window' }));

export function chooseTool(tool: Tool): void {
  useTool.setState({ tool });
}
