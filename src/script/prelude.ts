/**
 * The fixed part of the script: functions in POSIX sh, for dash, bash and busybox ash alike. Nothing here is
 * composed from anything; docs and `memcheck plan` show it as it runs.
 */
import { LIMITS } from '../domain/limits.ts'

/** Lines of one small file that are read; the longest (slabinfo, zoneinfo of a large host) stay well under it. */
const SMALL_FILE_LINES = 4000
/** Directories from a process's cgroup up to the mount's root. Deeper trees are not walked further. */
const CGROUP_DEPTH = 32
/** Above this many processes a file name per process no longer fits one command line: one grep per leading digit. */
const PROCESSES_AT_ONCE = 8000

/** Hung readers of one section: each took a second or two. */
const HANGS = 9

/** Exit statuses that sections of our own end with, besides those of tools and shells. */
export const RC = {
  absent: 66,
  gone: 67,
  tooLarge: 68,
  shed: 69,
  notPinned: 70,
  noTool: 127,
  killed: 137,
  capped: 141,
} as const

export const HEAD = `# memcheck reads evidence of this host's memory, and of one process. It writes nothing, installs nothing, stops nothing.
# Run as: sh -s -- NONCE PID|- WAIT
# All is one function, called by the last line: a script that was cut on its way runs nothing.
main() {
LC_ALL=C; PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; export LC_ALL PATH
nonce=$1 PID=$2 wait=$3 P=/proc/$2 maps_rc=0 maps=
case $nonce in '' | *[!0-9A-Za-z]*) exit 64 ;; esac
case $PID in - | [1-9]*) ;; *) exit 64 ;; esac
case \${PID#-} in *[!0-9]*) exit 64 ;; esac
case $wait in '' | *[!0-9]*) exit 64 ;; esac
cd /proc || exit 71
exec 3>&1
`

/**
 * Closing a channel leaves its commands running, and sshd passes no signal on to a login of root. So the script
 * watches its own standard input: once the caller has written a line of this word there, its end means that the caller is
 * gone or has given up, and everything that was started goes at once. Without that line nothing is watched.
 */
export const HOLD = 'hold'

export const GUARD = `
# guard: what was started ends with the caller. The group is meant only where this shell leads it, or the login shell
# that started this one and waits for it (fish, csh and dash do; bash has become this one).
guard() {
  read -r _ _ _ _ group session _ </proc/$$/stat
  if [ "$group" = $$ ]; then group=0
  elif [ "$group" = $PPID ] && [ "$session" = $PPID ]; then group=0
  else group=$$; fi
  {
    held=
    while read -r word; do [ "$word" != ${HOLD} ] || held=1; done
    [ -z "$held" ] || kill -9 $group
  } <&5 >/dev/null 2>&1 3>&- &
  guard=$!
  exec 5<&-
}
guard
`

/**
 * Somewhat behind the host's own work, for the processor and, by the kernel's rule, for the disk too: without a class of
 * its own a process's I/O priority follows its nice value (ioprio_set(2)), so that no ionice is started. Not further
 * behind: at nice 10 a script took 8 times as long on a saturated machine, at 19 30 times (measured, docs/decisions.md),
 * and a saturated host is the one that is asked about.
 */
const NICE = 5

export const GENTLY = `
# Behind the host's own work; the guard is not.
if command -v renice >/dev/null 2>&1; then renice -n ${NICE} -p $$ >/dev/null 2>&1 3>&-; fi
`

export const FRAMES = `
# Frames: NONCE B NAME, raw bytes, NONCE E NAME STATUS UPTIME. On stderr too, so that each error has its section.
begin() { printf '@@%s B %s\\n' "$nonce" "$1" >&2; printf '@@%s B %s\\n' "$nonce" "$1" || exit 74; }
end() {
  read -r up _ </proc/uptime
  printf '\\n@@%s E %s\\n' "$nonce" "$1" >&2
  printf '\\n@@%s E %s %s %s\\n' "$nonce" "$1" "$2" "$up" || exit 74
}
mark() { printf '@@%s M %s\\n' "$nonce" "$1" || exit 74; }
# cost: processes started (the watch's sleeps too, one each second), and clock ticks of CPU: own, and of all that was waited for.
cost() {
  { read -r _ _ _ _ _ _ _ _ _ _ _ _ _ user system users systems _ </proc/$$/stat; } 2>/dev/null
  [ -z "$watch" ] || { read -r up _ </proc/uptime; forks=$((forks + \${up%%.*} - since)); }
  printf '@@%s C %s %s\\n' "$nonce" $forks $((user + system + users + systems)) || exit 74
}
# pressed: true on a host where work stood still for want of memory (PSI), for so many percent of the last 10 s.
pressed() {
  pressure=
  { while read -r kind share _; do
    share=\${share#avg10=}
    if [ "$kind" = full ] && [ "\${share%%.*}" -ge ${LIMITS.shedFullPercent} ]; then pressure="memory pressure: full avg10=$share"; fi
  done </proc/pressure/memory; } 2>/dev/null
  [ -n "$pressure" ]
}
# A file that is missing with its process is gone (67), not absent (66).
absent() { return ${RC.absent}; }
no_tool() { return ${RC.noTool}; }
alive() { if [ "$1" = host ] || [ -d "$P" ]; then return "$2"; else return ${RC.gone}; fi; }
`

