/**
 * The part of the script that reads what a killed process may have said last: log files that its peers hold open for
 * writing, and the journal of its unit. A file is read through the descriptor of the process that holds it, so no path
 * is followed that somebody could turn elsewhere; files of data and packed ones are not read.
 */
import type { Place } from '../domain/source.ts'

type OpenLogs = Extract<Place, { readonly kind: 'open-logs' }>

/** Files that are read; a service has few logs, and each costs a read of its end. */
const FILES = 6
/** End of a file that is searched for the process's number and for the minutes before the kill. */
const SEARCHED_BYTES = 8 * 1024 * 1024
const FOUND_LINES = 300
/** End of a file that is shown where times are not readable. */
const LAST_BYTES = 32 * 1024
const LAST_LINES = 60
const UNIT_LINES = 200
const LINE_BYTES = 2000

export const OPEN_LOGS = `
# Logs: what files that these processes hold open for writing, and a unit's journal, say about a process and a time.
# Each line of a log is given behind a tab, so that none can pass for a heading.
in_time() { read -r up _ </proc/uptime; [ "\${up%%.*}" -lt "$until" ]; }
# log_like FD PATH: a log by its name, or standard output or error; not a file of data (000123.log), not a packed one.
log_like() {
  case $2 in /dev/* | /proc/* | /sys/* | /run/log/journal/* | /var/log/journal/*) return 1 ;; esac
  base=\${2##*/}; base=\${base% (deleted)}
  case $base in *.gz | *.xz | *.zst | *.journal | wtmp | btmp | lastlog) return 1 ;; esac
  case \${base%.log} in *[!0-9]*) ;; *) return 1 ;; esac
  case $1 in 1 | 2) return 0 ;; esac
  case $2 in */log/* | */logs/* | */pg_log/*) return 0 ;; esac
  case $base in *.log | *.log.* | *.err | *.out) return 0 ;; esac
  return 1
}
log_lines() { cut -b 1-${LINE_BYTES} | sed "s/^/$tab/"; }
# one_log PID FD PATH WANTED
one_log() {
  f=/proc/$1/fd/$2
  printf '%s\\n' "# log $1 $2 $3"
  if [ ! -r "$f" ]; then echo '# denied'; return; fi
  odd=$(lim 2 tail -c 4096 "$f" 3>&- | tr -cd '\\000-\\010' | head -c 1 | wc -c)
  if [ "$odd" -ne 0 ]; then echo '# binary'; return; fi
  echo '# found'
  lim 3 tail -c ${SEARCHED_BYTES} "$f" 3>&- | grep -aE -A 3 "$4" | tail -n ${FOUND_LINES} | log_lines
  echo '# last'
  lim 2 tail -c ${LAST_BYTES} "$f" 3>&- | tail -n ${LAST_LINES} | log_lines
}
# logs_of WANTED PID...
logs_of() {
  wanted=$1; shift; seen= files=0 ifs=$IFS
  for p; do
    in_time || return 0
    [ -d "/proc/$p" ] || continue
    if [ ! -r "/proc/$p/fd" ]; then echo "# unreadable $p"; continue; fi
    list=$(lim 2 ls -l "/proc/$p/fd" 3>&- | sed -n 's/^l[r-]w[^>]*[^0-9]\\([0-9][0-9]*\\) -> \\(\\/.*\\)$/\\1 \\2/p')
    IFS='
'; set -f
    for line in $list; do
      IFS=$ifs; set +f
      fd=\${line%% *} path=\${line#* }
      log_like "$fd" "$path" && [ -f "/proc/$p/fd/$fd" ] || continue
      case $seen in *"<$path>"*) continue ;; esac
      seen="$seen<$path>" files=$((files + 1))
      [ $files -le ${FILES} ] && in_time || return 0
      one_log "$p" "$fd" "$path" "$wanted"
    done
    IFS=$ifs; set +f
  done
}
# unit_log UNIT|- FROM TO
unit_log() {
  [ "$1" != - ] && in_time || return 0
  printf '%s\\n' "# unit $1"
  if command -v journalctl >/dev/null 2>&1; then
    echo '# found'
    lim 5 journalctl -q --no-pager -o short-iso -n ${UNIT_LINES} -u "$1" --since "@$2" --until "@$3" 3>&- | log_lines
  else echo '# absent'; fi
}
# open_logs NAME SECONDS BYTES WANTED UNIT|- FROM TO PID...
open_logs() {
  name=$1 bytes=$3 wanted=$4 unit=$5 from=$6 to=$7; begin "$name"; forks=$((forks + 3))
  read -r up _ </proc/uptime; until=$((\${up%%.*} + $2)); shift 7; tab=$(printf '\\t')
  { unit_log "$unit" "$from" "$to"; logs_of "$wanted" "$@"; echo '# end'; } | head -c "$bytes"
  end "$name" $?
}
`

/**
 * The arguments of `open_logs` behind its bytes. What comes from a host is checked here once more: numbers, and a unit's
 * name without a blank or quote. Throws on anything else.
 */
export function openLogsWords(at: OpenLogs): string {
  const unit = at.unit ?? '-'
  if (!/^(?:-|[A-Za-z0-9][A-Za-z0-9:_.@\\-]{0,200}\.service)$/.test(unit)) {
    throw new Error(`not a unit's name: ${unit}`)
  }
  const pids = at.pids.map(wholeWord)
  const { fromSec, toSec } = at.window
  return [`'${wantedBy(at)}'`, `'${unit}'`, wholeWord(fromSec), wholeWord(toSec), ...pids].join(' ')
}

/** An ERE for lines that name the process, or are of one of these minutes. */
function wantedBy({ victim, minutes }: OpenLogs): string {
  for (const minute of minutes) {
    if (!/^\d\d:\d\d$/.test(minute)) throw new Error(`not a minute: ${minute}`)
  }
  const named = `(^|[^0-9])${wholeWord(victim)}([^0-9]|$)`
  return minutes.length === 0 ? named : `${named}|[ T:](${minutes.join('|')}):`
}

function wholeWord(number: number): string {
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`not a whole number: ${number}`)
  return String(number)
}
