/**
 * The part of the script that reads what sysstat kept of the host's memory. Only sadf knows the form of its daily files,
 * which changes with its version. It wants to go back in them, so packed ones (saDD.xz) could be read only by writing
 * them out unpacked: they are counted and left. `sadf -d FILE -- -r` with times in UTC is the form that versions 9 to 12
 * have in common (-U for epoch seconds is newer).
 */

/** Records nearer to each other than this are passed over: some hosts collect each minute. */
const STEP_SECONDS = 600
/** One day's file; a day of records is read in some 10 ms. */
const FILE_SECONDS = 3

export const SYSSTAT = `
# sysstat NAME SECONDS BYTES DAYS: memory by sysstat's own daily files, the newest first. Nothing is unpacked or written.
sysstat() {
  name=$1 bytes=$3 days=$4; begin "$name"
  if ! command -v sadf >/dev/null 2>&1; then end "$name" 127; return; fi
  forks=$((forks + 6))
  read -r up _ </proc/uptime; until=$((\${up%%.*} + $2))
  gently=; ! nice -n 19 true 2>/dev/null || gently='nice -n 19'
  rc=$({ {
    files=0 packed=0 rc=66 ifs=$IFS; IFS='
'
    for f in $(ls -t /var/log/sysstat/sa[0-9][0-9]* /var/log/sa/sa[0-9][0-9]* 2>/dev/null); do
      IFS=$ifs
      case \${f##*/sa} in *[!0-9]*) packed=$((packed + 1)); continue ;; esac
      files=$((files + 1)); [ $files -le "$days" ] || break
      read -r up _ </proc/uptime; [ "\${up%%.*}" -lt $until ] || { rc=137; break; }
      if lim ${FILE_SECONDS} $gently sadf -d ${STEP_SECONDS} "$f" -- -r 3>&- 4>&-; then rc=0
      else _r=$?; [ $_r -ne 141 ] || break; [ $rc -ne 66 ] || rc=$_r; fi
    done; IFS=$ifs
    [ $rc -ne 0 ] || [ $packed -eq 0 ] || echo "# packed: $packed"
    echo $rc >&4
  } | head -c "$bytes" >&3; } 4>&1)
  end "$name" "\${rc:-141}"
}
`
