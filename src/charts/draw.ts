/** The one door of the charts: a spec becomes a picture as SVG text. */
import type { ChartSpec } from '../domain/chart.ts'
import { fleetChart } from './fleet/fleetChart.ts'
import { growthChart } from './growth/growthChart.ts'
import { stackChart } from './stack/stackChart.ts'
import { PALETTES, type Theme } from './theme.ts'
import { timelineChart } from './timeline/timelineChart.ts'
import { treemapChart } from './treemap/treemapChart.ts'
import { waterfallChart } from './waterfall/waterfallChart.ts'

export type { Theme } from './theme.ts'

/**
 * Gives the SVG text of a chart, 640 px wide; the same spec always gives the same text. It is total:
 * numbers that cannot be drawn are gaps, an unknown zone is UTC (and the axis says so), and text that
 * the font cannot draw is boxes, but for East Asian text, of which the raster knows (boxes.ts). Needs Inter Regular
 * and SemiBold when it is shown.
 */
export function drawChart(spec: ChartSpec, theme: Theme): string {
  const palette = PALETTES[theme]
  switch (spec.kind) {
    case 'growth':
      return growthChart(spec, palette)
    case 'waterfall':
      return waterfallChart(spec, palette)
    case 'timeline':
      return timelineChart(spec, palette)
    case 'stack':
      return stackChart(spec, palette)
    case 'fleet':
      return fleetChart(spec, palette)
    case 'treemap':
      return treemapChart(spec, palette)
  }
}
