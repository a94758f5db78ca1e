/** The same data as ECharts charts of the same kinds, as a person would set them up: title, axes, legend or labels. */

const MIB = 2 ** 20
const FONT = { fontFamily: 'Inter' }
const bytes = (value) =>
  value >= 1024 * MIB ? `${(value / 1024 / MIB).toFixed(2)} GiB` : `${(value / MIB).toFixed(1)} MiB`
const TIME = { type: 'time' }
const SIZES = { type: 'value', axisLabel: { formatter: bytes } }

/** @param {Awaited<ReturnType<typeof import('../parts/chartSamples.mjs').chartSamples>>} samples */
export function optionsOf({ growth, stack, treemap, waterfall, fleet, timeline }) {
  return {
    growth: growthOption(growth),
    stack: stackOption(stack),
    treemap: treemapOption(treemap),
    waterfall: waterfallOption(waterfall),
    fleet: fleetOption(fleet),
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

/** A bar and a small line for each host, in two columns of grids. */
function fleetOption(spec) {
  const { rows } = spec
  const height = 20
  const top = (row) => 90 + row * height
  const lines = rows.map(({ past }, row) => ({
    type: 'line',
    showSymbol: false,
    xAxisIndex: row + 1,
    yAxisIndex: row + 1,
    // What cannot be drawn as a number ends resvg with the whole process.
    data: past.flatMap((value, at) => (value === null ? [] : [[at, value]])),
  }))
  const bars = {
    type: 'bar',
    label: {
      show: true,
      position: 'right',
      formatter: ({ value }) => `${Math.round(value * 100)} %`,
    },
    data: rows.map(({ used }) => used ?? 0),
  }
  const hidden = { show: false }
  return {
    ...base(spec),
    grid: [
      { top: 90, left: 110, width: 160, height: rows.length * height },
      ...rows.map((_, row) => ({ top: top(row), left: 340, width: 160, height: height - 6 })),
    ],
    xAxis: [
      { type: 'value', min: 0, max: 1, ...hidden },
      ...rows.map((_, row) => ({ type: 'value', gridIndex: row + 1, ...hidden })),
    ],
    yAxis: [
      { type: 'category', inverse: true, data: rows.map(({ host }) => host) },
      ...rows.map((_, row) => ({ type: 'value', scale: true, gridIndex: row + 1, ...hidden })),
    ],
    series: [bars, ...lines],
  }
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
