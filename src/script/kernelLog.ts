/**
 * The part of the script that reads kernel logs. One sed on the host keeps what is about memory: whole OOM reports
 * without their call traces, page allocation failures, single lines that tell a kill, and the first and last line, which
 * tell how far the log reaches. A healthy host answers with two lines.
 *
 * Plain `dmesg` only: busybox and util-linux 2.23 have no other form in common. `journalctl` is asked by fields that only
 * journald writes (a tag anybody may claim), and its "No journal files were found" with status 0 counts as nothing read.
 */
import { RC } from './prelude.ts'

/** Lines of the journal that are looked at, from the newest. */
const JOURNAL_LINES = { near: 20_000, far: 200_000 } as const
/** Bytes of a log file that are looked at, from its end. */
const FILE_BYTES = { near: 32 * 1024 * 1024, far: 256 * 1024 * 1024 } as const
/** Log files that are looked at when all are asked for, rotated ones among them. */
const FILES = 12

/** Units whose journal tells of kills that the kernel does not log. */
const UNITS = ['systemd-oomd', 'earlyoom', 'kubelet']
const FIELDS = ['_TRANSPORT=kernel', ...UNITS.map((unit) => `_SYSTEMD_UNIT=${unit}.service`)]
const JOURNAL = `journalctl --no-pager -q -o short-iso`

/** For sed -n -E; GNU sed since 4.2 and busybox read it alike. Nothing that begins like a line of the script passes. */
const KEPT = `
/^[#@]/d
/invoked oom-killer/,/Killed process [0-9]|not syncing|killable processes/{
/\\+0x[0-9a-f]+\\/0x|<\\/?TASK>| R[A-Z0-9]+: [0-9a-f]|\\] Code: |: Code: |Hardware name:|Call Trace:/d
p
d
}
/page allocation failure/,/pages reserved|reserved pages/{
/\\+0x[0-9a-f]+\\/0x|<\\/?TASK>| R[A-Z0-9]+: [0-9a-f]|\\] Code: |: Code: |Hardware name:|Call Trace:/d
p
d
}
/oom-kill:constraint|Kill(ed)? process [0-9]+|oom_reaper: reaped|memory\\.oom\\.group|killable processes|Manual OOM/{
p
d
}
/not syncing: (Out of memory|System is deadlocked)|killed as a result of limit of|systemd-oomd.*[Kk]illed /{
p
d
}
/earlyoom.*(low memory|sending SIG)|viction manager: |total_vm +rss|\\[ *[0-9]+\\] +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+ /{
p
d
}
$p
`

const KERNEL_LOG = `
# What a kernel log says of memory: whole reports without call traces, single lines, the first and the last line.
klog='${KEPT.trim()}'
# klog_try NAME COMMAND...: one log; true when it gave lines. Their first tells how far back it reaches.
klog_try() {
  via=$1; shift
  read -r up _ </proc/uptime; left=$((until - \${up%%.*}))
  if [ $left -le 0 ]; then rc=137
  elif ! command -v "$1" >/dev/null 2>&1; then rc=127
  else
    forks=$((forks + per + 4))
    said=$({ { lim $left "$@" 3>&- 4>&-; echo $? >&4; } | {
      IFS= read -r line || [ -n "$line" ] || exit 0
      printf '# via %s\\n' "$via" >&3
      echo got >&4
      case $line in
        [#@]*) ;;
        *'invoked oom-killer'* | *'allocation failure'*) { printf '%s\\n' "$line"; cat; } | sed -n -E "$klog"; exit 0 ;;
        *) printf '%s\\n' "$line" >&3 ;;
      esac
      exec sed -n -E "$klog" 3>&- 4>&-
    } | tail -c "$bytes" >&3; } 4>&1)
    rc=137 got=
    for word in $said; do if [ "$word" = got ]; then got=1; else rc=$word; fi; done
    if [ -n "$got" ]; then printf '\\n# rc %s\\n' "$rc"; ran=1; return 0; fi
  fi
  tried="$tried# tried $via $rc
"
  case $rc in 127) ;; 0) why=\${why:-1} ;; *) why=\${why:-$rc} ;; esac
  return 1
}
# klog_file FILE BYTES: its end, unpacked where it is packed.
klog_file() {
  case $1 in
    *.gz) klog_try "$1" gzip -dc "$1" ;;
    *.xz) klog_try "$1" xz -dc "$1" ;;
    *.bz2) klog_try "$1" bzip2 -dc "$1" ;;
    *.zst) klog_try "$1" zstd -dcq "$1" ;;
    *) klog_try "$1" tail -c "$2" "$1" ;;
  esac
}
klog_near() {
  klog_try dmesg dmesg && return
  [ $rc -ne 0 ] || ran=1
  klog_try journalctl ${JOURNAL} -n ${JOURNAL_LINES.near} -b ${FIELDS.join(' + ')} && return
  for f in /var/log/kern.log /var/log/messages /var/log/syslog; do
    [ ! -e "$f" ] || ! klog_file "$f" ${FILE_BYTES.near} || return
  done
}
klog_far() {
  klog_try dmesg dmesg || [ $rc -ne 0 ] || ran=1
  klog_try journalctl ${JOURNAL} -n ${JOURNAL_LINES.far} ${FIELDS.join(' + ')}
  files=0 ifs=$IFS; IFS='
'
  for f in $(ls -t /var/log/kern.log* /var/log/messages* /var/log/syslog* 2>/dev/null); do
    IFS=$ifs; files=$((files + 1))
    [ $files -le ${FILES} ] || break
    [ ! -f "$f" ] || klog_file "$f" ${FILE_BYTES.far}
  done
  IFS=$ifs
}
# kernel_log NAME SECONDS BYTES near|far: the first log that gives lines, or all of them, each within BYTES.
kernel_log() {
  name=$1 bytes=$3 tried= ran= why=; begin "$name"
  read -r up _ </proc/uptime; until=$((\${up%%.*} + $2))
  "klog_$4"
  if [ -n "$ran" ]; then printf '%s' "$tried"; rc=0
  else
    restrict=; { read -r restrict </proc/sys/kernel/dmesg_restrict; } 2>/dev/null
    echo "kernel.dmesg_restrict=$restrict groups=$(id -Gn 2>/dev/null | tr ' ' ',')" >&2
    rc=\${why:-127}
  fi
  end "$name" $rc
}
`

const RING = 'klog_try dmesg dmesg'
const LIMITED = 'lim $left "$@"'
const RING_BY_SUDO = `# Only for this host's entry: the ring by sudo where the login is denied.
klog_ring() {
  ${RING} && return
  [ $rc -ne 0 ] || return 1
  dmesg=/usr/bin/dmesg; [ -x $dmesg ] || dmesg=/bin/dmesg
  klog_try 'sudo dmesg' sudo -n $dmesg
}
klog_lim() {
  if [ "$2" != sudo ]; then lim "$@"; return; fi
  sudo_lim "$@"; sudo_rc=$?
  [ $sudo_rc -ne 124 ] || sudo_rc=${RC.killed}
  return $sudo_rc
}
`

/** The functions, with `sudo -n dmesg` as one place more where the host's entry grants it. */
export function kernelLog(bySudo: boolean): string {
  if (!bySudo) return KERNEL_LOG
  return `${KERNEL_LOG.replaceAll(RING, 'klog_ring').replace(LIMITED, `klog_${LIMITED}`)}${RING_BY_SUDO}`
}
