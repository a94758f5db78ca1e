/** The kernel's limit on mappings: mm/mmap.c refuses the one beyond it with ENOMEM. */
import type { HostSettings } from '../../parsers/host/settings.ts'

/** How many mappings one process may have; null where it was not read. */
export function maxMapCountOf(settings: HostSettings | null): number | null {
  const max = settings?.['vmMaxMapCount']
  return typeof max === 'number' ? max : null
}
