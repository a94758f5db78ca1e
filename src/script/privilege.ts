/**
 * What may be read by `sudo -n` where the login is denied, and how: exact commands that sudoers can name one by one
 * (script/sudoers.ts). None reads a process's memory or environment, none takes a path that is not written down here, and
 * no shell is ever started by sudo. Where a plain read succeeds sudo is not called.
 */
import type { AnySource } from '../domain/source.ts'

/** Of these no other user may read a process's: ptrace(2), PTRACE_MODE_READ. */
const PROCESS_FILES = ['maps', 'smaps', 'smaps_rollup', 'numa_maps']
/** Readable by root alone. */
const HOST_FILES = ['slabinfo', 'pagetypeinfo']

/** A file of a process (`/proc/PID/NAME`), a file of the host (`/proc/NAME`), or one command with fixed arguments. */
export type Privilege =
  | { readonly kind: 'process-file'; readonly name: string; readonly counted: boolean }
  | { readonly kind: 'host-file'; readonly name: string }
  | { readonly kind: 'exe' | 'fds' | 'dmesg' }

/** How a source is read by sudo; null for one that never is. */
export function privilegeOf({ at, when }: AnySource): Privilege | null {
  if (at.kind === 'kernel-log') return { kind: 'dmesg' }
  if (at.kind === 'argv') {
    const words = at.argv.join(' ')
    if (words === 'readlink /proc/PID/exe') return { kind: 'exe' }
    return words === 'ls -lq /proc/PID/fd' ? { kind: 'fds' } : null
  }
  if (at.kind !== 'file' || at.small) return null
  const [, own = ''] = /^\/proc\/PID\/(\w+)$/.exec(at.path) ?? []
  // What walks mappings is read only after they were counted, which needs the right to read them too.
  if (PROCESS_FILES.includes(own))
    return { kind: 'process-file', name: own, counted: when === 'bounded' }
  const [, host = ''] = /^\/proc\/(\w+)$/.exec(at.path) ?? []
  return HOST_FILES.includes(host) ? { kind: 'host-file', name: host } : null
}

/**
 * Functions for scripts of hosts whose entry grants sudo, after the plain readers. `mappings` is the bound of
 * `count_maps` in prelude.ts, which this replaces.
 */
export function bySudo(mappings: number): string {
  return `
# Only for this host's entry: where the login is denied, exactly these commands go through sudo -n.
# What runs too long is ended by TERM, which sudo passes on: after KILL what it started would go on (status 137 all the same).
# By timeout, not by the watch: what root runs does not show its environment.
forks=$((forks + 2))
if timeout --foreground -k 2 5 true; then sudo_lim() { timeout --foreground -k 2 "$@"; }
elif timeout 5 true; then sudo_lim() { timeout "$@"; }
else sudo_lim() { lim "$@"; }; fi 2>/dev/null
# by_sudo SECONDS BYTES TOOL ARGUMENT...: the tool by its full path, as sudoers names it.
by_sudo() {
  if ! command -v sudo >/dev/null 2>&1; then echo 'sudo: not installed' >&2; return 1; fi
  forks=$((forks + 6))
  secs=$1 bytes=$2 tool=/usr/bin/$3; [ -x "$tool" ] || tool=/bin/$3; shift 3
  sudo_rc=$({ { sudo_lim "$secs" sudo -n "$tool" "$@" 3>&- 4>&-; echo $? >&4; } | head -c "$bytes" >&3; } 4>&1)
  [ "$sudo_rc" != 124 ] || sudo_rc=137
  return "\${sudo_rc:-141}"
}
# sudo_file SCOPE NAME SECONDS BYTES FILE: like file, and by sudo where the file cannot be opened.
sudo_file() {
  if [ ! -e "$5" ] || { true <"$5"; } 2>/dev/null; then file "$@"; return; fi
  begin "$2"; by_sudo "$3" "$4" cat "$5"
  alive "$1" $?; end "$2" $?
}
# sudo_link and sudo_list SCOPE NAME SECONDS BYTES COMMAND...: the same for a link and for a directory.
sudo_link() {
  begin "$2"; name=$2 scope=$1
  lim "$3" "$5" "$6" 3>&- || by_sudo "$3" "$4" "$5" "$6"
  alive "$scope" $?; end "$name" $?
}
sudo_list() {
  if [ -r "$7/." ]; then argv "$@"; return; fi
  begin "$2"; by_sudo "$3" "$4" "$5" "$6" "$7"
  alive "$1" $?; end "$2" $?
}
# Mappings are counted by sudo too, before sudo walks them.
count_maps() {
  maps=$(lim 2 grep -cm ${mappings} '' "$P/maps" 2>/dev/null 3>&-); maps_rc=$?
  [ $maps_rc -le 1 ] || [ $maps_rc -eq 137 ] || {
    maps=$(by_sudo 2 ${MAPS_BYTES} cat "$P/maps" 3>&1 2>/dev/null | grep -cm ${mappings} ''); maps_rc=0
  }
}
`
}

/** More than so many mappings take; only their lines are counted. */
const MAPS_BYTES = 4 * 1024 * 1024
