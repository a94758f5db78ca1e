/**
 * Settings about memory of Greenplum's segments and what their newest logs say of memory: the answer of `data_dirs`
 * (src/script/dataDirs.ts). Formats: "Setting Parameters" in the server's documentation; elog.c's CSV.
 *
 * ```
 * # dir 4373 9.4 /data/primary/gpseg0
 * # unread pg_log/gpdb-2024-11-19_000000.csv
 * # dir 4375 -
 * # denied
 * # settings
 * 	4373/postgresql.conf:gp_vmem_protect_limit=8192	# virtual memory limit (in MB).
 * 	4373/postgresql.conf:statement_mem = 125MB
 * 	4373/postgresql.auto.conf:gp_resource_manager = group
 * # log 4373 pg_log/gpdb-2024-11-20_000000.csv
 * 	2024-11-20 08:40:06.622513 CST,"study","study",p12769,th525641856,"10.0.0.7","56944",2024-11-20 08:02:55 CST,0,con115145,cmd11308848,seg-1,,dx458067,,sx1,"ERROR","XX000","Canceling query because of high VMEM usage. Used: 4694MB, available 818MB, red zone: 7372MB (runaway_cleaner.c:202)",,,,,,,0,,"runaway_cleaner.c",202,
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
  /** Why nothing of it was read: no right to, or no data directory. */
  readonly refused: 'denied' | 'absent' | null
  /** Files of it that could not be read. */
  readonly deniedFiles: readonly string[]
  /** `9.4` for Greenplum 6, `12` for 7. */
  readonly version: string | null
  /** As written, without quotes and comments, by name. */
  readonly settings: Readonly<Record<string, string>>
  /** Lines about memory, oldest file first. */
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
    goesOn: /^(?:\t|# (?:unread|log) \S|# (?:denied|absent|settings|end)$)/,
    repeats: true,
    names: null,
  },
  limits: { bytes: 1024 * 1024, seconds: 6 },
  counters: false,
  when: 'asked',
  parse: parseBySink(ID, sink),
}

interface Draft {
  readonly pid: number
  readonly path: string | null
  refused: DataDir['refused']
  readonly deniedFiles: string[]
  readonly version: string | null
  readonly settings: Map<string, string>
  readonly logs: { readonly file: string; readonly lines: string[] }[]
}

function sink(losses: LossLog): LineSink<DataDirs> {
  const dirs = new Map<number, Draft>()
  let last: Draft | null = null
  /** Where lines behind a tab belong: settings, the log at hand, or nowhere. */
  let into: 'settings' | Draft['logs'][number] | null = null
  let lines = 0
  let ended = false

  const heading = (line: string, number: number): void => {
    const [, word = '', rest = ''] = /^# (\w+)(?: (.{1,4200}))?$/.exec(line) ?? []
    if (word === 'dir') {
      last = draftOf(rest)
      if (last === null) losses.add('bad-line', number, line)
      else if (dirs.size >= MAX_DIRS) losses.add('too-many', number, line)
      else dirs.set(last.pid, last)
    } else if (word === 'log') {
      into = logOf(rest, dirs)
      if (into === null) losses.add('bad-line', number, line)
    } else if (word === 'settings') into = 'settings'
    else if (word === 'end') ended = true
    else if (last !== null && (word === 'denied' || word === 'absent')) last.refused = word
    else if (last !== null && word === 'unread' && rest !== '') last.deniedFiles.push(rest)
    else losses.add('bad-line', number, line)
  }

  const text = (line: string, number: number): void => {
    lines += 1
    if (lines > MAX_LINES) losses.add('too-many', number, line)
    else if (into === 'settings') set(dirs, line, number, losses)
    else if (into === null) losses.add('bad-line', number, line)
    else into.lines.push(line)
  }

  return {
    line(line, number) {
      if (line.startsWith('\t')) text(line.slice(1), number)
      else if (line.startsWith('# ')) heading(line, number)
      else if (line.trim() !== '') losses.add('bad-line', number, line)
    },
    end() {
      if (dirs.size === 0 && !ended) return null
      return {
        dirs: [...dirs.values()].map(({ settings, ...rest }) => ({
          ...rest,
          settings: Object.fromEntries(settings),
        })),
      }
    },
  }
}

function draftOf(rest: string): Draft | null {
  const [, pid, version = '-', path = ''] =
    /^(\d{1,7}) ([\d.]{1,16}|-)(?: (\/.*?))? ?$/.exec(rest) ?? []
  if (pid === undefined) return null
  return {
    pid: Number(pid),
    path: path === '' ? null : path,
    refused: null,
    deniedFiles: [],
    version: version === '-' ? null : version,
    settings: new Map(),
    logs: [],
  }
}

function logOf(rest: string, dirs: ReadonlyMap<number, Draft>): Draft['logs'][number] | null {
  const [, pid, file] = /^(\d{1,7}) (\S{1,200})$/.exec(rest) ?? []
  const dir = dirs.get(Number(pid))
  if (dir === undefined || file === undefined) return null
  const log = { file, lines: [] }
  dir.logs.push(log)
  return log
}

/** `name = value # comment` behind `PID/FILE:`; the equals sign may be left out. */
const SETTING =
  /^(\d{1,7})\/[\w.]{1,64}:\s*([A-Za-z_][A-Za-z0-9_.]{0,63})(?:\s*=\s*|\s+)([^#]{0,200}?)\s*(?:#.*)?$/

function set(
  dirs: ReadonlyMap<number, Draft>,
  line: string,
  number: number,
  losses: LossLog,
): void {
  const [, pid, name, value] = SETTING.exec(line) ?? []
  const dir = dirs.get(Number(pid))
  if (dir === undefined || name === undefined || value === undefined)
    losses.add('bad-line', number, line)
  else dir.settings.set(name.toLowerCase(), value)
}
