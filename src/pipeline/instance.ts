/** A PostgreSQL instance as a subject with samples: its postmaster's life, the sums of all its processes. Pure. */
import { heldBy, type Instance, sharedBy } from '../analyzers/pg-instance/instances.ts'
import { formatBytes } from '../domain/bytes.ts'
import type { Evidence } from '../domain/evidence.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Sample } from '../domain/sample.ts'
import { instanceSubjectName, type Who } from '../domain/subject.ts'
import { readPostmaster } from '../parsers/postgres/postmaster.ts'
import { allArgs } from '../parsers/proc/allArgs.ts'
import { cmdline } from '../parsers/proc/cmdline.ts'
import { processes } from '../parsers/proc/processes.ts'
import { sampleOf, tableValues } from './who.ts'

/** @param postmaster as it is by itself: the instance lives as long as it does */
export function instanceWho(postmaster: Who, instance: Instance, evidence: Evidence): Who {
  const args = readPostmaster(evidence.get(cmdline)?.args ?? [])
  const cluster = instance.members.find(({ title }) => title?.cluster != null)?.title?.cluster
  const name = instanceSubjectName(args?.dataDir ?? cluster ?? null)
  return { ...postmaster, subject: { ...postmaster.subject, name } }
}

/** Private memory summed, shared memory counted once; RSS has no sum, because it counts what is shared in each. */
export function instanceSample(
  who: Who,
  instance: Instance,
  evidence: Evidence,
  nowMs: number,
): Sample {
  // Without any size it ended while the table was read.
  const rows = instance.members.map(({ row }) => row).filter(({ rssBytes }) => rssBytes !== null)
  return sampleOf(
    'process',
    who,
    evidence.reading(processes, 1),
    nowMs,
    tableValues({
      anonBytes: sumOf(rows.map(({ anonBytes }) => anonBytes)),
      swapBytes: sumOf(rows.map(({ swapBytes }) => swapBytes)),
      shmemBytes: sharedBy(instance)?.row.shmemBytes ?? null,
      threads: sumOf(rows.map(({ threads }) => threads)),
    }),
  )
}

/** Several instances as a person chooses among them: by data directory, port and cluster_name, as far as these are told. */
export function instanceChoices(
  instances: readonly Instance[],
  evidence: Evidence,
): readonly { readonly pid: number; readonly label: string }[] {
  const argsOf = new Map(
    (evidence.get(allArgs)?.processes ?? []).map(({ pid, args }) => [pid, args]),
  )
  return instances.slice(0, LIMITS.choices).map((instance) => {
    const { pid } = instance.postmaster
    const args = readPostmaster(argsOf.get(pid) ?? [])
    const { title } = instance.members.find((one) => one.title !== null) ?? {}
    const port = args?.port ?? title?.greenplum?.port ?? null
    const parts = [
      args?.dataDir ?? null,
      title?.cluster ?? null,
      port === null ? null : `port ${port}`,
      `${instance.members.length} × postgres`,
      formatBytes(heldBy(instance)),
    ]
    return { pid, label: parts.filter((part) => part !== null).join(', ') }
  })
}

/** Null where one is not known: a sum of some is no sum. */
function sumOf(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>(
    (sum, part) => (sum === null || part === null ? null : sum + part),
    0,
  )
}
