/**
 * Twenty commands that somebody on call types, and the sources of ours that read the same. Where a source reads more
 * than its command (all levels of the cgroup, all memory lines of the kernel's log), the command has the easier part.
 */
import { SOURCES } from '../../dist/src/parsers/index.js'

const RED = "cd /proc && grep -asHE '^[0-9]+ \\(|^(Uid|VmRSS|RssAnon|RssShmem|VmSwap):|^[0-9]+:'"

/** By source. PID is the process's number. */
const BY_SOURCE = {
  'proc/meminfo': 'cat /proc/meminfo',
  'proc/vmstat': 'cat /proc/vmstat',
  'proc/swaps': 'cat /proc/swaps',
  'proc/buddyinfo': 'cat /proc/buddyinfo',
  'proc/pressure/memory': 'cat /proc/pressure/memory',
  'proc/sys/kernel/osrelease': 'uname -r',
  'host/settings': "grep -H '' /proc/sys/vm/overcommit_* /proc/sys/vm/swappiness",
  'sys/thp': "grep -H '' /sys/kernel/mm/transparent_hugepage/enabled",
  'kernel/log': "dmesg | grep -iE 'oom-killer|out of memory|killed process|allocation failure'",
  df: 'df -PkT -t tmpfs',
  'proc/processes': `${RED} [1-9]*/stat [1-9]*/status [1-9]*/cgroup`,
  'proc/PID/stat': 'cat /proc/PID/stat',
  'proc/PID/status': 'cat /proc/PID/status',
  'proc/PID/limits': 'cat /proc/PID/limits',
  'proc/PID/cgroup': 'cat /proc/PID/cgroup',
  'proc/PID/exe': 'readlink /proc/PID/exe',
  'cgroup/memory':
    "for d in /sys/fs/cgroup /sys/fs/cgroup/memory; do grep -H '' $d$(sed -n 's/^0:://p;s/^[0-9]*:memory://p' /proc/PID/cgroup | head -n1)/memory.*; done",
  'proc/PID/cmdline': 'cat /proc/PID/cmdline',
  'proc/PID/maps': 'cat /proc/PID/maps',
  'proc/PID/smaps_rollup': 'cat /proc/PID/smaps_rollup',
}

/** In the order of our sources. @returns {readonly string[]} */
export function commandsOf(pid) {
  return sources().map(({ id }) => BY_SOURCE[id].replaceAll('PID', String(pid)))
}

/** The sources that read what the commands do. Throws where one of them is no more. */
export function sources() {
  const found = SOURCES.filter(({ id }) => Object.hasOwn(BY_SOURCE, id))
  if (found.length !== Object.keys(BY_SOURCE).length)
    throw new Error('a source has another name now')
  return found
}
