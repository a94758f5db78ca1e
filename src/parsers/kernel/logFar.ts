/**
 * All that a host's logs tell of memory: the kernel's ring, the journal of earlier boots too, log files and rotated ones.
 * Read when somebody asks what was killed and when; an event that several logs tell is one event.
 *
 * ```
 * # via dmesg
 * [    0.000000] Linux version 6.1.0-56-cloud-amd64
 * [  211.424700] Out of memory: Killed process 224 (eater) total-vm:160888kB, anon-rss:158340kB, file-rss:4kB, shmem-rss:648kB, UID:0 pgtables:360kB oom_score_adj:0
 *
 * # rc 0
 * # via /var/log/kern.log.1
 * Nov 13 03:14:07 db1 kernel: [ 9120.100000] Linux version 6.1.0-56-cloud-amd64
 * Nov 13 03:14:08 db1 kernel: [ 9121.100000] Out of memory: Killed process 812 (java) total-vm:4160888kB, anon-rss:3158340kB, file-rss:4kB, shmem-rss:0kB, UID:0 pgtables:6360kB oom_score_adj:0
 *
 * # rc 0
 * # tried journalctl 0
 * ```
 */
import type { Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import type { KernelLog } from './events.ts'
import { kernelLogSink } from './logSink.ts'

const ID = 'kernel/log-far'

export const kernelLogFar: Source<KernelLog> = {
  id: ID,
  scope: 'host',
  at: { kind: 'kernel-log', reach: 'far' },
  price: 'cheap',
  class: 'look',
  mask: 'args',
  // The same text as kernel/log, which reads files that people bring.
  signs: null,
  limits: { bytes: 6 * 1024 * 1024, seconds: 12 },
  counters: false,
  when: 'asked',
  parse: parseBySink(ID, kernelLogSink),
  sink: kernelLogSink,
}
