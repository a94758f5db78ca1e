/** Slack's rules for its own charts. Source: docs.slack.dev, data visualization block. */
import { dictOf, type Faults } from '../faults.ts'
import type { Dict } from '../model.ts'

const TITLE_CHARS = 50
const LABEL_CHARS = 20
const SEGMENTS = 6
const SERIES = 6
const POINTS = 20
/** Of a message; not in the documents, met by others (vercel/chat issue 696). */
const CHARTS = 2
const AXES: readonly unknown[] = ['bar', 'area', 'line']

export function checkChart(block: Dict, pointer: string, faults: Faults): void {
  faults.words(block.title, TITLE_CHARS, `${pointer}/title`)
  const chart = dictOf(block.chart)
  const at = `${pointer}/chart`
  if (chart === null) faults.add(at, 'must provide an object')
  else if (chart.type === 'pie') checkPie(chart, at, faults)
  else if (AXES.includes(chart.type)) checkSeries(chart, at, faults)
  else faults.add(`${at}/type`, 'must be one of: pie, bar, area, line')
}

export function checkCharts(blocks: readonly Dict[], faults: Faults): void {
  const charts = blocks.filter((block) => block.type === 'data_visualization')
  if (charts.length > CHARTS)
    faults.add('/blocks', `no more than ${CHARTS} data_visualization blocks allowed`)
}

function checkPie(chart: Dict, pointer: string, faults: Faults): void {
  for (const [segment, at] of faults.items(chart.segments, SEGMENTS, `${pointer}/segments`)) {
    faults.words(segment.label, LABEL_CHARS, `${at}/label`)
    checkNumber(segment.value, `${at}/value`, faults)
  }
}

/** Every series has one value for each category, and a name of its own. */
function checkSeries(chart: Dict, pointer: string, faults: Faults): void {
  const axis = dictOf(chart.axis_config)
  const categories = axis !== null && Array.isArray(axis.categories) ? axis.categories : []
  if (axis === null) faults.add(`${pointer}/axis_config`, 'must provide an object')
  if (categories.length === 0 || categories.length > POINTS)
    faults.add(`${pointer}/axis_config/categories`, `must have 1 to ${POINTS} items`)
  categories.forEach((category: unknown, index: number) => {
    faults.words(category, LABEL_CHARS, `${pointer}/axis_config/categories/${index}`)
  })
  faults.wordsIfAny(axis?.x_label, TITLE_CHARS, `${pointer}/axis_config/x_label`)
  faults.wordsIfAny(axis?.y_label, TITLE_CHARS, `${pointer}/axis_config/y_label`)
  const names = new Set<unknown>()
  for (const [series, at] of faults.items(chart.series, SERIES, `${pointer}/series`)) {
    faults.words(series.name, LABEL_CHARS, `${at}/name`)
    if (names.has(series.name)) faults.add(`${at}/name`, 'must be unique')
    names.add(series.name)
    const points = faults.items(series.data, POINTS, `${at}/data`)
    for (const [point, place] of points) checkNumber(point.value, `${place}/value`, faults)
    const labels = points.map(([point]) => point.label)
    const isWhole =
      labels.length === categories.length && categories.every((one) => labels.includes(one))
    if (!isWhole) faults.add(`${at}/data`, 'must have one value for each category')
  }
}

function checkNumber(value: unknown, pointer: string, faults: Faults): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) faults.add(pointer, 'must be a number')
}
