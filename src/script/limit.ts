/**
 * The part of the script that ends a command which takes too long, on every kind of host.
 *
 * A `timeout` before each command costs more than most of the commands themselves, together a third of a check's time
 * (measured, docs/decisions.md). So where the kernel tells a process's children (CONFIG_PROC_CHILDREN), one watch beside
 * the script ends them all: what may be ended carries a mark in its environment, for its seconds are nowhere else to be
 * read, and the tools beside it (head, tr, the shells of pipes) carry none. Ages are told by the start of the watch's own
 * sleep, because in some containers /proc/uptime is of another clock than /proc/PID/stat.
 *
 * Nothing but that sleep is run for it in the usual second; of what is older than one, the environment is read by tr,
 * because read of bash before 4.3 ends a line at a NUL.
 */

/** Processes whose children the watch looks for; a script has some ten at a time. */
const WATCHED = 100

export const LIM = `
# lim SECONDS COMMAND...: a command that is killed when it takes too long (status 137).
# Processes that the script starts are counted as it goes: each lim is $per, the rest stands in its function.
forks=4 per=2 watch=
# tells_children: whether /proc tells what this shell has started; by its parent, that it is this shell's own /proc.
tells_children() {
  [ -r /proc/$$/task/$$/children ] && command -v sleep >/dev/null && command -v tr >/dev/null || return 1
  read -r _ _ _ parent _ </proc/$$/stat; [ "$parent" = $PPID ]
}
if tells_children; then
  # The command carries its seconds in its environment, and a watch beside the script ends it.
  per=1; lim() { _t=$1; shift; MEMCHECK_ENDS="$$:$_t;" "$@"; }
elif timeout --foreground -s KILL 5 true; then lim() { timeout --foreground -s KILL "$@"; }
elif timeout -s KILL 5 true; then lim() { timeout -s KILL "$@"; }
elif timeout -t 5 -s KILL true; then lim() { _t=$1; shift; timeout -t "$_t" -s KILL "$@"; }
else per=3; lim() {
  _t=$1; shift
  "$@" & _p=$!
  {
    trap '[ "$!" = "$_p" ] || kill $!; exit' TERM
    sleep "$_t" & wait $!
    kill -9 $_p
  } >/dev/null 2>&1 3>&- 4>&- & _k=$!
  wait $_p; _r=$?
  kill $_k 2>/dev/null
  return $_r
}
fi 2>/dev/null
`

export const WATCH = `
# The watch: each second it ends what lim started and is over its seconds, by /proc alone. It ends with the script.
# began PID: when it began, in hundredths of a second, and its parent. (100 is the kernel's unit here, whatever its own.)
began() {
  { read -r line </proc/$1/stat; } 2>/dev/null || return 1
  set -- \${line##*') '}
  parent=$2 ticks=\${20}
}
# marked PID: true, with its seconds, for what this script's lim started.
marked() {
  marks=$(tr '\\000' ' ' </proc/$1/environ) || return 1
  seconds=\${marks#*"MEMCHECK_ENDS=$$:"}
  [ "$seconds" != "$marks" ] || return 1
  seconds=\${seconds%%;*}
  case $seconds in '' | *[!0-9]*) return 1 ;; esac
}
# end_late NOW: looks at all that the script has started, and what that has. A tenth of a second early is not early.
end_late() {
  now=$1 looked=0; set -- $$
  while [ $# -gt 0 ] && [ $looked -lt ${WATCHED} ]; do
    kids= looked=$((looked + 1))
    { read -r kids </proc/$1/task/$1/children; } 2>/dev/null
    shift
    for kid in $kids; do
      [ $kid != "$me" ] && [ $kid != "$guard" ] && began $kid || continue
      set -- "$@" $kid
      age=$((now - ticks + 10))
      [ $age -ge 100 ] && marked $kid && [ $age -ge $((seconds * 100)) ] && kill -9 $kid
    done
  done
}
watch_on() {
  [ $per -eq 1 ] || return 0
  read -r self _ </proc/self/stat; read -r up _ </proc/uptime; since=\${up%%.*}
  {
    trap 'kill $!; exit' TERM
    read -r me _ </proc/self/stat
    sleep 1 &
    while wait $! && began $me && [ "$parent" = $self ]; do
      sleep 1 &
      began $! && end_late $ticks
    done
  } </dev/null >/dev/null 2>&1 3>&- 4>&- 5<&- &
  watch=$!
}
watch_off() { [ -z "$watch" ] || kill $watch 2>/dev/null; }
`
