/**
 * `sudo -V` as an ordinary login sees it: its version, which tells whether sudoers may hold regular expressions
 * (sudoers(5): since 1.9.10).
 *
 * ```
 * Sudo version 1.9.13p3
 * Sudoers policy plugin version 1.9.13p3
 * ```
 */
import type { LineSink, Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'

interface SudoVersion {
  readonly version: string
  readonly hasRegex: boolean
}

const ID = 'host/sudo'

export const sudoVersion: Source<SudoVersion> = {
  id: ID,
  scope: 'host',
  at: { kind: 'argv', argv: ['sudo', '-V'] },
  price: 'cheap',
  class: 'look',
  mask: 'none',
  signs: null,
  limits: { bytes: 8192, seconds: 3 },
  counters: false,
  when: 'asked',
  parse: parseBySink(ID, sink),
}

/** 1.9.10, as numbers. */
const REGEX_SINCE = [1, 9, 10] as const

/** As root it prints its settings behind that, of which none is read. */
function sink(): LineSink<SudoVersion> {
  let found: SudoVersion | null = null
  return {
    line(text) {
      found ??= readVersion(text)
    },
    end: () => found,
  }
}

function readVersion(line: string): SudoVersion | null {
  const [, version, major, minor, patch = '0'] =
    /^Sudo version ((\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?\S{0,20})/.exec(line) ?? []
  if (version === undefined) return null
  const parts = [Number(major), Number(minor), Number(patch)]
  const at = parts.findIndex((part, i) => part !== REGEX_SINCE[i])
  return { version, hasRegex: at < 0 || (parts[at] ?? 0) > (REGEX_SINCE[at] ?? 0) }
}
