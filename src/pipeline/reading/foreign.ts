/**
 * Outputs that memcheck does not read yet, known by their own marks so that they are named and never misread as
 * something else. The words are those of the tools. Pure.
 */

interface Foreign {
  readonly name: string
  readonly mark: RegExp
}

const FOREIGN: readonly Foreign[] = [
  {
    name: 'valgrind memcheck',
    mark: /^(?:==\d+==|==\d\d:\d\d:\d\d:\d\d\.\d+ \d+==|--\d+--) |^<valgrindoutput>|^(?:HEAP|LEAK) SUMMARY:/,
  },
  { name: 'valgrind massif', mark: /^desc: --|^snapshot=\d+$|^Command:\s+\S.*\n?Massif|^ms_print/ },
  { name: 'valgrind dhat', mark: /"dhatFileVersion"|^\{"dhat/ },
  {
    name: 'AddressSanitizer or LeakSanitizer',
    mark: /^==?=?\d+==\s*ERROR: (?:Address|Leak)Sanitizer|^(?:Direct|Indirect) leak of \d+ byte/,
  },
  { name: 'JVM class histogram', mark: /^\s*num\s+#instances\s+#bytes\s+[Cc]lass name/ },
  { name: 'JVM native memory tracking', mark: /^Native Memory Tracking:/ },
  { name: 'JVM thread dump', mark: /^Full thread dump / },
  {
    name: 'JVM heap info',
    mark: /^\s*(?:garbage-first heap|def new generation|PSYoungGen|par new generation|ZHeap|Shenandoah Heap)\b/,
  },
  {
    name: 'JVM GC log',
    mark: /^\[\d+\.\d+s\]\[\w+ *\]\[(?:gc|safepoint)|^\[[^\]]*\]\[(?:info|debug|trace|warning) *\]\[gc|^\d+\.\d+: \[(?:Full )?GC/,
  },
  { name: 'jstat', mark: /^\s*(?:Timestamp\s+)?S0C\s+S1C\s+S0U/ },
  { name: 'JVM flight recording', mark: /^jdk\.\w+ \{|^ ?Event Type\s+Count\s+Size/ },
  { name: 'JVM flags', mark: /^-XX:|^VM Arguments:|^\[Global flags\]/ },
  {
    name: 'memleak (bcc)',
    mark: /^\[\d\d:\d\d:\d\d\] Top \d+ stacks with outstanding allocations/,
  },
  { name: 'bpftrace', mark: /^Attaching \d+ probes?|^@\w+\[|^@\w*: \d+$/ },
  {
    name: 'perf',
    mark: /^# (?:To display the perf|Total Lost Samples|Samples: )|^\s*\S+\s+\d+(?: \[\d+\])?\s+\d+\.\d+: +\d* *[\w-]+:/,
  },
  {
    name: 'heaptrack',
    mark: /^reading file ".*heaptrack|^MOST CALLS TO ALLOCATION FUNCTIONS|^total runtime: [\d.]+s\.$/,
  },
  { name: 'collapsed stacks', mark: /^[^;\n]{1,200}(?:;[^;\n]{1,400}){2,};? \d+$/ },
  { name: 'tcmalloc heap profile', mark: /^heap profile:|^heap_v2\/|^Total: [\d.]+ [KMG]?B$/ },
  { name: 'tcmalloc', mark: /^Starting tracking the heap|^Dumping heap profile to/ },
  { name: 'jemalloc statistics', mark: /^___ Begin jemalloc statistics ___/ },
  { name: 'jemalloc', mark: /^<jemalloc>:/ },
  {
    name: 'gdb',
    mark: /^\(gdb\)|^0x[0-9a-f]+(?: <[^>]*>)?:\s|^\d+ patterns? found\.?$|^Saved corefile |^\[Thread debugging using|^0x[0-9a-f]{6,16}$/,
  },
  { name: 'StarRocks FE log', mark: /MemoryUsageTracker|\bestimated [\d.]+ ?[KMG]?i?B of memory/ },
  {
    name: 'PHP-FPM log',
    mark: /^\[\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d(?:\.\d+)?\] (?:NOTICE|WARNING|ERROR|ALERT|DEBUG): /,
  },
  { name: 'PHP-FPM status', mark: /^pool:\s+\S+|^\{"pool":"/ },
  { name: 'PHP-FPM configuration', mark: /^pm(?:\.\w+)? *= *\w+|^\[www\]$/ },
  { name: 'Python tracemalloc', mark: /^\S+:\d+: size=[\d.]+ \S+|^<stdin>:\d+: size=/ },
  { name: 'Node.js memory usage', mark: /^\{ ?"?rss"?: ?\d+/ },
  { name: 'V8 heap snapshot', mark: /^\{"snapshot":\{"meta"/ },
  { name: 'an HTML page', mark: /^\s*<(?:!doctype html|html|\?xml)/i },
  {
    name: 'source code',
    mark: /^#include\s*[<"]|^(?:import|package) [\w.]+;|^<\?php|^#!\/(?:bin|usr)\//,
  },
]

/** What is no evidence of memory: in a folder of many files it is passed over. */
export function isBeside(name: string): boolean {
  return name === SOURCE || name === PAGE || name.startsWith('PHP-FPM')
}

const SOURCE = 'source code'
const PAGE = 'an HTML page'

/** The tool whose mark this line bears; null when it is none of them. */
export function foreignLine(line: string): string | null {
  if (line.length > LINE_CHARS) return foreignLine(line.slice(0, LINE_CHARS))
  if (!ANY.test(line) && !PAGE_MARK.test(line)) return null
  return FOREIGN.find(({ mark }) => mark.test(line))?.name ?? null
}

/** One pattern for all: most lines of a large text bear no mark. */
const ANY = new RegExp(
  FOREIGN.filter(({ mark }) => mark.flags === '')
    .map(({ mark }) => `(?:${mark.source})`)
    .join('|'),
)
const PAGE_MARK = /^\s*</

const LINE_CHARS = 2000

/** Files of bytes, by their first ones (file(1), magic). */
export function binaryName(bytes: Uint8Array): string | null {
  for (const [name, at, magic] of MAGIC) {
    if (magic.every((byte, i) => bytes[at + i] === byte)) return name
  }
  return null
}

const MAGIC: readonly (readonly [name: string, at: number, magic: readonly number[]])[] = [
  ['an ELF file (program, library or core)', 0, [0x7f, 0x45, 0x4c, 0x46]],
  ['xz data', 0, [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['bzip2 data', 0, [0x42, 0x5a, 0x68]],
  ['zstd data', 0, [0x28, 0xb5, 0x2f, 0xfd]],
  ['a PNG picture', 0, [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', 0, [0xff, 0xd8, 0xff]],
  ['a PDF', 0, [0x25, 0x50, 0x44, 0x46]],
  ['a Java heap dump', 0, [0x4a, 0x41, 0x56, 0x41, 0x20, 0x50, 0x52, 0x4f, 0x46]],
  ['a Java flight recording', 0, [0x46, 0x4c, 0x52, 0x00]],
  ['a sysstat file (give it to sadf)', 0, [0x96, 0xd5]],
  ['a journal file (give it to journalctl --file)', 0, [0x4c, 0x50, 0x4b, 0x53]],
  ['a vmcore', 0, [0x4b, 0x44, 0x55, 0x4d, 0x50]],
]
