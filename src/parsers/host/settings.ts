/**
 * The kernel's settings that memory hangs on: files of /proc/sys, each line as `path:value`. The same values as
 * `sysctl -a` and sysctl.conf write them are read too. Formats: Documentation/admin-guide/sysctl/, sysctl(8),
 * sysctl.conf(5).
 *
 * ```
 * /proc/sys/vm/overcommit_memory:0
 * /proc/sys/vm/max_map_count:65530
 * /proc/sys/vm/lowmem_reserve_ratio:256	256	32	0	0
 * /proc/sys/kernel/sem:32000	1024000000	500	32000
 * /proc/sys/kernel/shmmax:18446744073692774399
 * /proc/sys/fs/file-nr:1056	0	9223372036854775807
 * vm.swappiness = 60
 * kernel.core_pattern=core
 * # net/ipv4/ip_forward is another spelling of net.ipv4.ip_forward
 * -net/ipv4/conf/eth0.100/rp_filter = 2
 * * Applying /etc/sysctl.d/99-sysctl.conf ...
 * ```
 *
 * A name that a tool could not read is a loss. A file of configuration says what is set at boot, not what holds
 * now. Of a name that is set twice the later one holds; texts of several lines come as one name several times.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink, Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import { camelCase } from '../text/names.ts'
import { wholeNumber } from '../text/numbers.ts'

/** Null is a number beyond 2^53, which as a limit is none. */
type SettingNumber = number | null
/** A number, several, or text. */
export type Setting = SettingNumber | readonly SettingNumber[] | string

/** The sysctl's name in camel case (`vm.max_map_count` -> vmMaxMapCount), units as the kernel has them. */
export type HostSettings = Readonly<Record<string, Setting>>

const ID = 'host/settings'

const VM = [
  'overcommit_memory',
  'overcommit_ratio',
  'overcommit_kbytes',
  'swappiness',
  'page-cluster',
  'min_free_kbytes',
  'watermark_scale_factor',
  'watermark_boost_factor',
  'lowmem_reserve_ratio',
  'extfrag_threshold',
  'compaction_proactiveness',
  'max_map_count',
  'panic_on_oom',
  'oom_kill_allocating_task',
  'oom_dump_tasks',
  'zone_reclaim_mode',
  'vfs_cache_pressure',
  'dirty_ratio',
  'dirty_bytes',
  'dirty_background_ratio',
  'dirty_background_bytes',
  'dirty_expire_centisecs',
  'admin_reserve_kbytes',
  'user_reserve_kbytes',
  'nr_hugepages',
  'nr_overcommit_hugepages',
].map((name) => `/proc/sys/vm/${name}`)
const KERNEL = ['pid_max', 'threads-max', 'shmmax', 'shmall', 'shmmni', 'sem', 'panic'].map(
  (name) => `/proc/sys/kernel/${name}`,
)
const FS = ['file-nr', 'file-max', 'nr_open'].map((name) => `/proc/sys/fs/${name}`)

export const hostSettings: Source<HostSettings> = {
  id: ID,
  scope: 'host',
  at: { kind: 'files', paths: [...VM, ...KERNEL, ...FS] },
  price: 'free',
  class: 'look',
  // A full list has keys in it (net.ipv6.conf.all.stable_secret).
  mask: 'args',
  signs: {
    begins:
      /^-?(?:\/proc\/sys\/[^\s:]+:|(?:abi|crypto|debug|dev|fs|kernel|net|sunrpc|user|vm)[./][^\s=]+\s*=)/,
    goesOn: /^\s*(?:[#;]|$)|^(?:sysctl|error): |^\* Applying |^\s*-?[a-z_]\w*[./][^\s=]+\s*=/,
    names: /sysctl/,
  },
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse: parseBySink(ID, sink),
}

const FILE_LINE = /^\/proc\/sys\/([^\s:]{1,200}):(.*)$/
const NAMED_LINE = /^\s*-?\s*([A-Za-z_][^\s=]{0,200}[^\s=]|[A-Za-z_])\s*=(.*)$/
/** What procps, busybox and grep say of a name that they could not read, and comments. */
const NOT_READ = /^(?:sysctl|error|grep): /
const NO_SETTING = /^\s*(?:[#;]|$)|^\* Applying /

function sink(losses: LossLog): LineSink<HostSettings> {
  const settings: Record<string, Setting> = {}
  let last = ''
  return {
    line(line, number) {
      if (NO_SETTING.test(line)) return
      const [name, text] = named(line)
      if (name === '') {
        losses.add(NOT_READ.test(line) ? 'missing-field' : 'bad-line', number, line)
        return
      }
      const of = settingOf(name, text.trim())
      if (of === undefined) {
        losses.add('bad-number', number, line)
        return
      }
      const before = settings[name]
      const goesOn = name === last && typeof before === 'string' && typeof of === 'string'
      settings[name] = goesOn ? `${before}\n${of}` : of
      last = name
    },
    end: () => (last === '' ? null : settings),
  }
}

/** The name of a line's setting and its text; an empty name for another line. */
function named(line: string): readonly [name: string, text: string] {
  const [, path, content] = FILE_LINE.exec(line) ?? []
  if (path !== undefined && content !== undefined) return [camelCase(path), content]
  const [, word, text] = NAMED_LINE.exec(line) ?? []
  // A setting lies in a directory: a word alone is a line of something else.
  if (word === undefined || text === undefined || !/[./]/.test(word)) return ['', '']
  return [camelCase(word), text]
}

const NUMBER = /^-?(?:0|[1-9]\d{0,19})$/
/** Settings whose largest value stands for "no limit" and is beyond 2^53 by default. */
const NO_LIMIT = new Set(['kernelShmmax', 'kernelShmall', 'fsFileMax', 'fsFileNr'])

/** Undefined for a number that cannot be told exactly and is no way of saying "none". */
function settingOf(name: string, text: string): Setting | undefined {
  const words = text.split(/\s+/)
  if (!words.every((word) => NUMBER.test(word))) return text
  const numbers = words.map(exact)
  if (numbers.includes(null) && !NO_LIMIT.has(name)) return undefined
  const [first = null] = numbers
  return numbers.length === 1 ? first : numbers
}

function exact(word: string): SettingNumber {
  if (!word.startsWith('-')) return wholeNumber(word)
  const number = wholeNumber(word.slice(1))
  // Never -0, which JSON writes as 0 and tests as another.
  return number === null ? null : 0 - number
}

/** A setting that is one number, by its name here; null when it is not known, or no limit. */
export function settingNumber(of: HostSettings | null, name: string): number | null {
  const setting = of?.[name]
  return typeof setting === 'number' ? setting : null
}
