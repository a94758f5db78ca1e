/**
 * The part of the script that reads what segments of Greenplum were set to, and what their newest logs say of memory.
 * A postmaster sits in its data directory, so that it is found through the process and no path is followed that a
 * container or somebody else may have turned elsewhere; only lines of these forms leave the host.
 */
import type { Place } from '../domain/source.ts'

type DataDirs = Extract<Place, { readonly kind: 'data-dirs' }>

/** Settings about memory, by what they begin with; `include` tells that there is more than these files. */
const SETTINGS =
  'gp_vmem_|gp_resource_manager|gp_resource_group_memory_limit|gp_contentid|runaway_detector_|statement_mem|max_statement_mem|include'
/** What memprot.c, runaway_cleaner.c, redzone_handler.c and postmaster.c write when memory ends. */
const SAID =
  'Out of memory|VM [Pp]rotect|Vmem limit reached|high VMEM usage|Logging memory usage|session_state: [0-9]|terminated by signal 9'
/** A file of settings has some 30 KB. */
const SETTINGS_BYTES = 256 * 1024
const SETTINGS_LINES = 40
/** A log is begun at midnight, so that the one before is looked at too. */
const LOGS = 2
/** End of each log that is searched: of dozens of segments it is read at each check. */
const LOG_BYTES = 1024 * 1024
const LOG_LINES = 120
const LINE_BYTES = 1000

export const DATA_DIRS = `
# Data directories that these processes sit in: settings about memory, and what the newest logs say of memory.
# Each line of a file is given behind a tab, so that none can pass for a heading.
dirs_in_time() { read -r up _ </proc/uptime; [ "\${up%%.*}" -lt "$until" ]; }
dir_lines() { cut -b 1-${LINE_BYTES} | sed "s/^/$tab/"; }
# one_dir PID
one_dir() {
  d=/proc/$1/cwd
  printf '# dir %s %s\\n' "$1" "$(readlink "$d" 2>/dev/null | tr '\\n' ' ')"
  if [ ! -r "$d/." ]; then echo '# denied'; return; fi
  if [ ! -f "$d/postgresql.conf" ]; then echo '# absent'; return; fi
  for f in PG_VERSION postgresql.conf internal.auto.conf postgresql.auto.conf; do
    [ -f "$d/$f" ] || continue
    printf '# file %s\\n' "$f"
    if [ ! -r "$d/$f" ]; then echo '# denied'; continue; fi
    # Quotes go: what stands between them would be masked as a value of a statement.
    lim 2 head -c ${SETTINGS_BYTES} "$d/$f" 3>&- | tr -d '\\047' |
      grep -aiE '^[[:space:]]*([0-9.]+$|${SETTINGS})' | tail -n ${SETTINGS_LINES} | dir_lines
  done
  for l in pg_log log; do
    for f in $(lim 2 ls -t "$d/$l" 2>/dev/null 3>&- | grep -E '^gpdb-[0-9_-]{10,32}[.]csv$' | head -n ${LOGS}); do
      dirs_in_time || return
      [ -f "$d/$l/$f" ] || continue
      printf '# log %s/%s\\n' "$l" "$f"
      if [ ! -r "$d/$l/$f" ]; then echo '# denied'; continue; fi
      lim 3 tail -c ${LOG_BYTES} "$d/$l/$f" 3>&- | grep -aE '${SAID}' | tail -n ${LOG_LINES} | dir_lines
    done
  done
}
# data_dirs NAME SECONDS BYTES PID...
data_dirs() {
  name=$1 bytes=$3; begin "$name"
  read -r up _ </proc/uptime; until=$((\${up%%.*} + $2)); shift 3; tab=$(printf '\\t')
  {
    for p; do
      [ -d "/proc/$p" ] || continue
      if dirs_in_time; then one_dir "$p"; else echo "# late $p"; fi
    done
    echo '# end'
  } | head -c "$bytes"
  end "$name" $?
}
`

/** The arguments of `data_dirs` behind its bytes: pids alone. Throws on anything else. */
export function dataDirsWords({ pids }: DataDirs): string {
  for (const pid of pids) {
    if (!Number.isSafeInteger(pid) || pid < 1) throw new Error(`not a pid: ${pid}`)
  }
  return pids.join(' ')
}
