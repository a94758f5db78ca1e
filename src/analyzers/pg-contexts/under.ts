/** A part of a tree: what stands below contexts of one name. */
import { LossLog } from '../../domain/parsed.ts'
import { type ContextDump, dumpOf } from '../../parsers/postgres/contextDumps.ts'

/** Null where none bears the name; upper and lower case are one, as people write them. */
export function below(dump: ContextDump, name: string): ContextDump | null {
  const rows = dump.tree.contexts
  const wanted = name.toLowerCase()
  const placeOf = new Map<number, number>()
  const kept = rows.flatMap((row, i) => {
    const parent = row.parent === null ? undefined : placeOf.get(row.parent)
    if (parent === undefined && row.name.toLowerCase() !== wanted) return []
    placeOf.set(i, placeOf.size)
    return [{ ...row, parent: parent ?? null }]
  })
  if (kept.length === 0) return null
  const { form, pid, at, line, lacks, tree } = dump
  const told = { form, pid, at, line, lacks, failed: null, grand: null }
  return dumpOf(
    kept,
    tree.inclusive === true ? { ...told, inclusive: true } : told,
    new LossLog('pg-contexts'),
  )
}
