/**
 * The sampler as one script: a few cheap sources again and again, for growth that one look cannot tell. It ends by
 * itself: after so many samples, after so many bytes, with the process it looks at, and when nobody takes its output.
 */
import type { AnySource } from '../domain/source.ts'
import { functionsOf, stepsOf } from './compile.ts'
import { withArgs } from './kit.ts'
import { KIT_VERSION, OWN_SHA256, OWN_WORDS } from './kitHead.ts'
import { GENTLY } from './prelude.ts'
import { sectionsOf } from './sections.ts'

/** Seconds between samples: not so often that looking is a load, nor so rarely that a closed output is not noticed. */
const EVERY = { least: 5, usual: 60, most: 3600 } as const
/** As many as a history holds; a day by the minute. */
const COUNT = { usual: 1440, most: 1500 } as const
/** Output: a sample of a host of many groups is some 20 kB, and `read` holds 64 MB. */
const MOST_BYTES = 48 * 1024 * 1024

/** `once` is read at the beginning, `each` again and again; none of `each` may hold NUL. */
export function samplerScript(once: readonly AnySource[], each: readonly AnySource[]): string {
  const [first, again] = [sectionsOf(once), sectionsOf(each)]
  return [
    HEAD,
    OWN_SHA256,
    OWN_WORDS,
    'own_words sampler "$0" "$PID"',
    'cd /proc || exit 71',
    'exec 3>&1 2>/dev/null',
    GENTLY,
    'wait=0',
    ...functionsOf({ ...again, host: [...first.host, ...again.host] }),
    '# sample: what is read each time, in a subshell: it is given as one, and counted.',
    'sample() {',
    'exec 3>&1',
    'watch_on',
    ...stepsOf(again, withArgs),
    'watch_off',
    '}',
    // Not on while the script sleeps: nothing is to be ended then.
    'watch_on',
    ...stepsOf(first, withArgs),
    'watch_off',
    LOOP,
  ].join('\n')
}

const HEAD = `#!/bin/sh
# memcheck's sampler, for hosts that memcheck itself cannot reach. Its output has version ${KIT_VERSION}.
#   sh memcheck-sampler.sh [--no-args] [-i SECONDS] [-n COUNT] [PID] > samples.txt     on the host, by whichever user
#   memcheck read samples.txt                                                         wherever memcheck is
# Every SECONDS (${EVERY.usual}; ${EVERY.least} to ${EVERY.most}) it reads the host's memory and, with a PID, that process's sizes: small files,
# none that makes the process wait. It ends by itself after COUNT samples (${COUNT.usual}; ${COUNT.most} at most) or ${MOST_BYTES / 1024 / 1024} MB, when
# the process is gone, and when its output is closed. To end it sooner: Ctrl-C, or end the shell that runs it.
# It writes to its standard output and nowhere else, installs nothing, stops nothing, asks no network.
# THE OUTPUT IS NOT MASKED: it holds the arguments of the process, once, as they are. --no-args leaves them out.
# All is one function, called by the last line: a script that was cut on its way runs nothing.
kit() {
LC_ALL=C; PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; export LC_ALL PATH
usage() { echo 'usage: sh memcheck-sampler.sh [--no-args] [-i SECONDS] [-n COUNT] [PID] > samples.txt' >&2; exit 64; }
# number WORD LEAST MOST
number() {
  case $1 in '' | *[!0-9]* | ??????*) usage ;; esac
  [ "$1" -ge "$2" ] && [ "$1" -le "$3" ] || { echo "$1: from $2 to $3" >&2; exit 64; }
}
no_args= every=${EVERY.usual} count=${COUNT.usual} PID=-
while [ $# -gt 0 ]; do
  case $1 in
    --no-args) no_args=1 ;;
    -i) shift; every=$1; number "$every" ${EVERY.least} ${EVERY.most} ;;
    -n) shift; count=$1; number "$count" 1 ${COUNT.most} ;;
    [1-9]*) [ "$PID" = - ] || usage; PID=$1; case $PID in *[!0-9]*) usage ;; esac ;;
    *) usage ;;
  esac
  [ $# -eq 0 ] || shift
done
P=/proc/$PID maps_rc=0 maps=
[ "$PID" = - ] || [ -d "$P" ] || { echo "no process $PID on this host" >&2; exit 67; }
`

const LOOP = `
taken=0 bytes=0
while :; do
  text=$(sample)
  printf '@@%s T %s\\n%s\\n' "$nonce" "$(date +%s)" "$text" || exit 74
  taken=$((taken + 1)) bytes=$((bytes + \${#text}))
  [ $taken -lt $count ] && [ $bytes -lt ${MOST_BYTES} ] || break
  [ "$PID" = - ] || [ -d "$P" ] || break
  sleep "$every" 3>&- || break
done
printf '@@%s Z\\n' "$nonce"
exit 0
}
{ kit "$@" </dev/null; exit; }
`
