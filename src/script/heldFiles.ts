/** The part of the script that tells how much of the files which processes hold open is in the page cache. */
import { RC } from './prelude.ts'

/** Open files that are looked at: a host with more is told of these. */
const OPEN_FILES = 20_000

/**
 * Links in /proc/PID/fd lead to the file itself, in whatever container and though it was deleted. fincore maps a
 * file and asks the kernel which of its pages are cached: nothing is read in, nothing is dropped. The options are
 * those that coreutils, findutils and busybox have alike.
 */
export const HELD_FILES = `
# held_files NAME SECONDS COUNT KIB: how much of the largest files that processes hold open is in the page cache.
# Since 5.2 mincore tells the truth only to a file's owner or writer; of others it is not asked.
have() { for tool; do command -v "$tool" >/dev/null 2>&1 || return 1; done; }
held_files() {
  begin "$1"
  # Without one of these nothing would be listed, which is not the same as nothing being there.
  if have fincore find stat awk; then
    forks=$((forks + per + 10))
    me=$(id -u) ends=$(($(sed 's/[. ].*//' /proc/uptime) + $2))
    printf 'RES SIZE FD FILE\\nuid %s\\n' "$me"
    lim "$2" find -L /proc/[1-9]*/fd -maxdepth 1 -type f -size +"$4"k -exec stat -L -c '%s %d:%i %n' {} + 2>/dev/null 3>&- |
      head -n ${OPEN_FILES} | sort -rn | awk '!seen[$2]++ { print $3 }' | head -n "$3" |
      while read -r f; do
        [ "$(sed 's/[. ].*//' /proc/uptime)" -lt "$ends" ] || exit ${RC.killed}
        if [ "$me" != 0 ] && [ ! -O "$f" ] && [ ! -w "$f" ]; then echo "untold \${f#/proc/}"; continue; fi
        res=$(lim 2 fincore -bnr -o RES,SIZE "$f" </dev/null 2>/dev/null 3>&-) || continue
        # Closed in between: of no name, and so nobody's.
        name=$(readlink -n "$f" | tr '\\n' ' ') && [ -n "$name" ] || continue
        printf '%s %s %s\\n' "$res" "\${f#/proc/}" "$name"
      done
    rc=$?
  else rc=${RC.noTool}; fi
  end "$1" $rc
}
`
