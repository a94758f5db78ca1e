/**
 * Programs that take a password by a short flag of their own, which elsewhere means something else. A program's line goes
 * to the line's end, in a table of all arguments to the next process's record.
 */
import { type Family, MASK, RECORD, shape } from './shape.ts'

type Flags = readonly [programs: RegExp, secret: RegExp]

/** Between a flag and its value, and before a flag. */
const GAP = String.raw`(?:[ \t]+|\0${RECORD})`
const START = String.raw`([\s\0]${RECORD}`
const VALUE = String.raw`("[^"\n\0]*"|'[^'\n\0]*'|[^\s\0]+)`

const glued = (flag: string): RegExp => new RegExp(`${START}${flag})${VALUE}`, 'g')
const apart = (flag: string): RegExp => new RegExp(`${START}${flag}${GAP})${VALUE}`, 'g')
const either = (flag: string): RegExp => new RegExp(`${START}${flag}${GAP}?)${VALUE}`, 'g')

const PROGRAMS: readonly Flags[] = [
  [/mysql\w*|mariadb[\w-]*|7z[ar]?/, glued('-p')],
  [
    /sshpass|mongo\w*|(?:docker|podman|skopeo|buildah|nerdctl|helm(?: registry)?) login/,
    either('-p'),
  ],
  [/redis-cli|redis-benchmark|valkey-cli/, apart('-a')],
  [/ldap(?:search|add|modify|delete|passwd|whoami|compare|modrdn)/, apart('-w')],
  [/sqlcmd|bcp|ipmitool|mosquitto_(?:pub|sub)|zip|unzip|tsql|isql/, either('-P')],
  [/smbclient|rpcclient|smbget/, new RegExp(`${START}-U${GAP}?[^\\s%\\0]{1,128}%)${VALUE}`, 'g')],
  [
    /sqlplus\w*|expdp|impdp|sqlldr/,
    /([\s\0](?:\d{1,7}\/cmdline:)?[\w$#]{1,64}\/)([^\s@/\0]+)(?=@|[\s\0]|$)/g,
  ],
  [/openssl/, new RegExp(`${START}-pass(?:in|out)?${GAP}pass:)${VALUE}`, 'g')],
]

const EACH = PROGRAMS.map(([programs, secret]) => ({
  program: new RegExp(`(?:^|[\\s\\0/:"'(])(?:${programs.source})(?:\\.exe)?(?=[\\s\\0])`, 'g'),
  secret,
}))

/** `-u user:password`, `--proxy-user`; ids of users and groups (`-u 1000:1000`) are no password. */
const USER_FLAG =
  /((?:^|[\s\0:])(?:-u|-U|--user|--proxy-user|--userpwd)(?:[ \t]+|=|\0(?:\d{1,7}\/cmdline:)?)["']?[^\s:/"'\0]{1,128}:)(?!\d{1,10}(?:[\s\0]|$))([^\s"'\0]+)/g

export const PROGRAM_FLAGS: Family = {
  shapes: [
    { name: 'program-flag', cover: (text) => EACH.reduce(coverOf, text) },
    shape('user-flag', USER_FLAG, `$1${MASK}`),
  ],
  marks: [
    'ysq',
    'iad',
    ' #z',
    '/#z',
    'pas',
    'ogi',
    'ngo',
    'is-',
    'key',
    'dap',
    'qlc',
    'bcp',
    'pmi',
    'osq',
    'zip',
    'tsq',
    'isq',
    'smb',
    'pcc',
    'qlp',
    'qll',
    'xpd',
    'mpd',
    '-u ',
    '-u=',
    '-us',
  ],
}

function coverOf(text: string, { program, secret }: (typeof EACH)[number]): string {
  let out = ''
  let done = 0
  for (const found of text.matchAll(program)) {
    const from = found.index + found[0].length
    if (from < done) continue
    const to = endOf(text, found.index, from)
    const line = text.slice(from, to).replace(secret, `$1${MASK}`)
    out += text.slice(done, from) + line
    done = to
  }
  return done === 0 ? text : out + text.slice(done)
}

const PID_BEFORE = /(?:^|\0)(\d{1,7})\/cmdline:[^\0]*$/
const RECORDS = /\0(\d{1,7})\/cmdline:/g

function endOf(text: string, program: number, from: number): number {
  const newline = text.indexOf('\n', from)
  const end = newline < 0 ? text.length : newline
  const own = PID_BEFORE.exec(text.slice(Math.max(0, program - 4096), program + 1))?.[1]
  if (own === undefined) return end
  RECORDS.lastIndex = from
  for (let next = RECORDS.exec(text); next !== null && next.index < end; next = RECORDS.exec(text))
    if (next[1] !== own) return next.index
  return end
}
