/** No text of people or programs comes in without a rule: who may have none is listed, each with its reason. */
import { describe, expect, test } from 'vitest'
import { mask } from '../../src/domain/secrets.ts'
import { FORMATS } from '../../src/parsers/index.ts'

const NUMBERS = 'numbers under names that the kernel or the tool has built in'
const OURS = 'our own text: every word of others in it is masked before it is made'

const NONE: Readonly<Record<string, string>> = {
  'core/file': OURS,
  'memory/contexts': OURS,
  'memcheck/meant': OURS,
  'memcheck/script': 'hashes of scripts, by which a run is proved',
  'host/clock': NUMBERS,
  'host/sudo': 'the version of a program',
  'host/tools': 'words out of a list of our own, and the architecture',
  'getconf/PAGESIZE': NUMBERS,
  'proc/PID/limits': NUMBERS,
  'proc/PID/oom_score_adj': NUMBERS,
  'proc/PID/statm': NUMBERS,
  'proc/buddyinfo': NUMBERS,
  'proc/meminfo': NUMBERS,
  'proc/oom-scores': NUMBERS,
  'proc/pagetypeinfo': NUMBERS,
  'proc/pressure/memory': NUMBERS,
  'proc/slabinfo': NUMBERS,
  'proc/sys/kernel/osrelease': 'the kernel’s release',
  'proc/sys/kernel/random/boot_id': 'the id of a boot',
  'proc/sysvipc/shm': NUMBERS,
  'proc/uptime': NUMBERS,
  'proc/vmstat': NUMBERS,
  'proc/zoneinfo': NUMBERS,
  'sys/hugepages': NUMBERS,
  'sys/thp': 'numbers, and words out of a list of the kernel’s',
  'zfs/arcstats': NUMBERS,
  free: NUMBERS,
  hugeadm: NUMBERS,
  malloc_info: NUMBERS,
  malloc_stats: NUMBERS,
  slabtop: NUMBERS,
  vmstat: NUMBERS,
}

describe('masks', () => {
  test('who has none is listed with a reason, and the list has no other', () => {
    const none = FORMATS.filter((format) => format.mask === 'none').map(({ id }) => id)
    expect(none.sort()).toEqual(Object.keys(NONE).sort())
    for (const why of Object.values(NONE)) expect(why.length).toBeGreaterThan(10)
  })

  test.each(
    FORMATS.filter((format) => format.mask !== 'none').map(
      (format) => [format.id, format] as const,
    ),
  )('%s masks a secret wherever its text has a name', (_, format) => {
    const line = `/srv/app --password=hunter2 ghp_${'a1'.repeat(18)}`
    const masked = mask(line, format.mask)
    expect(masked).not.toContain('hunter2')
    expect(masked).not.toContain('ghp_')
  })
})
