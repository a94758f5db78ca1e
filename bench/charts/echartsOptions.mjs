/** The same data as ECharts charts of the same kinds, as a person would set them up: title, axes, legend or labels. */

const MIB = 2 ** 20
const FONT = { fontFamily: 'Inter' }
const bytes = (value) =>
  value >= 1024 * MIB ? `${(value / 1024 / MIB).toFixed(2)} GiB` : `${(value / MIB).toFixed(1)} MiB`
const TIME = { type: 'time' }
const SIZES = { type: 'value', axisLabel: { formatter: bytes } }

/** @param {Awaited<ReturnType<typeof import('../parts/chartSamples.mjs').chartSamples>>} samples */
export function optionsOf({ growth, stack, treemap, waterfall, timeline }) {
  return {
    growth: growthOption(growth),
    stack: stackOption(stack),
    treemap: treemapOption(treemap),
    waterfall: waterfallOption(waterfall),
    timeline: timelineOption(timeline),
  }
}

function base({ title, subtitle }) {
  return {
    animation: false,
    backgroundColor: '#FFFFFF',
    textStyle: FONT,
    title: { text: title, subtext: subtitle, textStyle: FONT, subtextStyle: FONT },
    grid: { top: 90, left: 80, right: 30, bottom: 40 },
  }
}

function growthOption(spec) {
  const { fromMs, fromBytes, limitAtMs } = spec.forecast
  const lines = spec.series.map(({ label, points }) => ({
    type: 'line',
    name: label,
    showSymbol: false,
    sampling: 'lttb',
    data: points,
  }))
  const forecast = {
    type: 'line',
    name: 'forecast',
    showSymbol: false,
    lineStyle: { type: 'dashed' },
    data: [
      [fromMs, fromBytes],
      [limitAtMs, spec.limit.bytes],
    ],
    markLine: { symbol: 'none', data: [{ yAxis: spec.limit.bytes }] },
  }
  const series = [...lines, forecast]
  return { ...base(spec), legend: { top: 56 }, xAxis: TIME, yAxis: SIZES, series }
}

function stackOption(spec) {
  const series = spec.bands.map(({ label, bytes: sizes }) => ({
    type: 'line',
    name: label,
    stack: 'all',
    areaStyle: {},
    showSymbol: false,
    data: sizes.map((size, at) => [spec.atMs[at], size]),
  }))
  return { ...base(spec), legend: { top: 56 }, xAxis: TIME, yAxis: SIZES, series }
}

function treemapOption(spec) {
  const data = spec.tiles.map(({ label, bytes: value }) => ({ name: label, value }))
  const others = { name: `${spec.others.count} others`, value: spec.others.bytes }
  const series = {
    type: 'treemap',
    top: 90,
    roam: false,
    breadcrumb: { show: false },
    label: { formatter: ({ name, value }) => `${name}\n${bytes(value)}` },
    data: [...data, others],
  }
  return { ...base(spec), series: [series] }
}

function waterfallOption(spec) {
  let at = 0
  const starts = spec.steps.map((step) => {
    const start = at
    at += step.bytes
    return start
  })
  const bar = { type: 'bar', stack: 'sum' }
  const series = [
    { ...bar, itemStyle: { color: 'transparent' }, data: [...starts, 0] },
    {
      ...bar,
      label: { show: true, position: 'right', formatter: ({ value }) => bytes(value) },
      data: [...spec.steps.map((step) => step.bytes), spec.total.bytes],
    },
  ]
  const names = [...spec.steps.map(({ label }) => label), spec.total.label]
  const yAxis = { type: 'category', inverse: true, data: names }
  return { ...base(spec), xAxis: SIZES, yAxis, series }
}

function timelineOption(spec) {
  const line = { type: 'line', name: 'RSS', showSymbol: false, data: spec.line.points }
  const lanes = spec.lanes.map(({ label, events }, lane) => ({
    type: 'scatter',
    name: label,
    symbolSize: 18,
    yAxisIndex: 1,
    label: { show: true, formatter: ({ value }) => String(value[2]) },
    data: events.map(({ atMs, number }) => [atMs, lane, number]),
  }))
  const lanesAxis = { type: 'category', data: spec.lanes.map(({ label }) => label) }
  return { ...base(spec), xAxis: TIME, yAxis: [SIZES, lanesAxis], series: [line, ...lanes] }
}
