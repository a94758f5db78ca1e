/**
 * Lines that people and tools put between texts: `==> FILE <==`, `=== x ===`, shell prompts, `# cat FILE`. They
 * begin a section and name what follows. Pure.
 */

export interface Marker {
  /** What the line says follows: a command or a path; empty when it is only a line between. */
  readonly title: string
  /** When the line holds an instant, in epoch milliseconds. */
  readonly atMs: number | null
}

/** Commands whose output is evidence; a prompt before other words is no prompt that we can be sure of. */
const COMMANDS =
  '(?:sudo(?: -\\S+)* )?(?:\\S*/)?(?:cat|head|tail|less|more|grep|egrep|zcat|zgrep|awk|sed|sort|watch|free|ps|top|htop|atop|pmap|smem|vmstat|iostat|mpstat|sar|sadf|slabtop|dmesg|journalctl|lsof|ls|df|du|ipcs|sysctl|swapon|numastat|numactl|fincore|vmtouch|uptime|uname|date|hostname|kubectl|docker|podman|crictl|oc|systemctl|systemd-cgtop|jcmd|jmap|jstat|gdb|perf|valgrind|ulimit|readlink|find|for|while|pidstat|nproc|lscpu|lsmem|psql|php-fpm|ssh|nsenter|xsos|crash|egrep|w|who|id|echo|tuned-adm|getconf|mount|stat)\\b'

const PROMPT = new RegExp(
  `^\\s*(?:\\[[^\\]\\n]{1,80}\\]\\s*[$#%>]|[\\w.-]+@[\\w.-]+(?:[: ][^$#%>\\n]{0,80})?[$#%>]|(?:ba|z|c|k)?sh-[\\d.]+[$#]|[$#%>+❯➜])\\s*(${COMMANDS}.*)$`,
)
const BARE_COMMAND = /^\s*(?:cat|head|tail|zcat) (?:-\S+ )*(\/(?:proc|sys|var)\S+)\s*$/
const TAIL_HEADER = /^==> (.+) <==\s*$/
/** `===== x =====`, `--- x ---`, `### x ###`, `*** x ***`; the run may stand on the left alone before a path. */
const FRAMED = /^\s*([=\-#*~+_])\1{1,}[\s>[(]*(\S.*?)[\s<\])]*\1{2,}\s*$/
const LEFT_RUN = /^\s*(?:#{2,}|={3,}|-{3,}|\*{3,}|~{3,})\s+(\S.{0,120})$/
const PATH_ALONE = /^\s*((?:\/(?:proc|sys|var\/log|run|dev)\/|memory\.)[^\s:]*)\s*:?\s*$/
const RULE = /^\s*([=\-#*~_])\1{4,}\s*$/
const DATE_LINE =
  /^\s*(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2} (?:[AP]M )?(?:[A-Z]{2,5} )?\d{4}\s*$/
const STAMP_LINE =
  /^\s*[[(#=\-\s]*(\d{4}-\d{2}-\d{2}[T _]\d{2}:\d{2}(?::\d{2})?\S*|1\d{9}(?:\.\d+|\d{3})?)[\])#=\-\s]*$/

/** The marker that a line is; null when it is none. Only asked for lines that no kind at hand goes on with. */
export function markerOf(line: string): Marker | null {
  if (line.length > MARKER_CHARS || !MAY_MARK.test(line)) return null
  const trimmed = line.replace(/\r$/, '')
  const stamp = STAMP_LINE.exec(trimmed)?.[1] ?? (DATE_LINE.test(trimmed) ? trimmed.trim() : null)
  if (stamp !== null) {
    const atMs = instantOf(stamp)
    return atMs === null ? null : { title: '', atMs }
  }
  if (RULE.test(trimmed)) return { title: '', atMs: null }
  const title =
    TAIL_HEADER.exec(trimmed)?.[1] ??
    PROMPT.exec(trimmed)?.[1] ??
    BARE_COMMAND.exec(trimmed)?.[1] ??
    FRAMED.exec(trimmed)?.[2] ??
    LEFT_RUN.exec(trimmed)?.[1] ??
    PATH_ALONE.exec(trimmed)?.[1] ??
    null
  return title === null ? null : { title: title.trim(), atMs: instantIn(title) }
}

const MARKER_CHARS = 300
/** What every marker has one of: most lines of a large text have none. */
const MAY_MARK =
  /[$#%>+❯➜]|[=\-*~_]{2}|:\d\d|\/(?:proc|sys|var|run|dev)\/|^\s*(?:memory\.|\d{4}-|1\d{9})/

/** Epoch milliseconds of a whole text that is a time: ISO 8601 (UTC where it has no zone), `date`, epoch seconds. */
export function instantOf(text: string): number | null {
  const word = text.trim()
  if (/^1\d{9}(?:\.\d+)?$/.test(word)) return Math.round(Number(word) * 1000)
  if (/^1\d{12}$/.test(word)) return Number(word)
  const iso =
    /^(\d{4}-\d{2}-\d{2})[T _](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/.exec(
      word,
    )
  if (iso !== null) {
    const zone = (iso[3] ?? 'Z').replace('UTC', 'Z').replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
    return valid(Date.parse(`${iso[1]}T${iso[2]}${zone}`))
  }
  if (!DATE_LINE.test(word)) return null
  // Zones by letters are not one thing worldwide: only those that Date.parse knows are taken as told.
  return valid(Date.parse(/\b(?:UTC|GMT|[ECMP][SD]T)\b/.test(word) ? word : `${word} UTC`))
}

/** A time inside a title: `### 2026-11-20T08:00:00Z free -m`. */
export function instantIn(text: string): number | null {
  const found =
    /\d{4}-\d{2}-\d{2}[T _]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:Z| UTC|[+-]\d{2}:?\d{2})?/.exec(
      text,
    )?.[0] ?? /(?<![\d.])1\d{9}(?:\d{3})?(?![\d.])/.exec(text)?.[0]
  return found === undefined ? null : instantOf(found)
}

function valid(ms: number): number | null {
  return Number.isFinite(ms) && ms > 0 ? ms : null
}
