/**
 * The collector as one script for hosts that nobody can reach: a person runs it there and brings its output back
 * (parsers of it: script/kitOutput.ts). It is the round's own script with another head: it makes its nonce itself,
 * and gives what its commands said on standard error behind all else, because it has one stream only.
 */
import type { AnySource } from '../domain/source.ts'
import { functionsOf, stepsOf } from './compile.ts'
import { KIT_VERSION, OWN_SHA256, OWN_WORDS } from './kitHead.ts'
import { GENTLY } from './prelude.ts'
import { type Section, sectionsOf } from './sections.ts'

/** Standard error of all sections together: the rest of a flood is of no use. */
const ERROR_BYTES = 256 * 1024

/** A script to be run as `sh FILE [--no-args] [PID]` by whoever; `wait` is the seconds between counters' readings. */
export function kitScript(sources: readonly AnySource[], waitSeconds: number): string {
  const sections = sectionsOf(sources)
  return [
    COLLECTOR_HEAD,
    OWN_SHA256,
    OWN_WORDS,
    COLLECTOR_START,
    GENTLY,
    '# What is read: all of it runs in one subshell, whose errors are gathered and given at the end.',
    'collect() {',
    'exec 3>&1',
    ...functionsOf(sections),
    'watch_on',
    '',
    ...stepsOf(sections, withArgs),
    'watch_off',
    '}',
    `wait=${waitSeconds}`,
    COLLECTOR_END,
  ].join('\n')
}

/** Arguments of processes may hold secrets: `--no-args` leaves them out. A condition for `stepsOf`. */
export function withArgs(sections: readonly Section[], step: string): string {
  const told = sections.every((section) => section.sources.every((one) => ARGS.test(one.id)))
  return told ? `if [ -z "$no_args" ]; then ${step}; fi` : step
}

const ARGS = /(?:^|\/)(?:cmdline|first-args|all-args)$/

const COLLECTOR_HEAD = `#!/bin/sh
# memcheck's collector, for hosts that memcheck itself cannot reach. Its output has version ${KIT_VERSION}.
#   sh memcheck-kit.sh [--no-args] [PID] > capture.txt      on the host, by whichever user
#   memcheck read capture.txt                              wherever memcheck is
# It reads evidence of this host's memory and, with a PID, of that process. It needs no right: what its user may not
# read is told. It writes to its standard output and nowhere else, installs nothing, stops nothing, asks no network.
# THE OUTPUT IS NOT MASKED. It holds names and arguments of processes and lines of the kernel's log, as they are:
# look at it before you hand it on. --no-args leaves arguments out. memcheck masks what it reads, when it reads it.
# All is one function, called by the last line: a script that was cut on its way runs nothing.
kit() {
LC_ALL=C; PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; export LC_ALL PATH
usage='usage: sh memcheck-kit.sh [--no-args] [PID] > capture.txt'
no_args=
if [ "$1" = --no-args ]; then no_args=1; shift; fi
PID=\${1:--}
[ $# -le 1 ] || { echo "$usage" >&2; exit 64; }
case $PID in - | [1-9]*) ;; *) echo "$usage" >&2; exit 64 ;; esac
case \${PID#-} in *[!0-9]*) echo "$usage" >&2; exit 64 ;; esac
P=/proc/$PID maps_rc=0 maps=
[ "$PID" = - ] || [ -d "$P" ] || { echo "no process $PID on this host" >&2; exit 67; }
`

const COLLECTOR_START = `
own_words collector "$0" "$PID"
cd /proc || exit 71
`

const COLLECTOR_END = `
{
  errors=$(collect 2>&1 >&6 6>&- | { head -c ${ERROR_BYTES} | tr -d '\\000'; cat >/dev/null; })
} 6>&1
printf '@@%s S\\n%s\\n@@%s Z\\n' "$nonce" "$errors" "$nonce"
exit 0
}
{ kit "$@" </dev/null; exit; }
`
