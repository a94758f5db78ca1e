/**
 * The part that runs gdb and looks after it, in POSIX sh: a session of its own, so that what kills the caller's group leaves it
 * to clean up. It ends gdb when its time is over, when the caller is gone (end of standard input, its parent, a broken pipe),
 * when the process is gone, when the file or its file system grows too full; then it sees to it that the process runs.
 */
import { LIMITS } from '../../domain/limits.ts'
import { PROCESS, SETTINGS } from './shared.ts'

const START = `
# What it is: memcheck's, with what a person consented to. Its parent watches it as it watches its parent.
main() {
watch=$2 kind=$3 nonce=$4 pid=$5 ticks=$6 until=$7 most=$8 need=$9; shift 9
keep=$1 tool=$2 stop= verdict= file=memcheck-core.$pid.$nonce
trap '' HUP PIPE
trap 'stop=\${stop:-caller-gone}' TERM INT
trap 'verdict=good' USR1
trap 'verdict=bad' USR2
`

const RUN = `
# listen: the end of standard input is the caller's end. It tells nobody but the shell that it is a child of.
listen() {
  {
    while read -r word; do :; done
    read -r _ _ _ of _ </proc/self/stat; [ "$of" != $$ ] || kill -TERM $$
  } <&5 >/dev/null 2>&1 &
  reader=$!
  exec 5<&-
}
# gdb dies with this shell where the kernel can be told so, and is the first to go where memory ends.
start() {
  death=; if setpriv --pdeathsig KILL true 2>/dev/null; then death='setpriv --pdeathsig KILL'; fi
  unset DEBUGINFOD_URLS GDBHISTFILE
  SHELL=$(command -v sh); export SHELL
  set -- -nx -batch -iex 'set auto-load off' -ex 'set debuginfod enabled off' -ex 'set confirm off' -ex 'set pagination off' \\
    -ex 'set height 0' -ex 'set width 0'
  if [ $kind = gcore ]; then
    if $tool --readnever --version >/dev/null 2>&1; then set -- --readnever "$@"; fi
    set -- "$@" -ex 'set auto-solib-add off' -ex "$(echo_mark P)" -ex "attach $pid" -ex 'echo \\n' -ex "$(proof)" -ex "generate-core-file ./$file"
  else
    status_of; [ "\${threads:-1}" -le ${LIMITS.gdbThreads} ] || { threads=${LIMITS.gdbThreads}; say X; }
    set -- "$@" -ex 'set print frame-arguments none' -ex 'set print thread-events off' -ex "$(echo_mark P)" -ex "attach $pid" \\
      -ex 'echo \\n' -ex "$(proof)" -ex "thread apply 1-\${threads:-1} bt ${LIMITS.gdbFrames}"
  fi
  unit=$(ulimit -f 2; while read -r a b c d _; do [ "$a $b $c" != 'Max file size' ] || echo $((d / 2)); done </proc/self/limits) 2>/dev/null
  same || { stop=\${stop:-target-gone}; return; }
  (
    ulimit -c 0
    [ -z "$unit" ] || ulimit -f $(((most + most / 8) / unit + 1))
    echo 1000 >/proc/self/oom_score_adj
    exec $death $tool "$@" -ex detach -ex "$(echo_mark R)" 2>&1
  ) </dev/null &
  gdb=$!
}
# proof: gdb itself asks the kernel, while it holds it, whether it is the tracer and the process the one that was meant: whoever
# asks later may find that it has let go.
proof() {
  printf 'shell t=; while read -r k v _; do case $k in TracerPid:) t=$v ;; esac; done </proc/%s/status; read -r s </proc/%s/stat; ' $pid $pid
  printf 'set -- \${s##*") "}; if [ "$t" = $PPID ] && [ "\${20}" = %s ]; then m=A; else m=U; fi; printf "\\\\n@@%s %%s\\\\n" $m' $ticks $nonce
}
echo_mark() { printf 'echo \\\\n@@%s %s\\\\n' "$nonce" "$1"; }
# made: by what the file is known again: another one of its name is not ours to remove.
made() { made=$(stat -c %i.%Y "./$file" 2>/dev/null); }
size() { set -- $(ls -ln "./$file" 2>/dev/null); bytes=\${5:-0}; }
grown() {
  size; say D $bytes $((need * 1024))
  set -- $(df -Pk . | { read -r _; read -r _ _ _ free _; echo "$free"; })
  if [ $bytes -gt $most ] || [ "\${1:-0}" -lt $keep ]; then stop=\${stop:-too-large}; fi
}
look_after() {
  told=0
  while running $gdb; do
    nap; now
    same || stop=\${stop:-target-gone}
    [ $now -lt $until ] || stop=\${stop:-deadline}
    stat_of $$; [ "$parent" = $watch ] || stop=\${stop:-script-killed}
    if [ $kind = gcore ] && [ $now != $told ]; then told=$now; grown; fi
    running $reader || stop=\${stop:-script-killed}
    [ -z "$stop" ] || break
  done
}
# finish: gdb detaches by itself on TERM, where it still can.
finish() {
  looks=1 tries=0
  if running $gdb; then
    looks=5; kill -TERM $gdb
    while running $gdb && [ $tries -lt 3 ]; do tries=$((tries + 1)); nap; done
    ! running $gdb || kill -9 $gdb
    while running $gdb && [ $tries -lt 25 ]; do tries=$((tries + 1)); nap; done
  fi
  wait $gdb; rc=$?
  [ $rc -eq 0 ] || looks=5
  if ! settle $looks; then say S; elif same; then say V; else stop=\${stop:-target-gone}; fi
}
ask() {
  say Q; tries=0
  while [ -z "$verdict" ] && [ $tries -lt 25 ]; do tries=$((tries + 1)); nap; done
}
`

const STEPS = `
say I $$
listen
now
if [ $kind = gcore ] && ! { set -C; true >"./$file"; } 2>/dev/null; then
  say N dir-unusable why=denied; say Z refused; exit 0
fi
set +C
# A folder's default ACL would stand above the umask.
[ $kind = gdb ] || chmod 600 "./$file" 2>/dev/null
[ -n "$stop" ] || start
if [ -n "$gdb" ]; then
  look_after; finish
  [ -n "$stop" ] || ask
fi
[ "$verdict" = good ] || stop=\${stop:-tool-failed}
if [ $kind = gcore ] && [ -z "$stop" ]; then size; [ $bytes -gt 0 ] || stop=tool-failed; fi
if [ -z "$stop" ]; then
  if [ $kind = gcore ]; then made; say F $bytes $made; fi
  say C 0; say Z done
else
  scrub; say C $left; say Z $stop
fi
kill -9 $reader
exit 0
}
{ main "$@" </dev/null; exit; }
`

/** To be run as `sh -s -- memcheck WATCH KIND NONCE PID TICKS UNTIL MOST NEED KEEP TOOL`, standard input of the caller as 5. */
export const WORKER = [START, SETTINGS, PROCESS, 'gdb=', RUN, STEPS].join('')
