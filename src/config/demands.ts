/** `policy.intrusive`: what is demanded before anything intrusive is done on some of the hosts. */
import { type Demand, USUAL_DEMAND } from '../domain/demand.ts'
import { type Freeze, isZone, parseFreeze } from '../domain/freeze.ts'
import { LIMITS } from '../domain/limits.ts'
import { check } from './check.ts'
import { coveredHosts, type PolicyContext } from './covered.ts'
import { type Path, spoken } from './document.ts'
import { Intrusive, type Intrusive as IntrusiveEntry } from './shapeOfPolicy.ts'
import type { ConfigFault, FaultCode } from './words.ts'

export interface DemandsRead {
  readonly demands: readonly Demand[]
  readonly faults: readonly ConfigFault[]
}

const PATH = ['policy', 'intrusive']

export function readDemands(entries: readonly unknown[], context: PolicyContext): DemandsRead {
  const { document } = context
  const demands: Demand[] = []
  const faults: ConfigFault[] = []
  const count = entries.length
  if (count > LIMITS.policyGrants)
    faults.push(document.at(PATH, 'too-many-grants', { count, limit: LIMITS.policyGrants }))
  for (const [index, entry] of entries.entries()) {
    const path = [...PATH, index]
    const checked = check(Intrusive, entry, path, document)
    faults.push(...checked.faults)
    if (checked.value === null) continue
    const covered = coveredHosts(checked.value.hosts, [...path, 'hosts'], context)
    const read = demandOf(checked.value, covered.hosts, path, context)
    faults.push(...covered.faults, ...read.faults)
    demands.push(read.demand)
  }
  return { demands, faults }
}

function demandOf(
  entry: IntrusiveEntry,
  hosts: Demand['hosts'],
  path: Path,
  { document }: PolicyContext,
): { readonly demand: Demand; readonly faults: readonly ConfigFault[] } {
  const faults: ConfigFault[] = []
  const fault = (code: FaultCode, value: string, ...at: Path): void => {
    const where = spoken([...path, ...at])
    faults.push(document.at([...path, ...at], code, { where, value, zone: value }))
  }
  const freezes = entry.freeze.flatMap((text, index): readonly Freeze[] => {
    const freeze = parseFreeze(text)
    if (freeze === null) fault('bad-freeze', text, 'freeze', index)
    return freeze === null ? [] : [freeze]
  })
  const ticket = ticketOf(entry.ticket)
  if (ticket !== null && !isPattern(ticket)) fault('bad-pattern', ticket, 'ticket')
  if (!isZone(entry.zone)) fault('bad-zone', entry.zone, 'zone')
  const coreDir = entry.core_dir ?? USUAL_DEMAND.coreDir
  if (!isCoreDir(coreDir)) fault('bad-core-dir', coreDir, 'core_dir')
  const coreMaxBytes =
    entry.core_max === undefined ? USUAL_DEMAND.coreMaxBytes : sizeOf(entry.core_max)
  if (coreMaxBytes === null) fault('bad-size', entry.core_max ?? '', 'core_max')
  return {
    demand: {
      hosts,
      kinds: entry.kinds,
      ticket,
      secondPerson: entry.second_person,
      freezes,
      zone: entry.zone,
      coreDir,
      coreMaxBytes: coreMaxBytes ?? USUAL_DEMAND.coreMaxBytes,
    },
    faults,
  }
}

/** `true` is any word. */
function ticketOf(ticket: boolean | string): string | null {
  if (typeof ticket === 'string') return ticket
  return ticket ? '.+' : null
}

function isPattern(text: string): boolean {
  try {
    new RegExp(`^(?:${text})$`)
    return true
  } catch {
    return false
  }
}

/** As the script on the host takes it: in full, without blanks and shell signs, and not up again. */
function isCoreDir(dir: string): boolean {
  return /^(?:\/[A-Za-z0-9_.-]+)+$/.test(dir) && !/\/\.\.?(?:\/|$)/.test(dir)
}

const UNITS = { M: 1024 ** 2, G: 1024 ** 3 } as const

function sizeOf(text: string): number | null {
  const [, count, unit] = /^([1-9]\d{0,5})([MG])$/.exec(text) ?? []
  return count === undefined ? null : Number(count) * UNITS[unit as keyof typeof UNITS]
}
