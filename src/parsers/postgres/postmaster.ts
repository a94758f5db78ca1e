/**
 * What the arguments of a server's first process tell: the data directory, the port, and what Greenplum adds. Formats:
 * postgres(1); gpstart's SegmentStart and pg_ctl's options (gppylib/commands/gp.py), as `ps` shows them in gpdb#4939.
 *
 * ```
 * /usr/local/greenplum-db/bin/postgres -D /data/primary/gpseg0 -p 6000 -c gp_role=execute
 * postgres -D /data/mirror/gpseg0 -p 7000 --gp_dbid=5 --gp_num_contents_in_cluster=4 --silent-mode=true -i -M mirrorless --gp_contentid=0
 * /usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main -c config_file=/etc/postgresql/15/main/postgresql.conf
 * ```
 */
import { wholeNumber } from '../text/numbers.ts'

export interface PostmasterArgs {
  readonly dataDir: string | null
  readonly port: number | null
  /** gp_role: `dispatch` is the coordinator, `execute` a segment; null where it was not given. */
  readonly gpRole: 'dispatch' | 'execute' | 'utility' | null
  /** Content id, -1 for the coordinator. */
  readonly content: number | null
}

/** `postgres -D` and its like; a path before it is the installation's. */
const SERVER = /^(?:\S.{0,1024}\/)?(?:postgres|postmaster|edb-postgres)$/

/** Reads arguments; null for another program, and for a process of a server that wrote its title over them. */
export function readPostmaster(args: readonly string[]): PostmasterArgs | null {
  if (!SERVER.test(args[0] ?? '')) return null
  const options = optionsOf(args.slice(1))
  const role = options.get('gp_role') ?? ''
  return {
    dataDir: pathOf(options.get('D') ?? options.get('data_directory')),
    port: numberOf(options.get('p') ?? options.get('port')),
    gpRole: role === 'dispatch' || role === 'execute' || role === 'utility' ? role : null,
    content: numberOf(options.get('gp_contentid')),
  }
}

/** Options by name, `-D DIR`, `-DDIR`, `-c NAME=VALUE` and `--NAME=VALUE` alike; of one given twice the later holds. */
function optionsOf(args: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>()
  args.forEach((arg, i) => {
    const [, letter = '', glued = ''] = /^-([Dpc])(.*)$/s.exec(arg) ?? []
    const text = letter === '' ? (/^--(.+)$/s.exec(arg)?.[1] ?? '') : glued || (args[i + 1] ?? '')
    if (letter === 'D' || letter === 'p') options.set(letter, text)
    const [, name, value] = /^([A-Za-z_-]{1,64})=(.*)$/s.exec(text) ?? []
    if (name !== undefined && value !== undefined && letter !== 'D')
      options.set(name.replaceAll('-', '_'), value)
  })
  return options
}

function pathOf(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const digits = wholeNumber(text.replace(/^-/, ''))
  return digits === null ? null : text.startsWith('-') ? -digits : digits
}