export const READERS = `
# group SCOPE NAME SECONDS FILE...: small files by one grep; each is capped on its own.
group() {
  scope=$1 name=$2 secs=$3; shift 3; begin "$name"; forks=$((forks + per))
  lim "$secs" grep -aHm ${SMALL_FILE_LINES} '' "$@" 3>&-
  alive "$scope" $?; end "$name" $?
}
# file SCOPE NAME SECONDS BYTES FILE
file() {
  begin "$2"; forks=$((forks + per))
  if [ -e "$5" ]; then lim "$3" head -c "$4" "$5" 3>&-; else absent; fi
  alive "$1" $?; end "$2" $?
}
# flat SCOPE NAME SECONDS BYTES FILE: on one line, because its newlines are a process's own.
flat() {
  begin "$2"; forks=$((forks + per + 3))
  if [ -e "$5" ]; then
    rc=$({ { lim "$3" head -c "$4" "$5" 3>&- 4>&-; echo $? >&4; } | tr '\\n' ' ' >&3; } 4>&1)
  else rc=66; fi
  alive "$1" "\${rc:-137}"; end "$2" $?
}
# argv SCOPE NAME SECONDS BYTES COMMAND...: no shell reads the words again.
argv() {
  scope=$1 name=$2 secs=$3 bytes=$4; shift 4; begin "$name"; forks=$((forks + per + 3))
  if command -v "$1" >/dev/null 2>&1; then
    rc=$({ { lim "$secs" "$@" 3>&- 4>&-; echo $? >&4; } | head -c "$bytes" >&3; } 4>&1)
  else rc=127; fi
  alive "$scope" "\${rc:-141}"; end "$name" $?
}
# link SCOPE NAME LINK: where it leads to; that is a path's length at most, and the kernel tells it without waiting.
link() {
  begin "$2"; forks=$((forks + 1))
  if command -v readlink >/dev/null 2>&1; then readlink "$3" 3>&-; else no_tool; fi
  alive "$1" $?; end "$2" $?
}
`

export const PROCESSES = `
# processes NAME SECONDS BYTES PATTERN FILE...: matching lines of the named files of every process.
processes() {
  name=$1 secs=$2 bytes=$3 pattern=$4; shift 4; begin "$name"; names=$* forks=$((forks + per + 3))
  set -- [1-9]*; heads='[1-9]'; [ $# -le ${PROCESSES_AT_ONCE} ] || heads='1 2 3 4 5 6 7 8 9'
  rc=$({ {
    set -f; for d in $heads; do set +f
      set --; for f in $names; do set -- "$@" $d*/$f; done
      lim "$secs" grep -asHE "$pattern" "$@" 3>&- 4>&-; rc=$?
      [ $rc -ne 137 ] && [ $rc -ne 141 ] || break
    done; echo $rc >&4
  } | head -c "$bytes" >&3; } 4>&1)
  end "$name" "\${rc:-141}"
}
# args_of COUNT PREFIX: of processes whose number begins so. Where a reader hangs on one of them, that one is looked for by
# a digit more at a time; what had come before may end in half a record, and comes again.
args_of() {
  [ $hung -lt ${HANGS} ] || return 0
  set -- "$1" "$2" "$2"*/cmdline
  [ -e "$3" ] || return 0
  lim 1 grep -azHm"$1" '' $2*/cmdline 3>&- 4>&-; [ $? -eq ${RC.killed} ] || return 0
  hung=$((hung + 1)); printf '\\000#of %s\\000' "$2"
  if [ $# -eq 3 ] && [ "$3" = "$2/cmdline" ]; then printf '#hung %s\\000' "$2"; return 0; fi
  if [ -e "$2/cmdline" ]; then
    lim 1 grep -azHm"$1" '' "$2/cmdline" 3>&- 4>&-; [ $? -ne ${RC.killed} ] || printf '\\000#hung %s\\000' "$2"
  fi
  for d in 0 1 2 3 4 5 6 7 8 9; do args_of "$1" "$2$d"; done
}
# arguments NAME SECONDS BYTES COUNT: the first arguments of every process, each ended by NUL.
arguments() {
  begin "$1"; forks=$((forks + per + 4))
  set -- "$1" "$2" "$3" "$4" [1-9]*; heads='[1-9]'; [ $# -le ${PROCESSES_AT_ONCE} ] || heads='1 2 3 4 5 6 7 8 9'
  if [ $# -gt ${LIMITS.shedProcesses} ] && pressed; then echo "$pressure" >&2; end "$1" ${RC.shed}; return; fi
  rc=$({ {
    set -f; for d in $heads; do set +f
      lim "$2" grep -azHm"$4" '' $d*/cmdline 3>&- 4>&-; rc=$?
      [ $rc -ne 137 ] && [ $rc -ne 141 ] || break
    done
    if [ $rc -eq 137 ]; then
      hung=0; printf '\\000#of\\000'
      for d in 1 2 3 4 5 6 7 8 9; do args_of "$4" $d; done
      [ $hung -ge ${HANGS} ] || rc=0
    fi
    echo $rc >&4
  } | tr '\\n' ' ' | head -c "$3" >&3; } 4>&1)
  end "$1" "\${rc:-141}"
}
`

