/**
 * What sysstat kept of this host's memory, by its own `sadf -d FILE -- -r`: the newest daily file first, each with a header
 * of its own. `# packed: 3` counts files that sysstat has packed, which sadf does not read.
 *
 * ```
 * db1;-1;2026-11-26 06:12:01 UTC;LINUX-RESTART	(4 CPU)
 * # hostname;interval;timestamp;kbmemfree;kbavail;kbmemused;%memused;kbbuffers;kbcached;kbcommit;%commit;kbactive;kbinact;kbdirty
 * db1;601;2026-11-26 06:20:01 UTC;1038284;4234567;3064401;37.69;123280;3636960;4332128;53.29;2424600;4429328;784
 * # hostname;interval;timestamp;kbmemfree;kbavail;kbmemused;%memused;kbbuffers;kbcached;kbcommit;%commit;kbactive;kbinact;kbdirty
 * db1;600;2026-11-25 23:50:01 UTC;838284;4134567;3164401;38.92;123280;3736960;4332128;53.29;2424600;4429328;812
 * # packed: 3
 * ```
 */
import type { Source } from '../../domain/source.ts'
import { type Sadf, sadfText } from './sadf.ts'

const ID = 'sysstat/memory'

export const sysstatMemory: Source<Sadf> = {
  id: ID,
  scope: 'host',
  // sysstat keeps saDD files for 28 days at most (sa2(8)): the next month's overwrite them.
  at: { kind: 'sysstat', days: 28 },
  price: 'cheap',
  class: 'look',
  mask: 'names',
  // The same text as sadf, which reads files that people bring.
  signs: null,
  // 28 days of a record each ten minutes are 560 KB.
  limits: { bytes: 2 * 1024 * 1024, seconds: 12 },
  counters: false,
  when: 'asked',
  parse: (text, told) => sadfText(ID, text, told),
}
