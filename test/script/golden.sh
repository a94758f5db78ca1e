# memcheck reads evidence of this host's memory, and of one process. It writes nothing, installs nothing, stops nothing.
# Run as: sh -s -- NONCE PID|- WAIT
# All is one function, called by the last line: a script that was cut on its way runs nothing.
main() {
LC_ALL=C; PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; export LC_ALL PATH
nonce=$1 PID=$2 wait=$3 P=/proc/$2 maps_rc=0 maps=
case $nonce in '' | *[!0-9A-Za-z]*) exit 64 ;; esac
case $PID in - | [1-9]*) ;; *) exit 64 ;; esac
case ${PID#-} in *[!0-9]*) exit 64 ;; esac
case $wait in '' | *[!0-9]*) exit 64 ;; esac
cd /proc || exit 71
exec 3>&1


# guard: what was started ends with the caller. The group is meant only where this shell leads it, or the login shell
# that started this one and waits for it (fish, csh and dash do; bash has become this one).
guard() {
  read -r _ _ _ _ group session _ </proc/$$/stat
  if [ "$group" = $$ ]; then group=0
  elif [ "$group" = $PPID ] && [ "$session" = $PPID ]; then group=0
  else group=$$; fi
  {
    held=
    while read -r word; do [ "$word" != hold ] || held=1; done
    [ -z "$held" ] || kill -9 $group
  } <&5 >/dev/null 2>&1 3>&- &
  guard=$!
  exec 5<&-
}
guard


# Behind the host's own work; the guard is not.
if command -v renice >/dev/null 2>&1; then renice -n 5 -p $$ >/dev/null 2>&1 3>&-; fi


# lim SECONDS COMMAND...: a command that is killed when it takes too long (status 137).
# Processes that the script starts are counted as it goes: each lim is $per, the rest stands in its function.
forks=4 per=2 watch=
# tells_children: whether /proc tells what this shell has started; by its parent, that it is this shell's own /proc.
tells_children() {
  [ -r /proc/$$/task/$$/children ] && command -v sleep >/dev/null && command -v tr >/dev/null || return 1
  read -r _ _ _ parent _ </proc/$$/stat; [ "$parent" = $PPID ]
}
if tells_children; then
  # The command carries its seconds in its environment, and a watch beside the script ends it.
  per=1; lim() { _t=$1; shift; MEMCHECK_ENDS="$$:$_t;" "$@"; }
elif timeout --foreground -s KILL 5 true; then lim() { timeout --foreground -s KILL "$@"; }
elif timeout -s KILL 5 true; then lim() { timeout -s KILL "$@"; }
elif timeout -t 5 -s KILL true; then lim() { _t=$1; shift; timeout -t "$_t" -s KILL "$@"; }
else per=3; lim() {
  _t=$1; shift
  "$@" & _p=$!
  {
    trap '[ "$!" = "$_p" ] || kill $!; exit' TERM
    sleep "$_t" & wait $!
    kill -9 $_p
  } >/dev/null 2>&1 3>&- 4>&- & _k=$!
  wait $_p; _r=$?
  kill $_k 2>/dev/null
  return $_r
}
fi 2>/dev/null


