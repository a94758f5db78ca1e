/** The figures as a table that a person reads. */
import { COMPONENT_ROWS } from './components.mjs'
import { ROWS } from './series.mjs'

const NAME_WIDTH = 34
const CELL_WIDTH = 14

const said = (value) => (Number.isFinite(value) ? value.toFixed(3) : '-')
const cell = (text) => text.padStart(CELL_WIDTH)
const line = (name, ...cells) => `${name.padEnd(NAME_WIDTH)}${cells.map(cell).join('')}`
const medians = (spreads) => spreads.map(({ median }) => said(median))

/** @returns {string[]} */
export function reportOf({ where, seeds, count, sections, goals, kinds, seconds }) {
  return [
    `commit ${where.commit}, Node ${where.node}, ${where.cpus} x ${where.cpu}, load ${where.load}`,
    `seeds ${seeds.join(',')}; ${count} series of either class a seed; medians over the seeds; ${seconds.toFixed(0)} s`,
    ...('main' in sections ? seriesLines('main', sections.main, kinds) : []),
    ...('unseen' in sections ? seriesLines('unseen', sections.unseen, kinds) : []),
    ...('further' in sections ? seriesLines('further', sections.further, kinds) : []),
    ...('repeat' in sections ? repeatLines(sections.repeat) : []),
    ...('components' in sections ? componentLines(sections.components) : []),
    '',
    line('goals', 'median', 'min', 'max', 'goal', ''),
    ...goals.map(goalLine),
  ]
}

function goalLine({ section, title, median, min, max, side, goal, met }) {
  const values = [median, min, max].map(said)
  return line(`${section}: ${title}`, ...values, `${side} ${goal}`, met ? 'met' : 'NOT met')
}

function seriesLines(title, { leaks, safe, rows, quality, kinds, ...more }, withKinds) {
  return [
    '',
    line(
      `${title}: ${leaks.median} leaks, ${safe.median} safe`,
      ...['precision', 'recall', 'F1', 'false alarms'],
    ),
    ...ROWS.map((row) => {
      const { precision, recall, f1, falseAlarmRate } = rows[row]
      return line(row, ...medians([precision, recall, f1, falseAlarmRate]))
    }),
    ...Object.entries({ ...quality, ...more }).map(([name, spread]) =>
      line(`  ${name}`, said(spread.median)),
    ),
    ...(withKinds ? kindLines(kinds) : []),
  ]
}

function kindLines(kinds) {
  const of = (leaks, title) => [
    line(title, 'detector', 'trough'),
    ...Object.entries(kinds)
      .filter(([, kind]) => kind.leaks.median === leaks)
      .sort(([, a], [, b]) => (leaks === 1 ? 1 : -1) * (a.called.median - b.called.median))
      .map(([name, kind]) => line(`    ${name}`, ...medians([kind.called, kind[ROWS[2]]]))),
  ]
  return [...of(1, '  recall by kind'), ...of(0, '  false alarms by kind')]
}

function repeatLines({ series, ...rows }) {
  return [
    '',
    line(
      `repeat: ${series.median} series, 16 looks`,
      ...['false alarms', 'missed', 'seen median', 'seen p90'],
    ),
    ...Object.entries(rows).map(([row, { falseAlarms, missed, seenMedian, seenP90 }]) =>
      line(row, ...medians([falseAlarms, missed, seenMedian, seenP90])),
    ),
  ]
}

function componentLines({ trees, all, many, msATree }) {
  const heads = ['top-1', 'top-3', 'top-5']
  return [
    '',
    line(`components: ${trees.median} trees`, ...heads, ...heads.map((head) => `${head} M>=12`)),
    ...COMPONENT_ROWS.map((row) =>
      line(row, ...medians([...Object.values(all[row]), ...Object.values(many[row])])),
    ),
    line('  ms a tree', said(msATree.median)),
  ]
}
