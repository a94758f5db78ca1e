/** Runs one command's words in a terminal: the same commands, the same report; `--json` for programs. */
import { LANGS, type Lang } from '../domain/words.ts'
import { type Asked, doneOf, type Output, type Reply } from '../pipeline/command.ts'
import { printed, printedText } from './print.ts'

export interface TerminalOptions {
  readonly json: boolean
  readonly lang: Lang | null
  readonly words: readonly string[]
}

/** Takes `--json` and `--lang LANG` out of the arguments; all else is the command's. */
export function readArgv(argv: readonly string[]): TerminalOptions {
  const at = argv.indexOf('--lang')
  const asked = at < 0 ? null : (LANGS.find((lang) => lang === argv[at + 1]) ?? null)
  const words = argv.filter(
    (word, i) => word !== '--json' && !(asked !== null && (i === at || i === at + 1)),
  )
  return { json: argv.includes('--json'), lang: asked, words }
}

/** Starts the words, prints the end, gives the exit status. */
export async function runInTerminal(
  start: (words: readonly string[], asked: Asked) => Promise<Reply>,
  options: TerminalOptions,
  of: {
    readonly user: string
    readonly lang: Lang
    readonly zone: string
    readonly colour: boolean
    /** Standard output; resolves when there is room for more. */
    readonly write: (text: string) => Promise<void>
    /** Standard error. */
    readonly warn: (text: string) => void
  },
): Promise<number> {
  const asked: Asked = {
    actor: { id: of.user, surface: 'terminal', team: null, chat: null },
    place: { surface: 'terminal', user: of.user },
    lang: options.lang ?? of.lang,
    zone: of.zone,
  }
  const reply = await start(options.words, asked)
  const done = await doneOf(reply, outputOf(options, of))
  if (!options.json) await of.write(printed(done.message, { colour: of.colour }))
  else if (done.json !== undefined) await of.write(jsonLine(done.json))
  return done.exit
}

function outputOf(
  options: TerminalOptions,
  of: Pick<Parameters<typeof runInTerminal>[2], 'write' | 'warn'>,
): Output | undefined {
  if (!options.json) return undefined
  return {
    line: (value) => of.write(jsonLine(value)),
    note: (text) => of.warn(`${printedText(text)}\n`),
  }
}

/** A value as one line of JSON, its end included. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
