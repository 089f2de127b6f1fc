import type uPlot from 'uplot';

/** An axis of a chart. A canvas knows no custom properties: the colours are those of --ink-3 and --line. */
export const CHART_AXIS: uPlot.Axis = {
  stroke: '#919191',
  font: '11px "Inter Variable", sans-serif',
  grid: { stroke: '#292929', width: 1 },
  ticks: { stroke: '#292929', width: 1, size: 4 },
};
