/** Pages of OOM reports -> bytes, by the page size that the log itself shows. */
import type { OomTask, OomVictim } from './events.ts'
import type { TaskRow } from './tasks.ts'

/** Where a log shows no page size: that of x86, and of most ARM kernels. */
export const DEFAULT_PAGE = 4096

/** Page size by a victim's size in kB beside its row in pages; null when none fits. */
export function pageBySizes(
  victims: readonly OomVictim[],
  tasks: readonly TaskRow[],
): number | null {
  for (const victim of victims) {
    const pages = tasks.find((task) => task.pid === victim.pid)?.totalVmPages ?? 0
    const size = pages === 0 ? 0 : (victim.totalVmBytes ?? 0) / pages
    if (size >= DEFAULT_PAGE && Number.isInteger(Math.log2(size))) return size
  }
  return null
}

/** 5.0 to 5.4 printed the bytes of the page tables as kB; the row of the same task tells. */
export function withPageTables(victim: OomVictim, tasks: readonly TaskRow[]): OomVictim {
  const row = tasks.find((task) => task.pid === victim.pid)
  const asBytes = victim.pageTablesBytes === null ? null : victim.pageTablesBytes / 1024
  const wrong = asBytes !== null && asBytes > 0 && row?.pageTablesBytes === asBytes
  return wrong ? { ...victim, pageTablesBytes: asBytes } : victim
}

/** A row of the task table in bytes. */
export function taskOf(row: TaskRow, pageBytes: number): OomTask {
  const bytes = (pages: number | null): number | null => {
    const size = pages === null ? null : pages * pageBytes
    return size === null || !Number.isSafeInteger(size) ? null : size
  }
  return {
    pid: row.pid,
    tgid: row.tgid,
    uid: row.uid,
    name: row.name,
    totalVmBytes: bytes(row.totalVmPages),
    rssBytes: bytes(row.rssPages) ?? 0,
    rssAnonBytes: bytes(row.rssAnonPages),
    rssFileBytes: bytes(row.rssFilePages),
    rssShmemBytes: bytes(row.rssShmemPages),
    pageTablesBytes: row.pageTablesBytes ?? bytes(row.pageTablesPages),
    swapBytes: bytes(row.swapPages),
    oomScoreAdj: row.oomScoreAdj,
  }
}
