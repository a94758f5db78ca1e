/** What both parts of an intrusive script know: who the process is, how it is, and how it is set free. POSIX sh, as script/prelude.ts. */

export const SETTINGS = `
LC_ALL=C; PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; PYTHONDONTWRITEBYTECODE=1
export LC_ALL PATH PYTHONDONTWRITEBYTECODE
umask 077
`

/** \`calm\` looks: a stop signal may arrive after the tracer that sent it was killed (ptrace(2), PTRACE_ATTACH). */
export const PROCESS = `
say() { printf '\\n@@%s %s\\n' "$nonce" "$*" || stop=\${stop:-caller-gone}; }
now() { read -r up _ </proc/uptime; now=\${up%%.*}; }
nap() { sleep $nap; }
if sleep 0.2 2>/dev/null; then nap=0.2; else nap=1; fi
# stat_of PID: its state, parent and start; false when it is no more.
stat_of() {
  { read -r line </proc/$1/stat; } 2>/dev/null || return 1
  set -- \${line##*') '}
  state=$1 parent=$2 start=\${20}
}
# same: it is there and is the one that was meant. A zombie is no more.
same() { stat_of $pid && [ "$start" = $ticks ] && [ $state != Z ] && [ $state != X ]; }
running() { stat_of $1 && [ $state != Z ] && [ $state != X ]; }
# status_of: what else is told of it. A stop signal that has not arrived yet is bit 18 of those pending.
status_of() {
  tracer= rss= data= stack= threads= pending=
  # Whole and at once: bash seeks back behind each line, where the kernel writes the file anew; one letter more by then, as S (sleeping)
  # has than R (running), and a line is missed. The name, which may be anything, is the first of all.
  key=; set -f
  for word in $(cat /proc/$pid/status 2>/dev/null); do
    case $key in
      TracerPid:) tracer=$word ;;
      VmRSS:) rss=$word ;;
      VmData:) data=$word ;;
      VmStk:) stack=$word ;;
      Threads:) threads=$word ;;
      SigPnd: | ShdPnd:) case $word in *[4-7c-f]????) pending=1 ;; esac ;;
    esac
    key=$word
  done
  set +f
}
# settle LOOKS: true when it runs again, so many looks long, or is no more. It did not stand still before, so a stop is ours.
settle() {
  calm=0 tries=0
  while [ $tries -lt 25 ]; do
    same || return 0
    status_of
    if [ "$tracer" = 0 ] && [ $state != t ]; then
      if [ $state = T ] || [ -n "$pending" ]; then kill -CONT $pid; calm=0; else calm=$((calm + 1)); fi
      [ $calm -lt $1 ] || return 0
    fi
    tries=$((tries + 1)); nap
  done
  return 1
}
# scrub: the unfinished file goes. The folder is the one that was looked at: it is this shell's own.
scrub() {
  left=0
  if [ $kind = gcore ]; then rm -f "./$file"; [ ! -e "./$file" ] || left=1; fi
}
`

/** One word of sh, whatever it holds. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