# The watch: each second it ends what lim started and is over its seconds, by /proc alone. It ends with the script.
# began PID: when it began, in hundredths of a second, and its parent. (100 is the kernel's unit here, whatever its own.)
began() {
  { read -r line </proc/$1/stat; } 2>/dev/null || return 1
  set -- ${line##*') '}
  parent=$2 ticks=${20}
}
# marked PID: true, with its seconds, for what this script's lim started.
marked() {
  marks=$(tr '\000' ' ' </proc/$1/environ) || return 1
  seconds=${marks#*"MEMCHECK_ENDS=$$:"}
  [ "$seconds" != "$marks" ] || return 1
  seconds=${seconds%%;*}
  case $seconds in '' | *[!0-9]*) return 1 ;; esac
}
# end_late NOW: looks at all that the script has started, and what that has. A tenth of a second early is not early.
end_late() {
  now=$1 looked=0; set -- $$
  while [ $# -gt 0 ] && [ $looked -lt 100 ]; do
    kids= looked=$((looked + 1))
    { read -r kids </proc/$1/task/$1/children; } 2>/dev/null
    shift
    for kid in $kids; do
      [ $kid != "$me" ] && [ $kid != "$guard" ] && began $kid || continue
      set -- "$@" $kid
      age=$((now - ticks + 10))
      [ $age -ge 100 ] && marked $kid && [ $age -ge $((seconds * 100)) ] && kill -9 $kid
    done
  done
}
watch_on() {
  [ $per -eq 1 ] || return 0
  read -r self _ </proc/self/stat; read -r up _ </proc/uptime; since=${up%%.*}
  {
    trap 'kill $!; exit' TERM
    read -r me _ </proc/self/stat
    sleep 1 &
    while wait $! && began $me && [ "$parent" = $self ]; do
      sleep 1 &
      began $! && end_late $ticks
    done
  } </dev/null >/dev/null 2>&1 3>&- 4>&- 5<&- &
  watch=$!
}
watch_off() { [ -z "$watch" ] || kill $watch 2>/dev/null; }


# Frames: NONCE B NAME, raw bytes, NONCE E NAME STATUS UPTIME. On stderr too, so that each error has its section.
begin() { printf '@@%s B %s\n' "$nonce" "$1" >&2; printf '@@%s B %s\n' "$nonce" "$1" || exit 74; }
end() {
  read -r up _ </proc/uptime
  printf '\n@@%s E %s\n' "$nonce" "$1" >&2
  printf '\n@@%s E %s %s %s\n' "$nonce" "$1" "$2" "$up" || exit 74
}
mark() { printf '@@%s M %s\n' "$nonce" "$1" || exit 74; }
# cost: processes started (the watch's sleeps too, one each second), and clock ticks of CPU: own, and of all that was waited for.
cost() {
  { read -r _ _ _ _ _ _ _ _ _ _ _ _ _ user system users systems _ </proc/$$/stat; } 2>/dev/null
  [ -z "$watch" ] || { read -r up _ </proc/uptime; forks=$((forks + ${up%%.*} - since)); }
  printf '@@%s C %s %s\n' "$nonce" $forks $((user + system + users + systems)) || exit 74
}
# pressed: true on a host where work stood still for want of memory (PSI), for so many percent of the last 10 s.
pressed() {
  pressure=
  { while read -r kind share _; do
    share=${share#avg10=}
    if [ "$kind" = full ] && [ "${share%%.*}" -ge 10 ]; then pressure="memory pressure: full avg10=$share"; fi
  done </proc/pressure/memory; } 2>/dev/null
  [ -n "$pressure" ]
}
# A file that is missing with its process is gone (67), not absent (66).
absent() { return 66; }
no_tool() { return 127; }
alive() { if [ "$1" = host ] || [ -d "$P" ]; then return "$2"; else return 67; fi; }


# group SCOPE NAME SECONDS FILE...: small files by one grep; each is capped on its own.
group() {
  scope=$1 name=$2 secs=$3; shift 3; begin "$name"; forks=$((forks + per))
  lim "$secs" grep -aHm 4000 '' "$@" 3>&-
  alive "$scope" $?; end "$name" $?
}
# file SCOPE NAME SECONDS BYTES FILE
file() {
  begin "$2"; forks=$((forks + per))
  if [ -e "$5" ]; then lim "$3" head -c "$4" "$5" 3>&-; else absent; fi
  alive "$1" $?; end "$2" $?
}
# flat SCOPE NAME SECONDS BYTES FILE: on one line, because its newlines are a process's own.
flat() {
  begin "$2"; forks=$((forks + per + 3))
  if [ -e "$5" ]; then
    rc=$({ { lim "$3" head -c "$4" "$5" 3>&- 4>&-; echo $? >&4; } | tr '\n' ' ' >&3; } 4>&1)
  else rc=66; fi
  alive "$1" "${rc:-137}"; end "$2" $?
}
# argv SCOPE NAME SECONDS BYTES COMMAND...: no shell reads the words again.
argv() {
  scope=$1 name=$2 secs=$3 bytes=$4; shift 4; begin "$name"; forks=$((forks + per + 3))
  if command -v "$1" >/dev/null 2>&1; then
    rc=$({ { lim "$secs" "$@" 3>&- 4>&-; echo $? >&4; } | head -c "$bytes" >&3; } 4>&1)
  else rc=127; fi
  alive "$scope" "${rc:-141}"; end "$name" $?
}
# link SCOPE NAME LINK: where it leads to; that is a path's length at most, and the kernel tells it without waiting.
link() {
  begin "$2"; forks=$((forks + 1))
  if command -v readlink >/dev/null 2>&1; then readlink "$3" 3>&-; else no_tool; fi
  alive "$1" $?; end "$2" $?
}


# processes NAME SECONDS BYTES PATTERN FILE...: matching lines of the named files of every process.
processes() {
  name=$1 secs=$2 bytes=$3 pattern=$4; shift 4; begin "$name"; names=$* forks=$((forks + per + 3))
  set -- [1-9]*; heads='[1-9]'; [ $# -le 8000 ] || heads='1 2 3 4 5 6 7 8 9'
  rc=$({ {
    set -f; for d in $heads; do set +f
      set --; for f in $names; do set -- "$@" $d*/$f; done
      lim "$secs" grep -asHE "$pattern" "$@" 3>&- 4>&-; rc=$?
      [ $rc -ne 137 ] && [ $rc -ne 141 ] || break
    done; echo $rc >&4
  } | head -c "$bytes" >&3; } 4>&1)
  end "$name" "${rc:-141}"
}
# args_of COUNT PREFIX: of processes whose number begins so. Where a reader hangs on one of them, that one is looked for by
# a digit more at a time; what had come before may end in half a record, and comes again.
args_of() {
  [ $hung -lt 9 ] || return 0
  set -- "$1" "$2" "$2"*/cmdline
  [ -e "$3" ] || return 0
  lim 1 grep -azHm"$1" '' $2*/cmdline 3>&- 4>&-; [ $? -eq 137 ] || return 0
  hung=$((hung + 1)); printf '\000#of %s\000' "$2"
  if [ $# -eq 3 ] && [ "$3" = "$2/cmdline" ]; then printf '#hung %s\000' "$2"; return 0; fi
  if [ -e "$2/cmdline" ]; then
    lim 1 grep -azHm"$1" '' "$2/cmdline" 3>&- 4>&-; [ $? -ne 137 ] || printf '\000#hung %s\000' "$2"
  fi
  for d in 0 1 2 3 4 5 6 7 8 9; do args_of "$1" "$2$d"; done
}
# arguments NAME SECONDS BYTES COUNT: the first arguments of every process, each ended by NUL.
arguments() {
  begin "$1"; forks=$((forks + per + 4))
  set -- "$1" "$2" "$3" "$4" [1-9]*; heads='[1-9]'; [ $# -le 8000 ] || heads='1 2 3 4 5 6 7 8 9'
  if [ $# -gt 1000 ] && pressed; then echo "$pressure" >&2; end "$1" 69; return; fi
  rc=$({ {
    set -f; for d in $heads; do set +f
      lim "$2" grep -azHm"$4" '' $d*/cmdline 3>&- 4>&-; rc=$?
      [ $rc -ne 137 ] && [ $rc -ne 141 ] || break
    done
    if [ $rc -eq 137 ]; then
      hung=0; printf '\000#of\000'
      for d in 1 2 3 4 5 6 7 8 9; do args_of "$4" $d; done
      [ $hung -ge 9 ] || rc=0
    fi
    echo $rc >&4
  } | tr '\n' ' ' | head -c "$3" >&3; } 4>&1)
  end "$1" "${rc:-141}"
}


# cgroups NAME SECONDS [FILE...]: the named files of PID's memory and pids cgroups and all above, v1, v2 and both;
# without a name the inodes of these groups.
# A path that is not under the visible mount (another container's) is absent.
cgroups() {
  name=$1 secs=$2; shift 2; begin "$name"; names=$*; set --
  if [ -r "$P/cgroup" ]; then while IFS= read -r line; do
    line=${line#*:}; controllers=${line%%:*}; dir=${line#*:}; dir=${dir%/}
    case ,$controllers, in
      ,,) root=/sys/fs/cgroup; [ -e $root/cgroup.controllers ] || root=/sys/fs/cgroup/unified ;;
      *,memory,*) root=/sys/fs/cgroup/memory ;;
      *,pids,*) root=/sys/fs/cgroup/pids ;;
      *) continue ;;
    esac
    case $dir/ in */../*) continue ;; esac
    [ -d "$root$dir" ] || continue
    depth=0
    while :; do
      [ -n "$names" ] || set -- "$@" "$root$dir"
      for f in $names; do [ ! -r "$root$dir/$f" ] || set -- "$@" "$root$dir/$f"; done
      depth=$((depth + 1))
      [ -n "$dir" ] && [ $depth -lt 32 ] || break
      dir=${dir%/*}
    done
  done <"$P/cgroup"; fi
  forks=$((forks + per))
  if [ $# -eq 0 ]; then absent
  elif [ -z "$names" ]; then lim "$secs" ls -di "$@" 3>&-
  else lim "$secs" grep -aHm 4000 '' "$@" 3>&-; fi
  alive process $?; end "$name" $?
}


# held_files NAME SECONDS COUNT KIB: how much of the largest files that processes hold open is in the page cache.
# Since 5.2 mincore tells the truth only to a file's owner or writer; of others it is not asked.
have() { for tool; do command -v "$tool" >/dev/null 2>&1 || return 1; done; }
held_files() {
  begin "$1"
  # Without one of these nothing would be listed, which is not the same as nothing being there.
  if have fincore find stat awk; then
    forks=$((forks + per + 10))
    me=$(id -u) ends=$(($(sed 's/[. ].*//' /proc/uptime) + $2))
    printf 'RES SIZE FD FILE\nuid %s\n' "$me"
    lim "$2" find -L /proc/[1-9]*/fd -maxdepth 1 -type f -size +"$4"k -exec stat -L -c '%s %d:%i %n' {} + 2>/dev/null 3>&- |
      head -n 20000 | sort -rn | awk '!seen[$2]++ { print $3 }' | head -n "$3" |
      while read -r f; do
        [ "$(sed 's/[. ].*//' /proc/uptime)" -lt "$ends" ] || exit 137
        if [ "$me" != 0 ] && [ ! -O "$f" ] && [ ! -w "$f" ]; then echo "untold ${f#/proc/}"; continue; fi
        res=$(lim 2 fincore -bnr -o RES,SIZE "$f" </dev/null 2>/dev/null 3>&-) || continue
        # Closed in between: of no name, and so nobody's.
        name=$(readlink -n "$f" | tr '\n' ' ') && [ -n "$name" ] || continue
        printf '%s %s %s\n' "$res" "${f#/proc/}" "$name"
      done
    rc=$?
  else rc=127; fi
  end "$1" $rc
}


# tools NAME TOOL...: which of these are there, and marks of a container.
tools() {
  name=$1 found=; begin "$name"; shift
  for tool; do ! command -v "$tool" >/dev/null 2>&1 || found="$found $tool"; done
  echo "tools$found"
  [ -e /proc/sys/kernel/arch ] || { forks=$((forks + 2)); machine=$(uname -m) && echo "arch $machine"; }
  for f in /.dockerenv /run/.containerenv; do [ ! -e "$f" ] || echo "there $f"; done
  end "$name" 0
}


# Data directories that these processes sit in: settings about memory, and what the newest logs say of memory.
# Each line of a file is given behind a tab, so that none can pass for a heading.
# dir_of PID: says of a directory whether it can be read, and adds its files to those that are.
dir_of() {
  d=/proc/$1/cwd version=
  if [ -f "$d/PG_VERSION" ] && [ -r "$d/PG_VERSION" ]; then read -r version <"$d/PG_VERSION"; fi
  case $version in '' | *[!0-9.]*) version=- ;; esac
  printf '# dir %s %s %s\n' "$1" "$version" "$(readlink "$d" 2>/dev/null | tr '\n' ' ')"
  if [ ! -r "$d/." ]; then echo '# denied'; return; fi
  if [ ! -f "$d/postgresql.conf" ]; then echo '# absent'; return; fi
  for f in postgresql.conf internal.auto.conf postgresql.auto.conf; do
    [ -f "$d/$f" ] || continue
    if [ -r "$d/$f" ]; then confs="$confs $d/$f"; else echo "# unread $f"; fi
  done
  for l in pg_log log; do
    n=0; for f in "$d/$l"/gpdb-*.csv; do n=$((n + 1)); done
    for f in "$d/$l"/gpdb-*.csv; do
      n=$((n - 1)); [ $n -lt 2 ] && [ -f "$f" ] || continue
      case ${f##*/gpdb-} in *[!0-9_-]*.csv) continue ;; esac
      if [ -r "$f" ]; then logs="$logs $f"; else echo "# unread $l/${f##*/}"; fi
    done
  done
}
# newest_of: the last lines of each log.
newest_of() {
  awk -v m=120 'function out() { for (i = n > m ? n - m : 0; i < n; i++) print b[i % m]; n = 0 }
    /^==> .* <==$/ { out(); print; next } { b[n++ % m] = $0 } END { out() }'
}
# data_dirs NAME SECONDS BYTES PID...
data_dirs() {
  name=$1 secs=$2 bytes=$3; begin "$name"; shift 3; forks=$((forks + 3)) tab=$(printf '\t') confs= logs=
  {
    for p; do [ ! -d "/proc/$p" ] || dir_of "$p"; done
    echo '# settings'
    # Quotes go: what stands between them would be masked as a value of a statement.
    [ -z "$confs" ] || lim "$secs" grep -aHiE '^[[:space:]]*(gp_vmem_|gp_resource_manager|gp_resource_group_memory_limit|gp_contentid|runaway_detector_|statement_mem|max_statement_mem|include)' $confs 3>&- | tr -d '\047' |
      cut -b 1-1000 | head -n 2000 | sed "s|^/proc/\([0-9]*\)/cwd/|$tab\1/|"
    # Names of these logs hold no blank, so that the list is split at blanks alone.
    [ -z "$logs" ] || lim "$secs" tail -v -c 524288 $logs 3>&- |
      grep -aE '^==> /proc/[0-9]+/cwd/(pg_)?log/gpdb-[0-9_-]+[.]csv <==$|Out of memory|VM [Pp]rotect|Vmem limit reached|high VMEM usage|Logging memory usage|session_state: [0-9]|terminated by signal 9' | newest_of | cut -b 1-1000 |
      sed -e "s|^==> /proc/\([0-9]*\)/cwd/\(.*\) <==$|# log \1 \2|" -e t -e "s/^/$tab/"
    echo '# end'
  } | head -c "$bytes"
  end "$name" $?
}


# What a kernel log says of memory: whole reports without call traces, single lines, the first and the last line.
klog='/^[#@]/d
/invoked oom-killer/,/Killed process [0-9]|not syncing|killable processes/{
/\+0x[0-9a-f]+\/0x|<\/?TASK>| R[A-Z0-9]+: [0-9a-f]|\] Code: |: Code: |Hardware name:|Call Trace:/d
p
d
}
/page allocation failure/,/pages reserved|reserved pages/{
/\+0x[0-9a-f]+\/0x|<\/?TASK>| R[A-Z0-9]+: [0-9a-f]|\] Code: |: Code: |Hardware name:|Call Trace:/d
p
d
}
/oom-kill:constraint|Kill(ed)? process [0-9]+|oom_reaper: reaped|memory\.oom\.group|killable processes|Manual OOM/{
p
d
}
/not syncing: (Out of memory|System is deadlocked)|killed as a result of limit of|systemd-oomd.*[Kk]illed /{
p
d
}
/earlyoom.*(low memory|sending SIG)|viction manager: |total_vm +rss|\[ *[0-9]+\] +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+ /{
p
d
}
$p'
# klog_try NAME COMMAND...: one log; true when it gave lines. Their first tells how far back it reaches.
klog_try() {
  via=$1; shift
  read -r up _ </proc/uptime; left=$((until - ${up%%.*}))
  if [ $left -le 0 ]; then rc=137
  elif ! command -v "$1" >/dev/null 2>&1; then rc=127
  else
    forks=$((forks + per + 4))
    said=$({ { lim $left "$@" 3>&- 4>&-; echo $? >&4; } | {
      IFS= read -r line || [ -n "$line" ] || exit 0
      printf '# via %s\n' "$via" >&3
      echo got >&4
      case $line in
        [#@]*) ;;
        *'invoked oom-killer'* | *'allocation failure'*) { printf '%s\n' "$line"; cat; } | sed -n -E "$klog"; exit 0 ;;
        *) printf '%s\n' "$line" >&3 ;;
      esac
      exec sed -n -E "$klog" 3>&- 4>&-
    } | tail -c "$bytes" >&3; } 4>&1)
    rc=137 got=
    for word in $said; do if [ "$word" = got ]; then got=1; else rc=$word; fi; done
    if [ -n "$got" ]; then printf '\n# rc %s\n' "$rc"; ran=1; return 0; fi
  fi
  tried="$tried# tried $via $rc
"
  case $rc in 127) ;; 0) why=${why:-1} ;; *) why=${why:-$rc} ;; esac
  return 1
}
# klog_file FILE BYTES: its end, unpacked where it is packed.
klog_file() {
  case $1 in
    *.gz) klog_try "$1" gzip -dc "$1" ;;
    *.xz) klog_try "$1" xz -dc "$1" ;;
    *.bz2) klog_try "$1" bzip2 -dc "$1" ;;
    *.zst) klog_try "$1" zstd -dcq "$1" ;;
    *) klog_try "$1" tail -c "$2" "$1" ;;
  esac
}
klog_near() {
  klog_try dmesg dmesg && return
  [ $rc -ne 0 ] || ran=1
  klog_try journalctl journalctl --no-pager -q -o short-iso -n 20000 -b _TRANSPORT=kernel + _SYSTEMD_UNIT=systemd-oomd.service + _SYSTEMD_UNIT=earlyoom.service + _SYSTEMD_UNIT=kubelet.service && return
  for f in /var/log/kern.log /var/log/messages /var/log/syslog; do
    [ ! -e "$f" ] || ! klog_file "$f" 33554432 || return
  done
}
klog_far() {
  klog_try dmesg dmesg || [ $rc -ne 0 ] || ran=1
  klog_try journalctl journalctl --no-pager -q -o short-iso -n 200000 _TRANSPORT=kernel + _SYSTEMD_UNIT=systemd-oomd.service + _SYSTEMD_UNIT=earlyoom.service + _SYSTEMD_UNIT=kubelet.service
  files=0 ifs=$IFS; IFS='
'
  for f in $(ls -t /var/log/kern.log* /var/log/messages* /var/log/syslog* 2>/dev/null); do
    IFS=$ifs; files=$((files + 1))
    [ $files -le 12 ] || break
    [ ! -f "$f" ] || klog_file "$f" 268435456
  done
  IFS=$ifs
}
# kernel_log NAME SECONDS BYTES near|far: the first log that gives lines, or all of them, each within BYTES.
kernel_log() {
  name=$1 bytes=$3 tried= ran= why=; begin "$name"
  read -r up _ </proc/uptime; until=$((${up%%.*} + $2))
  "klog_$4"
  if [ -n "$ran" ]; then printf '%s' "$tried"; rc=0
  else
    restrict=; { read -r restrict </proc/sys/kernel/dmesg_restrict; } 2>/dev/null
    echo "kernel.dmesg_restrict=$restrict groups=$(id -Gn 2>/dev/null | tr ' ' ',')" >&2
    rc=${why:-127}
  fi
  end "$name" $rc
}