export const CGROUPS = `
# cgroups NAME SECONDS [FILE...]: the named files of PID's memory and pids cgroups and all above, v1, v2 and both;
# without a name the inodes of these groups.
# A path that is not under the visible mount (another container's) is absent.
cgroups() {
  name=$1 secs=$2; shift 2; begin "$name"; names=$*; set --
  if [ -r "$P/cgroup" ]; then while IFS= read -r line; do
    line=\${line#*:}; controllers=\${line%%:*}; dir=\${line#*:}; dir=\${dir%/}
    case ,$controllers, in
      ,,) root=/sys/fs/cgroup; [ -e $root/cgroup.controllers ] || root=/sys/fs/cgroup/unified ;;
      *,memory,*) root=/sys/fs/cgroup/memory ;;
      *,pids,*) root=/sys/fs/cgroup/pids ;;
      *) continue ;;
    esac
    case $dir/ in */../*) continue ;; esac
    [ -d "$root$dir" ] || continue
    depth=0
    while :; do
      [ -n "$names" ] || set -- "$@" "$root$dir"
      for f in $names; do [ ! -r "$root$dir/$f" ] || set -- "$@" "$root$dir/$f"; done
      depth=$((depth + 1))
      [ -n "$dir" ] && [ $depth -lt ${CGROUP_DEPTH} ] || break
      dir=\${dir%/*}
    done
  done <"$P/cgroup"; fi
  forks=$((forks + per))
  if [ $# -eq 0 ]; then absent
  elif [ -z "$names" ]; then lim "$secs" ls -di "$@" 3>&-
  else lim "$secs" grep -aHm ${SMALL_FILE_LINES} '' "$@" 3>&-; fi
  alive process $?; end "$name" $?
}
`

/** All by builtins: nothing is started, but for `uname` on kernels before 6.1. */
export const TOOLS = `
# tools NAME TOOL...: which of these are there, and marks of a container.
tools() {
  name=$1 found=; begin "$name"; shift
  for tool; do ! command -v "$tool" >/dev/null 2>&1 || found="$found $tool"; done
  echo "tools$found"
  [ -e /proc/sys/kernel/arch ] || { forks=$((forks + 2)); machine=$(uname -m) && echo "arch $machine"; }
  for f in /.dockerenv /run/.containerenv; do [ ! -e "$f" ] || echo "there $f"; done
  end "$name" 0
}
`

/** `smaps` may print 43 MB at 60,000 mappings and `smaps_rollup` holds the lock while it walks them (facts/ssh 7). */
export function mapsGate(mappings: number): string {
  return `
# Mappings are counted once, up to the bound: beyond it, what walks them all is not read unasked (status 68).
# Counting walks them too: on a host under pressure it is left out, with all that would follow.
maps_gate() { shed=; if pressed; then shed=$pressure; else count_maps; fi; }
count_maps() { forks=$((forks + per + 1)) maps=$(lim 2 grep -cm ${mappings} '' "$P/maps" 2>/dev/null 3>&-); maps_rc=$?; }
few_maps() {
  if [ $maps_rc -eq 137 ]; then return 137; fi
  if [ "\${maps:-0}" -ge ${mappings} ]; then return ${RC.tooLarge}; fi
}
bounded() {
  if [ -n "$shed" ]; then begin "$3"; echo "$shed" >&2; end "$3" ${RC.shed}; return; fi
  if few_maps; then "$@"; else rc=$?; begin "$3"; end "$3" $rc; fi
}
`
}
