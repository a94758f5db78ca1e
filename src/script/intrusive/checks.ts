/**
 * What is looked at before a process is stopped, in POSIX sh: that it is the one, that it may be, and that there is room. Each is
 * told as its own refusal (domain/intrusive.ts); nothing was touched by then.
 */
import { GCORE_KIB_PER_SECOND } from '../../domain/intrusive.ts'
import { LIMITS } from '../../domain/limits.ts'

const KEEP_KIB = LIMITS.coreKeepBytes / 1024

export const CHECKS = `
refuse() { say N "$@"; say Z refused; exit 0; }
which_process() {
  stat_of $pid || refuse gone
  [ "$start" = $ticks ] || refuse other-process
  case $state in Z | X) refuse gone ;; T) refuse stopped-already ;; esac
  status_of
  [ "$tracer" = 0 ] || refuse traced-already tracerPid=$tracer
  [ -n "$rss" ] || refuse no-memory
  at=$$
  while stat_of $at; do
    [ $at != $pid ] || refuse own-connection
    [ "$parent" != 0 ] || break
    at=$parent
  done
}
# Opening its memory asks the kernel just what a debugger would ask, Yama and all, and reads nothing. (Not by \`:\`: where a
# redirection of a special builtin fails, the shell ends.)
may_trace() {
  if { true </proc/$pid/mem; } 2>/dev/null; then return; fi
  same || refuse gone
  scope=-1; { read -r scope </proc/sys/kernel/yama/ptrace_scope; } 2>/dev/null
  refuse not-permitted ptraceScope=\${scope:--1}
}
# not_caller: the program that holds the other end of this connection, where it runs on the host itself, or has a child (ssh) hold it: it would stand still in the
# middle, and its core would hold the keys to all hosts. By its own network, so that one in a container is known too.
not_caller() {
  set -- \${SSH_CONNECTION:-}
  case $# in 4) ;; *) return ;; esac
  case $2$4 in *[!0-9]*) return ;; esac
  ends=$(printf ':%04X [0-9A-F]*:%04X ' $2 $4)
  for inode in $(grep -h "$ends" /proc/$pid/net/tcp /proc/$pid/net/tcp6 2>/dev/null | while read -r _ _ _ _ _ _ _ _ _ inode _; do echo $inode; done); do
    for who in $pid $(cat /proc/$pid/task/*/children 2>/dev/null); do
      if ls -l /proc/$who/fd 2>/dev/null | grep -q "socket:.$inode]"; then refuse own-connection; fi
    done
  done
}
tools() {
  for tool in setsid sleep $needs; do command -v $tool >/dev/null 2>&1 || refuse no-tool tool=$tool; done
  for tool in gdb gdb.minimal; do if command -v $tool >/dev/null 2>&1; then return; fi; done
  refuse no-tool tool=gdb
}
# folder: no link on the way, and nobody else can put a file, or another folder, in its place.
folder() {
  [ -e "$dir" ] || refuse dir-unusable why=absent
  cd -P "$dir" 2>/dev/null || refuse dir-unusable why=denied
  [ "$(pwd -P)" = "$dir" ] || refuse dir-unusable why=link
  ours .; at=$dir
  while [ "$at" != / ]; do at=\${at%/*}; at=\${at:-/}; ours "$at"; done
  [ -w . ] || refuse dir-unusable why=denied
  [ ! -e "./$file" ] || refuse dir-unusable why=exists
  # A file of a file system in memory would take what the host lacks.
  in_memory "$(stat -f -c %T . 2>/dev/null)"; in_memory "$(df -Pk . | { read -r _; read -r source _; echo "$source"; })"
}
ours() {
  set -- $(ls -ldn "$1")
  [ "$3" = 0 ] || [ "$3" = "$(id -u)" ] || refuse dir-unusable why=owner
  case $1 in ?????????[tT]*) ;; ?????w* | ????????w*) refuse dir-unusable why=writable ;; esac
}
in_memory() { case $1 in tmpfs | ramfs) refuse dir-unusable why=memory ;; esac; }
# room: KiB that the file may take at most: all private memory that can be written, touched or not, for gdb writes out both;
# and what is shared and writable, where coredump_filter has it written.
room() {
  filter=33; { read -r filter </proc/$pid/coredump_filter; } 2>/dev/null
  need=$((data + stack + 1024))
  if [ $((0x$filter & 0x4a)) != 0 ]; then
    for range in $(grep -m ${LIMITS.smapsMappings} '^[^ ]* .w.s ' /proc/$pid/maps 2>/dev/null | while read -r range _; do echo $range; done); do
      need=$((need + (0x\${range#*-} - 0x\${range%-*}) / 1024))
    done
  fi
  [ $((need * 1024)) -le $most ] || refuse too-large needBytes=$((need * 1024)) mostBytes=$most
  slow=$((1 + rss / ${GCORE_KIB_PER_SECOND}))
  [ $slow -le $seconds ] || refuse too-slow expectedSeconds=$slow mostSeconds=$seconds
  set -- $(df -Pk . | { read -r _; read -r _ size _ free _; echo "$size $free"; })
  keep=$(($1 * ${LIMITS.coreKeepPercent} / 100)); [ $keep -ge ${KEEP_KIB} ] || keep=${KEEP_KIB}
  [ $(($2 - need)) -ge $keep ] || refuse no-space needBytes=$((need * 1024)) freeBytes=$(($2 * 1024)) keepBytes=$((keep * 1024))
}
`
