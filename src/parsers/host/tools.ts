/**
 * Which tools are there, and what only a shell can see: asked of the shell itself, so that no process is started. The
 * architecture stands here where the kernel has no file for it.
 *
 * ```
 * tools timeout nice ionice getconf grep sed awk dmesg journalctl python3
 * arch x86_64
 * there /.dockerenv
 * ```
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink, Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'

interface HostTools {
  readonly tools: readonly string[]
  readonly architecture: string | null
  /** Files that mark a container. */
  readonly marks: readonly string[]
}

const ID = 'host/tools'
/** What scripts and walks use, or what a person would be told to use. */
const TOOLS = [
  'timeout',
  'nice',
  'ionice',
  'renice',
  'sudo',
  'getconf',
  'grep',
  'sed',
  'awk',
  'find',
  'stat',
  'readlink',
  'fincore',
  'df',
  'dmesg',
  'journalctl',
  'sadf',
  'gzip',
  'xz',
  'bzip2',
  'zstd',
  'perl',
  'python3',
  'gdb',
  'busybox',
]

export const hostTools: Source<HostTools> = {
  id: ID,
  scope: 'host',
  at: { kind: 'tools', names: TOOLS },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: null,
  limits: { bytes: 4096, seconds: 2 },
  counters: false,
  when: 'always',
  parse: parseBySink(ID, sink),
}

const WORD = /^[A-Za-z0-9_.-]{1,40}$/

function sink(losses: LossLog): LineSink<HostTools> {
  let tools: readonly string[] | null = null
  let architecture: string | null = null
  const marks: string[] = []
  return {
    line(text, number) {
      const [head, ...words] = text.split(' ')
      const [first = ''] = words
      if (head === 'tools' && words.every((word) => WORD.test(word))) tools = words
      else if (head === 'arch' && WORD.test(first)) architecture = first
      else if (head === 'there' && marks.length < 10) marks.push(first)
      else losses.add('bad-line', number, text)
    },
    end: () => (tools === null ? null : { tools, architecture, marks }),
  }
}
