/** Dumps of a program's memory by component, one of which leaks: heavy-tailed sizes, and all that looks like a leak. */
import { DAY_SECONDS, eventsBetween } from './curves.mjs'
import { randomOf } from './random.mjs'

/** 9 October 2025. */
const START_SEC = 1.76e9
const COMPONENTS = 300
const SNAPSHOTS = [2, 3, 4, 6, 8, 12, 24, 48]
const STEP_SECONDS = [300, 3600, DAY_SECONDS]
const KIB = 1024

const GROUPS = [
  ...['TopMemoryContext', 'CacheMemoryContext', 'MessageContext', 'PortalContext'],
  ...['ErrorContext', 'TopTransactionContext', 'LOCALLOCK hash', 'Rendezvous'],
]
const NAMES = [
  ...['index info', 'relation rules', 'PLpgSQL function', 'SPI Proc', 'hash table', 'ExprContext'],
  ...[
    'AggContext',
    'CachedPlan',
    'dynahash',
    'tcmalloc module',
    'fe_tablet',
    'fe_load',
    'resolver',
  ],
]
const SAFE_WAYS = [
  ...['const', 'const', 'const', 'noisy', 'noisy', 'warm', 'log', 'saw', 'transient'],
  ...['renamed', 'spiky', 'walk'],
]
const LEAKING_WAYS = ['linear', 'events', 'saw-leak', 'renamed-leak']

/**
 * @typedef {object} Tree
 * @property {{ atMs: number, complete: boolean, totalBytes: number, parts: { path: string[], bytes: number, count: number }[] }[]} snapshots
 * @property {{ group: string, number: number, way: string, bytesPerDay: number, share: number }} truth
 */

/**
 * Every name ends in its component's number, by which a ranking is judged whatever it makes of addresses.
 * @returns {Tree}
 */
export function treeOf({ seed, index, snapshots = undefined }) {
  const random = randomOf('memtree', seed, index)
  const count = snapshots ?? random.pick(SNAPSHOTS)
  const stepSec = random.pick(STEP_SECONDS)
  const spanSec = stepSec * (count - 1)
  const components = Array.from({ length: COMPONENTS }, (_, number) =>
    componentOf(random, number, stepSec, spanSec),
  )
  const leak = leakInto(random, components, spanSec)
  const taken = Array.from({ length: count }, (_, i) => {
    const late = i > 0 && i < count - 1 ? random.between(-0.1, 0.1) : 0
    const atSec = i * stepSec * (1 + late)
    const parts = components.flatMap((component) => partOf(random, component, atSec, leak))
    const totalBytes = parts.reduce((sum, { bytes }) => sum + bytes, 0)
    return { atMs: Math.round(START_SEC + atSec) * 1000, complete: true, totalBytes, parts }
  })
  const { group, number, way } = leak.component
  const bytesPerDay = Math.round((leak.riseBytes / spanSec) * DAY_SECONDS)
  return { snapshots: taken, truth: { group, number, way, bytesPerDay, share: leak.share } }
}

function componentOf(random, number, stepSec, spanSec) {
  const way = random.pick(SAFE_WAYS)
  const bytes = random.logBetween(8 * KIB, 1e9)
  const group = GROUPS[random.integer(0, GROUPS.length - 1)]
  return {
    ...{ number, way, bytes, group, name: random.pick(NAMES) },
    noise: random.between(0.02, 0.4),
    tauSec: spanSec * random.between(0.05, 0.4) + 1,
    periodSec: stepSec * random.between(1.5, 8),
    phase: random.unit(),
    walked: random.normal(),
  }
}

/** Makes one of them leak; it begins small, so that size does not give it away. */
function leakInto(random, components, spanSec) {
  const component = components[random.integer(0, components.length - 1)]
  const way = random.pick(LEAKING_WAYS)
  const sumBytes = components.reduce((sum, { bytes }) => sum + bytes, 0)
  const share = random.logBetween(0.0005, 0.3)
  component.way = way
  component.bytes = random.logBetween(8 * KIB, 8e6)
  const events = eventsBetween(random, 0, spanSec, random.integer(4, 40))
  return { component, share, riseBytes: sumBytes * share, spanSec, events }
}

function partOf(random, component, atSec, leak) {
  const noise = 0.005 * random.normal()
  const bytes = WAYS[component.way]({ random, component, atSec, leak })
  if (bytes === null) return []
  const name = component.way.startsWith('renamed')
    ? `${component.name} 0x${Math.floor(random.unit() * 2 ** 32).toString(16)} ${component.number}`
    : `${component.name} ${component.number}`
  const whole = Math.max(0, Math.round((bytes * (1 + noise)) / KIB) * KIB)
  return [{ path: [component.group, name], bytes: whole, count: 1 }]
}

const cycleOf = ({ periodSec, phase }, atSec) => (atSec / periodSec + phase) % 1
const risen = ({ riseBytes, spanSec }, atSec) => (riseBytes * atSec) / spanSec

/** Bytes at an instant, null when the component is not there. */
const WAYS = {
  const: ({ component: { bytes } }) => bytes,
  renamed: ({ component: { bytes } }) => bytes,
  noisy: ({ random, component: { bytes, noise } }) => bytes * (1 + noise * random.normal() * 0.5),
  warm: ({ component: { bytes, tauSec }, atSec }) =>
    bytes * (0.2 + 0.8 * (1 - Math.exp(-atSec / tauSec))),
  log: ({ component: { bytes }, atSec, leak: { spanSec } }) =>
    bytes * (0.3 + (0.7 * Math.log(1 + (50 * atSec) / (spanSec + 1))) / Math.log(51)),
  saw: ({ component, atSec }) => component.bytes * (0.3 + 0.7 * cycleOf(component, atSec)),
  transient: ({ random, component: { bytes } }) => (random.chance(0.5) ? null : bytes),
  spiky: ({ random, component: { bytes } }) =>
    random.chance(0.1) ? bytes * (1 + 3 * random.unit()) : bytes,
  walk: ({ random, component }) => {
    component.walked = 0.8 * component.walked + 0.6 * random.normal()
    return component.bytes * Math.exp(0.15 * component.walked)
  },
  linear: ({ component: { bytes }, atSec, leak }) => bytes + risen(leak, atSec),
  events: ({ component: { bytes }, atSec, leak: { events, riseBytes } }) =>
    bytes + (riseBytes * events.filter((at) => at <= atSec).length) / events.length,
  'saw-leak': ({ component, atSec, leak }) =>
    component.bytes + risen(leak, atSec) + 0.3 * leak.riseBytes * cycleOf(component, atSec),
  'renamed-leak': ({ component: { bytes }, atSec, leak }) => bytes + risen(leak, atSec),
}