# sysstat NAME SECONDS BYTES DAYS: memory by sysstat's own daily files, the newest first. Nothing is unpacked or written.
sysstat() {
  name=$1 bytes=$3 days=$4; begin "$name"
  if ! command -v sadf >/dev/null 2>&1; then end "$name" 127; return; fi
  forks=$((forks + 6))
  read -r up _ </proc/uptime; until=$((${up%%.*} + $2))
  gently=; ! nice -n 19 true 2>/dev/null || gently='nice -n 19'
  rc=$({ {
    files=0 packed=0 rc=66 ifs=$IFS; IFS='
'
    for f in $(ls -t /var/log/sysstat/sa[0-9][0-9]* /var/log/sa/sa[0-9][0-9]* 2>/dev/null); do
      IFS=$ifs
      case ${f##*/sa} in *[!0-9]*) packed=$((packed + 1)); continue ;; esac
      files=$((files + 1)); [ $files -le "$days" ] || break
      read -r up _ </proc/uptime; [ "${up%%.*}" -lt $until ] || { rc=137; break; }
      if lim 3 $gently sadf -d 600 "$f" -- -r 3>&- 4>&-; then rc=0
      else _r=$?; [ $_r -ne 141 ] || break; [ $rc -ne 66 ] || rc=$_r; fi
    done; IFS=$ifs
    [ $rc -ne 0 ] || [ $packed -eq 0 ] || echo "# packed: $packed"
    echo $rc >&4
  } | head -c "$bytes" >&3; } 4>&1)
  end "$name" "${rc:-141}"
}


# Mappings are counted once, up to the bound: beyond it, what walks them all is not read unasked (status 68).
# Counting walks them too: on a host under pressure it is left out, with all that would follow.
maps_gate() { shed=; if pressed; then shed=$pressure; else count_maps; fi; }
count_maps() { forks=$((forks + per + 1)) maps=$(lim 2 grep -cm 5000 '' "$P/maps" 2>/dev/null 3>&-); maps_rc=$?; }
few_maps() {
  if [ $maps_rc -eq 137 ]; then return 137; fi
  if [ "${maps:-0}" -ge 5000 ]; then return 68; fi
}
bounded() {
  if [ -n "$shed" ]; then begin "$3"; echo "$shed" >&2; end "$3" 69; return; fi
  if few_maps; then "$@"; else rc=$?; begin "$3"; end "$3" $rc; fi
}

watch_on

group host group:host 5 /proc/vmstat /proc/meminfo /proc/sys/vm/swappiness /proc/no-such-file /proc/sys/vm/overcommit_memory /proc/sys/vm/no-such /proc/sys/vm/swappiness.no /proc/sys/vm/max_map_count
file host etc/os-release 5 1048577 /etc/os-release
argv host uname 5 1048577 uname -sr
argv host quoted 5 1048577 printf '%s|' 'it'\''s' '$HOME `id`' 'a;b'
argv host no-tool 5 1048577 memcheck-no-such-tool
tools tools head memcheck-no-such-tool tr
processes proc/processes 5 1048577 '^([0-9]+ \(|Name:|VmRSS:)' stat status
arguments proc/first-args 5 1048577 1
arguments proc/all-args 5 1048577 100
data_dirs data-dirs 5 1048577 4242 4243
kernel_log log/near 5 524288 near
kernel_log log/far 5 131072 far
sysstat sysstat/memory 5 1048577 28
if [ "$PID" != - ]; then
cgroups cgroup/memory 5 memory.stat memory.limit_in_bytes memory.max memory.current
group process group:process 5 "$P/stat" "$P/status"
flat process proc/PID/cmdline 5 1048577 "$P/cmdline"
maps_gate
bounded file process proc/PID/smaps_rollup 5 1048577 "$P/smaps_rollup"
bounded file process proc/PID/smaps 5 1048577 "$P/smaps"
begin 'proc/PID/stat#end'; stat=; { IFS= read -r stat <"$P/stat"; } 2>/dev/null; printf '%s' "$stat"; alive process 0; end 'proc/PID/stat#end' $?
fi
mark levels
if [ "$wait" != 0 ]; then
sleep "$wait"
group host 'group:host-counters#2' 5 /proc/vmstat
if [ "$PID" != - ]; then
cgroups 'cgroup/memory#2' 5 memory.stat memory.limit_in_bytes memory.max memory.current
group process 'group:process-counters#2' 5 "$P/stat"
fi
fi
mark bye
cost
watch_off
kill $guard 2>/dev/null
exit 0
}
{ exec 5<&0; main "$@" </dev/null; exit; }
