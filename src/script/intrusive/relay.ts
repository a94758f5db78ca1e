/**
 * The last part of the pipe, in POSIX sh: the only one that writes to the caller. Of what gdb prints it lets through the
 * stacks alone, up to a bound, and only once the kernel has said that gdb holds the one that was meant (worker.ts, proof).
 */
import { LIMITS } from '../../domain/limits.ts'

export const RELAY = `
tell() { printf '@@%s %s\\n' "$nonce" "$*" || exit 74; }
hundredths() { read -r up _ </proc/uptime; hundredths=\${up%.*}\${up#*.}; }
relay() {
  trap '' HUP
  mark="@@$nonce" boss= from= until= on= seen= back= saved= bad= full= denied= lines=0 bytes=0
  while IFS= read -r line; do
    case $line in
      '') ;;
      "$mark I "*) boss=\${line##* } ;;
      "$mark P") hundredths; from=$hundredths; tell P ;;
      "$mark A") on=1 seen=1 ;;
      "$mark U") from= ;;
      "$mark R") hundredths; until=$hundredths on= back=1 ;;
      "$mark V") resumed ;;
      "$mark Q") verdict ;;
      "$mark Z tool-failed") if [ -n "$denied" ] && [ -z "$seen" ]; then tell N "$denied"; tell Z refused; else tell Z \${full:-tool-failed}; fi ;;
      "$mark "*) tell "\${line#"$mark "}" ;;
      *) text ;;
    esac
  done
}
resumed() {
  [ -n "$from" ] || return
  [ -n "$until" ] || { hundredths; until=$hundredths; }
  tell R $(((until - from) * 10)); from=
}
# verdict: whether gdb did it all, told to the one who waits for it by a signal: there is no other way back.
verdict() {
  if [ $kind = gdb ]; then good=$seen$back; else good=$seen$saved; fi
  if [ "$good" = 11 ] && [ -z "$bad" ]; then kill -USR1 $boss; else kill -USR2 $boss; fi
}
text() {
  case $line in
    'Saved corefile '*) saved=1; return ;;
    *'No space left on device'* | *'Disk quota exceeded'* | *'File too large'*) [ $kind = gdb ] || bad=1 full=too-large ;;
    *'Failed to write corefile'* | *'writing note section'*) [ $kind = gdb ] || bad=1 ;;
    *'Operation not permitted'*) if [ -z "$seen" ]; then scope; denied="not-permitted ptraceScope=$scope"; fi ;;
  esac
  if [ $kind != gdb ] || [ -z "$on" ]; then return; fi
  case $line in 'warning: '* | '[Inferior '*) return ;; esac
  lines=$((lines + 1)) bytes=$((bytes + \${#line}))
  if [ $lines -le ${LIMITS.gdbLines} ] && [ $bytes -le ${LIMITS.gdbBytes} ]; then printf '%s\\n' "$line" || exit 74; return; fi
  on=; tell X
}
scope() { scope=-1; { read -r scope </proc/sys/kernel/yama/ptrace_scope; } 2>/dev/null; scope=\${scope:--1}; }
`
