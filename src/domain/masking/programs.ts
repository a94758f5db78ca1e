/** Lines of programs that take a password in a way of their own, and what shells hand to them through a pipe. */
import { PROGRAMS } from './programTable.ts'
import { type Family, MASK, onlyIf, RECORD, shape } from './shape.ts'

const called = (names: string): string => `(?:^|[\\s\\0/:"'(])(?:${names})(?:\\.exe)?(?=[\\s\\0])`
const EACH = PROGRAMS.map(({ names, secrets }) => ({
  program: new RegExp(called(names), 'g'),
  secrets,
}))
/** One pass for those some eighty: nearly no text names any. */
const ANY = new RegExp(called(PROGRAMS.map(({ names }) => names).join('|')))

/** `-u user:password`, `--proxy-user`; ids of users and groups (`-u 1000:1000`) are no password. */
const USER_FLAG = new RegExp(
  String.raw`((?:^|[\s\0:])(?:-u|-U|--user|--proxy-user|--userpwd|--(?:src-|dest-)?creds|--auth|-auth|--web-auth)(?:[ \t]+|=|\0${RECORD})\\{0,7}["']?[^\s:/"'\0\\]{1,128}:)(?!\d{1,10}(?:[\s\0]|$))([^\s"'\0\\]+)`,
  'g',
)
/** `echo x | sudo -S`: what is said into a pipe to a program that asks for a password, and `<<< x`. */
const PIPED =
  /(\b(?:echo|printf)(?:[ \t]+-\w{1,3}|[ \t]+["']?%s(?:\\n)?["']?)?[ \t]+)("[^"\n\0]{1,256}"|'[^'\n\0]{1,256}'|[^\s\0|]{1,256})(?=[ \t]{0,8}\|[ \t]{0,8}[^|\n\0]{0,120}?(?:--password-stdin|--passphrase-fd|chpasswd|\bsudo -\w{0,4}S|passwd --stdin|kinit|cryptsetup|smbpasswd))/g
const HERE =
  /(\b(?:kinit|chpasswd|cryptsetup|gpg2?|sudo|smbpasswd)\b[^\n\0<]{0,120}<<<[ \t]{0,8})("[^"\n\0]*"|'[^'\n\0]*'|[^\s\0]+)/g

export const PROGRAM_FLAGS: Family = {
  shapes: [
    onlyIf(ANY, { name: 'program-flag', cover: (text) => EACH.reduce(coverOf, text) }),
    shape('user-flag', USER_FLAG, `$1${MASK}`),
    shape('piped', PIPED, `$1${MASK}`),
    shape('piped', HERE, `$1${MASK}`),
  ],
  marks: [
    ...PROGRAMS.map(({ mark }) => mark),
    ...'-u -u= -us --u -au red -cr b-a cho int ini ypt gpg sud'
      .split(' ')
      .map((mark) => mark.padEnd(3)),
  ],
}

function coverOf(text: string, { program, secrets }: (typeof EACH)[number]): string {
  let out = ''
  let done = 0
  for (const found of text.matchAll(program)) {
    const from = found.index + found[0].length
    if (from < done) continue
    const to = endOf(text, found.index, from)
    const line = secrets.reduce(
      (rest, secret) => rest.replace(secret, `$1${MASK}`),
      text.slice(from, to),
    )
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
