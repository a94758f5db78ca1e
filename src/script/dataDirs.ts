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
/** A log is begun at midnight, so that the one before is looked at too; their names follow their time. */
const LOGS = 2
/** End of each log that is searched: of dozens of segments it is read at each check. */
const LOG_BYTES = 512 * 1024
/** The newest of each log that are given; a list of sessions stands before each refusal. */
const LOG_LINES = 120
const SETTING_LINES = 2000
const LINE_BYTES = 1000

/** Few processes of few: dozens of segments are read by one grep and one tail, not by some of each. */
export const DATA_DIRS = `
# Data directories that these processes sit in: settings about memory, and what the newest logs say of memory.
# Each line of a file is given behind a tab, so that none can pass for a heading.
# dir_of PID: says of a directory whether it can be read, and adds its files to those that are.
dir_of() {
  d=/proc/$1/cwd version=
  if [ -f "$d/PG_VERSION" ] && [ -r "$d/PG_VERSION" ]; then read -r version <"$d/PG_VERSION"; fi
  case $version in '' | *[!0-9.]*) version=- ;; esac
  printf '# dir %s %s %s\\n' "$1" "$version" "$(readlink "$d" 2>/dev/null | tr '\\n' ' ')"
  if [ ! -r "$d/." ]; then echo '# denied'; return; fi
  if [ ! -f "$d/postgresql.conf" ]; then echo '# absent'; return; fi
  for f in postgresql.conf internal.auto.conf postgresql.auto.conf; do
    [ -f "$d/$f" ] || continue
    if [ -r "$d/$f" ]; then confs="$confs $d/$f"; else echo "# unread $f"; fi
  done
  for l in pg_log log; do
    n=0; for f in "$d/$l"/gpdb-*.csv; do n=$((n + 1)); done
    for f in "$d/$l"/gpdb-*.csv; do
      n=$((n - 1)); [ $n -lt ${LOGS} ] && [ -f "$f" ] || continue
      case \${f##*/gpdb-} in *[!0-9_-]*.csv) continue ;; esac
      if [ -r "$f" ]; then logs="$logs $f"; else echo "# unread $l/\${f##*/}"; fi
    done
  done
}
# newest_of: the last lines of each log.
newest_of() {
  awk -v m=${LOG_LINES} 'function out() { for (i = n > m ? n - m : 0; i < n; i++) print b[i % m]; n = 0 }
    /^==> .* <==$/ { out(); print; next } { b[n++ % m] = $0 } END { out() }'
}
# data_dirs NAME SECONDS BYTES PID...
data_dirs() {
  name=$1 secs=$2 bytes=$3; begin "$name"; shift 3; forks=$((forks + 3)) tab=$(printf '\\t') confs= logs=
  {
    for p; do [ ! -d "/proc/$p" ] || dir_of "$p"; done
    echo '# settings'
    # Quotes go: what stands between them would be masked as a value of a statement.
    [ -z "$confs" ] || lim "$secs" grep -aHiE '^[[:space:]]*(${SETTINGS})' $confs 3>&- | tr -d '\\047' |
      cut -b 1-${LINE_BYTES} | head -n ${SETTING_LINES} | sed "s|^/proc/\\([0-9]*\\)/cwd/|$tab\\1/|"
    # Names of these logs hold no blank, so that the list is split at blanks alone.
    [ -z "$logs" ] || lim "$secs" tail -v -c ${LOG_BYTES} $logs 3>&- |
      grep -aE '^==> /proc/[0-9]+/cwd/(pg_)?log/gpdb-[0-9_-]+[.]csv <==$|${SAID}' | newest_of | cut -b 1-${LINE_BYTES} |
      sed -e "s|^==> /proc/\\([0-9]*\\)/cwd/\\(.*\\) <==$|# log \\1 \\2|" -e t -e "s/^/$tab/"
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
