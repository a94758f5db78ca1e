/** Removing a core file that an intrusive script made: when a person asks for it, or after a lost connection. POSIX sh. */
import { SETTINGS } from './shared.ts'

/**
 * To be run as `sh -s -- NONCE PID DIR MADE`: the name is made here, so that no other file can be meant. MADE is what the file was
 * known by when it was finished (inode, seconds of its last change, bytes), `-` where that was never told.
 */
export const REMOVE = `# memcheck removes a core file of its own making, and nothing else.
# Run as: sh -s -- NONCE PID DIR INODE.SECONDS.BYTES|-
main() {
nonce=$1 pid=$2 dir=$3 made=$4
case $nonce in '' | *[!0-9a-f]*) exit 64 ;; esac
case $pid in [1-9]*) ;; *) exit 64 ;; esac
case $pid in *[!0-9]*) exit 64 ;; esac
case $dir in /*) ;; *) exit 64 ;; esac
case $dir/ in */../* | *[!A-Za-z0-9_./-]*) exit 64 ;; esac
case $made in '' | *[!0-9.-]*) exit 64 ;; esac
${SETTINGS}
say() { printf '\\n@@%s %s\\n' "$nonce" "$*"; }
say B
file=memcheck-core.$pid.$nonce left=0
if cd -P "$dir" 2>/dev/null && [ "$(pwd -P)" = "$dir" ] && { [ -e "./$file" ] || [ -L "./$file" ]; }; then
  if [ "$made" != - ]; then is=$(stat -c %i.%Y.%s "./$file" 2>/dev/null) || made=-; fi
  set -- $(ls -ln "./$file")
  if [ -L "./$file" ] || [ ! -f "./$file" ] || [ "$3" != "$(id -u)" ] || { [ "$made" != - ] && [ "$is" != "$made" ]; }; then say G other
  else rm -f "./$file" 2>/dev/null
  fi
  if [ -e "./$file" ] || [ -L "./$file" ]; then left=1; fi
elif [ -d "$dir" ] && [ "$(pwd -P)" != "$dir" ]; then left=1
else say G none
fi
say C $left
if [ $left = 0 ]; then say Z done; else say Z tool-failed; fi
exit 0
}
{ main "$@" </dev/null; exit; }
`
