/**
 * The outer part, in POSIX sh: it checks, starts the worker in a session of its own, and cleans up after it when that was
 * killed, hangs, or is over its time. Each watches the other, so that one of them is left whatever is killed.
 */
import { HOLD } from '../prelude.ts'
import { CHECKS } from './checks.ts'
import { RELAY } from './relay.ts'
import { PROCESS, quoted, SETTINGS } from './shared.ts'
import { WORKER } from './worker.ts'

/** Seconds that the worker has for its own end. */
const LATE = 8

const START = `# memcheck does to one process what a person has consented to: it stands still for a while, and runs again.
# Run as: sh -s -- gdb|gcore NONCE PID TICKS SECONDS DIR|- BYTES look|do
# \`look\` ends before anything is touched: what would be refused is told before anybody is asked.
# All is one function, called by the last line: a script that was cut on its way runs nothing.
main() {
kind=$1 nonce=$2 pid=$3 ticks=$4 seconds=$5 dir=$6 most=$7 deed=$8 stop= need=0 keep=0
case $kind in gdb) needs=cat ;; gcore) needs='cat df ls rm grep id chmod' ;; *) exit 64 ;; esac
case $nonce in '' | *[!0-9a-f]*) exit 64 ;; esac
for number in "$pid" "$ticks" "$seconds" "$most"; do
  case $number in [1-9]*) ;; *) exit 64 ;; esac
  case $number in *[!0-9]*) exit 64 ;; esac
done
case $kind$dir in gdb-) ;; gcore/*/../* | gcore/*/.. | gcore/../*) exit 64 ;; gcore/*) ;; *) exit 64 ;; esac
case $dir in *[!A-Za-z0-9_./-]*) exit 64 ;; esac
case $deed in look | do) ;; *) exit 64 ;; esac
file=memcheck-core.$pid.$nonce MEMCHECK_INTRUSIVE=$nonce
export MEMCHECK_INTRUSIVE
`

const WATCHED = `
# hold: nothing is touched before the caller has shown that it is there and that its end will be seen.
hold() {
  say B
  while read -r word; do if [ "$word" = ${HOLD} ]; then return; fi; done <&5
  say Z caller-gone; exit 0
}
watched() {
  trap '' HUP PIPE
  read -r self _ </proc/self/stat
  printf '%s' "$worker" | setsid sh -s -- memcheck $self $kind $nonce $pid $ticks $until $most $need $keep $tool &
  leader=$!
  exec 5<&-
  while running $leader; do
    nap; now
    [ $now -lt $((until + ${LATE})) ] || { stop=deadline; break; }
    stat_of $self; [ "$parent" = $$ ] || { stop=script-killed; break; }
  done
  # All that is left of the worker's session goes.
  if [ -n "$stop" ]; then kill -9 -$leader; fi
  wait $leader; rc=$?
  kill -9 -$leader
  if [ $rc -eq 0 ] && [ -z "$stop" ]; then return; fi
  if ! settle 5; then say S; elif same; then say V; fi
  scrub; say C $left; say Z \${stop:-script-killed}
}
`

const STEPS = `
hold
now; until=$((now + seconds))
tools
which_process
may_trace
not_caller
if [ $kind = gcore ]; then folder; which_process; room; else cd /; fi
if [ $deed = look ]; then say Z done; exit 0; fi
{ watched 2>/dev/null; } | relay 5<&- 2>/dev/null
exit 0
}
{ exec 5<&0; main "$@" </dev/null; exit; }
`

export const SCRIPT = [
  START,
  SETTINGS,
  PROCESS,
  CHECKS,
  RELAY,
  `worker=${quoted(WORKER)}\n`,
  WATCHED,
  STEPS,
].join('')
