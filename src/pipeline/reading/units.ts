/**
 * Parts -> units: what belongs to one instant of one thing is judged together, and units of one thing in order are
 * its history. Time comes from the content, else the name, else the file's own time; else only the order is known.
 * Pure.
 */
import { labelled } from './labels.ts'
import type { RawPart } from './parts.ts'

export interface Unit {
  /** What it is about: folder and process; units of one key are one series. */
  readonly key: string
  readonly parts: readonly RawPart[]
  /** Where it stands in its series. */
  readonly place: Place
  /** True when the process parts of another unit of the same instant speak of the host already. */
  readonly hostToldBefore: boolean
}

export interface Place {
  readonly atMs: number | null
  readonly timeFrom: RawPart['timeFrom']
  readonly rank: number
}

interface Instant {
  readonly scope: string
  readonly place: Place
  readonly parts: RawPart[]
}

/** Units in the order in which they happened, as far as that is known. */
export function unitsOf(parts: readonly RawPart[]): readonly Unit[] {
  const instants = instantsOf(parts.filter((part) => part.format !== null))
  return [...instants].sort(byPlace).flatMap(ofInstant)
}

/** Where a kind comes again under one label, as in a file of several readings, another instant begins. */
function instantsOf(parts: readonly RawPart[]): readonly Instant[] {
  const instants = new Map<string, Instant>()
  const turns = new Map<string, number>()
  for (const { part, scope, label, rank } of labelled(parts)) {
    const what = [scope, label, part.kind, part.kind.startsWith('cgroup/') ? part.title : ''].join(
      '\n',
    )
    const turn = PROCESS.test(part.kind) ? 0 : (turns.get(what) ?? 0)
    turns.set(what, turn + 1)
    const key = `${scope}\n${label}\n${turn}`
    const place = { atMs: part.atMs, timeFrom: part.timeFrom, rank: rank + turn / TURNS }
    const instant = instants.get(key) ?? { scope, place, parts: [] }
    instants.set(key, instant)
    instant.parts.push(part)
  }
  return [...instants.values()]
}

const PROCESS = /^proc\/PID\//
const TURNS = 1e4

function byPlace(a: Instant, b: Instant): number {
  const told = (one: Instant) => one.place.timeFrom === 'content' || one.place.timeFrom === 'name'
  if (told(a) && told(b)) return (a.place.atMs ?? 0) - (b.place.atMs ?? 0)
  if (a.place.rank !== b.place.rank) return a.place.rank - b.place.rank
  return (a.place.atMs ?? 0) - (b.place.atMs ?? 0)
}

/** The processes of an instant, each with what is known of its host and group. */
function ofInstant(instant: Instant): readonly Unit[] {
  const shared = instant.parts.filter((part) => !PROCESS.test(part.kind))
  const processes = processesOf(instant.parts.filter((part) => PROCESS.test(part.kind)))
  const unit = (parts: readonly RawPart[], key: string, i: number): Unit => ({
    key: `${instant.scope}\n${key}`,
    parts,
    place: instant.place,
    hostToldBefore: i > 0,
  })
  if (processes.length === 0) return [unit(shared, '', 0)]
  return processes.map(({ key, parts }, i) => unit([...shared, ...parts], key, i))
}

function processesOf(parts: readonly RawPart[]) {
  const found: { key: string; pid: number | null; parts: RawPart[] }[] = []
  for (const part of parts) {
    const open = found.find(
      (one) =>
        (one.pid === part.pid || one.pid === null || part.pid === null) &&
        !one.parts.some(({ kind }) => kind === part.kind),
    )
    if (open === undefined) {
      const key = part.pid === null ? `#${found.length}` : `pid ${part.pid}`
      found.push({ key, pid: part.pid, parts: [part] })
      continue
    }
    open.parts.push(part)
    if (open.pid === null && part.pid !== null) {
      open.pid = part.pid
      open.key = `pid ${part.pid}`
    }
  }
  return found
}
