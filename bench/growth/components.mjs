/** Which of 300 components leaks: the ranking beside what people look at instead. */
import { pairsOf } from './statistics.mjs'
import { breathe, shareOf } from './tally.mjs'
import { treeOf } from './tree.mjs'

const MANY_SNAPSHOTS = 12
const TOPS = [1, 3, 5]

/** Addresses change from dump to dump; whoever compares dumps has to look past them. */
const keyOf = (path) => path.join('/').replace(/0x[0-9a-f]+/g, '#')

/** @type {Record<string, (bytes: readonly number[], times: readonly number[]) => number>} */
const RIVALS = {
  'current size': (bytes) => bytes.at(-1),
  'last - first': (bytes) => bytes.at(-1) - bytes[0],
  'Theil-Sen x tau^2': (bytes, times) => {
    const { slope, tau } = pairsOf(times, bytes)
    return slope * tau * tau
  },
}

/** Names of the rows of the report, the ranking's first. */
export const COMPONENT_ROWS = ['detector', ...Object.keys(RIVALS)]

/** @param {{ seed: number, count: number, rank: (snapshots: any) => { candidates: readonly { path: readonly string[] }[] } }} options */
export async function componentFigures({ seed, count, rank }) {
  const judged = []
  for (let index = 0; index < count; index += 1) {
    judged.push(placesOf(treeOf({ seed, index }), rank))
    await breathe()
  }
  const many = judged.filter(({ snapshots }) => snapshots >= MANY_SNAPSHOTS)
  const ms = judged.reduce((sum, one) => sum + one.ms, 0) / judged.length
  return { trees: count, all: topsOf(judged), many: topsOf(many), msATree: ms }
}

function placesOf({ snapshots, truth }, rank) {
  const isLeaker = ([group, name]) => group === truth.group && name.endsWith(` ${truth.number}`)
  const placeIn = (paths) => {
    const at = paths.findIndex(isLeaker)
    return at < 0 ? Number.POSITIVE_INFINITY : at + 1
  }
  const beganMs = performance.now()
  const { candidates } = rank(snapshots)
  const ms = performance.now() - beganMs
  const rivals = rivalRankings(snapshots).map(([id, paths]) => [id, placeIn(paths)])
  return {
    snapshots: snapshots.length,
    ms,
    places: {
      detector: placeIn(candidates.map(({ path }) => path)),
      ...Object.fromEntries(rivals),
    },
  }
}

/** @returns {[string, string[][]][]} */
function rivalRankings(snapshots) {
  const times = snapshots.map(({ atMs }) => atMs)
  const series = seriesOf(snapshots)
  return Object.entries(RIVALS).map(([id, weightOf]) => {
    const weighed = series.map(({ path, bytes }) => ({ path, weight: weightOf(bytes, times) }))
    return [id, weighed.sort((a, b) => b.weight - a.weight).map(({ path }) => path)]
  })
}

/** The dumps are complete: what is missing in one had no memory then. */
function seriesOf(snapshots) {
  const series = new Map()
  snapshots.forEach(({ parts }, i) => {
    for (const { path, bytes } of parts) {
      const key = keyOf(path)
      const one = series.get(key) ?? { path, bytes: snapshots.map(() => 0) }
      one.bytes[i] += bytes
      series.set(key, one)
    }
  })
  return [...series.values()]
}

function topsOf(judged) {
  return Object.fromEntries(
    COMPONENT_ROWS.map((row) => [
      row,
      Object.fromEntries(
        TOPS.map((top) => [`top${top}`, shareOf(judged, ({ places }) => places[row] <= top)]),
      ),
    ]),
  )
}
