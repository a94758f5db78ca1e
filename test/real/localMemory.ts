/** Drives a walk over /proc/PID/mem of this machine, without page cache, limits or retries: for tests of walks alone. */
import { closeSync, openSync, readFileSync, readlinkSync, readSync } from 'node:fs'
import type { MemoryRange, RangeBytes, Walk } from '../../src/domain/memory.ts'
import { contextDetails } from '../../src/memory/palloc/details.ts'
import type { ContextWalk } from '../../src/memory/palloc/result.ts'
import { isClean } from '../../src/memory/palloc/result.ts'
import { type ContextWalkResult, contextWalk } from '../../src/memory/palloc/walk.ts'
import { regionsOf } from '../../src/memory/regions.ts'
import { maps } from '../../src/parsers/proc/maps.ts'

export interface Cost {
  rounds: number
  ranges: number
  bytes: number
}

export function drive<T>(
  fd: number,
  walk: Walk<T>,
  cost: Cost = { rounds: 0, ranges: 0, bytes: 0 },
): T {
  let step = walk.next([])
  while (step.done !== true) {
    cost.rounds += 1
    cost.ranges += step.value.length
    const came = readBatch(fd, step.value)
    cost.bytes += came.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0)
    step = walk.next(came)
  }
  return step.value
}

/** Neighbours are read as one: the less time a batch takes, the less it contradicts itself. */
function readBatch(fd: number, ranges: readonly MemoryRange[]): readonly RangeBytes[] {
  const came: RangeBytes[] = []
  for (let from = 0; from < ranges.length; ) {
    let to = from + 1
    const [first] = ranges.slice(from, to)
    if (first === undefined) break
    let end = first.at + first.bytes
    for (let next = ranges[to]; next?.at === end; next = ranges[to]) {
      end += next.bytes
      to += 1
    }
    const bytes = readRange(fd, { at: first.at, bytes: end - first.at })
    for (const { at, bytes: length } of ranges.slice(from, to)) {
      const piece = bytes?.subarray(at - first.at, at - first.at + length) ?? null
      came.push(piece === null || piece.length === 0 ? null : piece)
    }
    from = to
  }
  return came
}

function readRange(fd: number, { at, bytes }: MemoryRange): RangeBytes {
  const out = new Uint8Array(bytes)
  try {
    return out.subarray(0, readSync(fd, out, 0, bytes, at))
  } catch {
    return null
  }
}

export interface Walked {
  readonly result: ContextWalkResult
  readonly tries: number
  readonly cost: Cost
}

const TRIES = 5
const PAUSE_MS = 20

/** Tree and details of a process, tried anew while torn; the last try's result where none is clean. */
export function walkContexts(pid: number, versionHint: string | null = versionOf(pid)): Walked {
  const fd = openSync(`/proc/${pid}/mem`, 'r')
  const cost = { rounds: 0, ranges: 0, bytes: 0 }
  try {
    for (let tries = 1; ; tries += 1) {
      const result = tryOnce(pid, fd, versionHint, cost)
      if ('refused' in result || isClean(result) || tries === TRIES) return { result, tries, cost }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
    }
  } finally {
    closeSync(fd)
  }
}

function tryOnce(
  pid: number,
  fd: number,
  versionHint: string | null,
  cost: Cost,
): ContextWalkResult {
  const parsed = maps.parse(readFileSync(`/proc/${pid}/maps`, 'utf8'), { cut: false })
  if ('error' in parsed) throw new Error(`maps of ${pid} cannot be read`)
  const regions = regionsOf(parsed.value.mappings)
  const program = readlinkSync(`/proc/${pid}/exe`)
  const walk = drive(fd, contextWalk({ regions, program, versionHint }), cost)
  return 'refused' in walk || !isClean(walk) ? walk : drive(fd, contextDetails(walk), cost)
}

export function versionOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cwd/PG_VERSION`, 'utf8').trim()
  } catch {
    return null
  }
}

/** The walk of a process that must give a tree. */
export function treeOf(pid: number): ContextWalk {
  const { result } = walkContexts(pid)
  if ('refused' in result) throw new Error(`process ${pid}: ${result.refused}`)
  return result
}
