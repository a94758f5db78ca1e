/**
 * Settings about memory of Greenplum's segments and what their newest logs say of memory: the answer of `data_dirs`
 * (src/script/dataDirs.ts). Formats: "Setting Parameters" in the server's documentation; elog.c's CSV.
 *
 * ```
 * # dir 4373 /data/primary/gpseg0
 * # file PG_VERSION
 * 	9.4
 * # file postgresql.conf
 * 	gp_vmem_protect_limit=8192	# virtual memory limit (in MB).
 * 	statement_mem = 125MB
 * # file postgresql.auto.conf
 * 	gp_resource_manager = group
 * # log pg_log/gpdb-2024-11-20_000000.csv
 * 	2024-11-20 08:40:06.622513 CST,"study","study",p12769,th525641856,"10.0.0.7","56944",2024-11-20 08:02:55 CST,0,con115145,cmd11308848,seg-1,,dx458067,,sx1,"ERROR","XX000","Canceling query because of high VMEM usage. Used: 4694MB, available 818MB, red zone: 7372MB (runaway_cleaner.c:202)",,,,,,,0,,"runaway_cleaner.c",202,
 * # dir 4375 /data/mirror/gpseg1
 * # denied
 * # late 4380
 * # end
 * ```
 *
 * Lines of a file stand behind a tab; all others are the script's own. Of a name that is set twice the later one holds.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink, Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'

export interface DataDir {
  /** Of the postmaster. */
  readonly pid: number
  /** Null where it could not be seen. */
  readonly path: string | null
  /** Why nothing of it was read: no right to, no data directory, or the time was over. */
  readonly refused: 'denied' | 'absent' | 'late' | null
  /** Files of it that could not be read. */
  readonly deniedFiles: readonly string[]
  /** `9.4` for Greenplum 6, `12` for 7. */
  readonly version: string | null
  /** As written, without quotes and comments, by name. */
  readonly settings: Readonly<Record<string, string>>
  /** Lines about memory, newest file first. */
  readonly logs: readonly { readonly file: string; readonly lines: readonly string[] }[]
}

export interface DataDirs {
  readonly dirs: readonly DataDir[]
}

const ID = 'greenplum/data-dirs'
const MAX_DIRS = 64
const MAX_LINES = 20_000

export const dataDirs: Source<DataDirs> = {
  id: ID,
  scope: 'host',
  at: { kind: 'data-dirs', pids: [] },
  price: 'cheap',
  class: 'look',
  mask: 'tabbed-statements',
  signs: {
    begins: /^# dir \d{1,7} /,
    goesOn: /^(?:\t|# (?:file|log|late) \S|# (?:denied|absent|end)$)/,
    repeats: true,
    names: null,
  },
  limits: { bytes: 1024 * 1024, seconds: 10 },
  counters: false,
  when: 'asked',
  parse: parseBySink(ID, sink),
}

interface Draft {
  readonly pid: number
  readonly path: string | null
  refused: DataDir['refused']
  readonly deniedFiles: string[]
  version: string | null
  readonly settings: Map<string, string>
  readonly logs: { readonly file: string; readonly lines: string[] }[]
}

function sink(losses: LossLog): LineSink<DataDirs> {
  const dirs: Draft[] = []
  let file: string | null = null
  let lines = 0
  let ended = false

  const heading = (line: string, number: number): void => {
    const [, word = '', rest = ''] = /^# (\w+)(?: (.{1,4200}))?$/.exec(line) ?? []
    const last = dirs.at(-1)
    if (word === 'dir' || word === 'late') {
      const draft = draftOf(word, rest)
      file = null
      if (draft === null) losses.add('bad-line', number, line)
      else if (dirs.length >= MAX_DIRS) losses.add('too-many', number, line)
      else dirs.push(draft)
    } else if (last !== undefined && (word === 'file' || word === 'log') && rest !== '') {
      file = rest
      if (word === 'log') last.logs.push({ file: rest, lines: [] })
    } else if (last !== undefined && (word === 'denied' || word === 'absent')) {
      if (file === null) last.refused = word
      else last.deniedFiles.push(file)
    } else if (word === 'end') ended = true
    else losses.add('bad-line', number, line)
  }

  const text = (line: string, number: number): void => {
    const last = dirs.at(-1)
    lines += 1
    if (lines > MAX_LINES) losses.add('too-many', number, line)
    else if (last === undefined || file === null) losses.add('bad-line', number, line)
    else if (last.logs.at(-1)?.file === file) last.logs.at(-1)?.lines.push(line)
    else if (file === 'PG_VERSION') last.version = line.trim().slice(0, VERSION_CHARS)
    else set(last.settings, line, number, losses)
  }

  return {
    line(line, number) {
      if (line.startsWith('\t')) text(line.slice(1), number)
      else if (line.startsWith('# ')) heading(line, number)
      else if (line.trim() !== '') losses.add('bad-line', number, line)
    },
    end() {
      if (dirs.length === 0 && !ended) return null
      return {
        dirs: dirs.map(({ settings, ...rest }) => ({
          ...rest,
          settings: Object.fromEntries(settings),
        })),
      }
    },
  }
}

const VERSION_CHARS = 16

function draftOf(word: 'dir' | 'late', rest: string): Draft | null {
  const [, pid, path = ''] = /^(\d{1,7})(?: (\/.*?))? ?$/.exec(rest) ?? []
  if (pid === undefined) return null
  return {
    pid: Number(pid),
    path: path === '' ? null : path,
    refused: word === 'late' ? 'late' : null,
    deniedFiles: [],
    version: null,
    settings: new Map(),
    logs: [],
  }
}

/** `name = value # comment`, the equals sign may be left out. */
const SETTING = /^\s*([A-Za-z_][A-Za-z0-9_.]{0,63})(?:\s*=\s*|\s+)([^#]{0,200}?)\s*(?:#.*)?$/

function set(settings: Map<string, string>, line: string, number: number, losses: LossLog): void {
  const [, name, value] = SETTING.exec(line) ?? []
  if (name === undefined || value === undefined) losses.add('bad-line', number, line)
  else settings.set(name.toLowerCase(), value)
}
