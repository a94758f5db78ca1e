/** Why a database cannot be opened: expected, final, told with its fix. */
import { type Lang, type Params, type Phrase, plain, say } from '../domain/words.ts'

const WORDS = {
  'bot-already-running': {
    en: 'Another bot ({instance}, pid {pid}) is running on {file}. Stop it first, or give this one its own MEMCHECK_DATA.',
    zh: '另一个机器人（{instance}，pid {pid}）正在使用 {file}。请先停止它，或为本实例另设 MEMCHECK_DATA。',
  },
  'database-newer': {
    en: '{file} was written by a newer memcheck (it knows {migration}). Run that version; this one does not touch it.',
    zh: '{file} 由更新版本的 memcheck 写入（含 {migration}）。请运行该版本；当前版本不会改动它。',
  },
  'database-unreadable': {
    en: '{file} cannot be opened as a database ({reason}). Check its owner, mode and disk, or move it away to begin anew.',
    zh: '无法将 {file} 作为数据库打开（{reason}）。请检查属主、权限和磁盘，或移走它以重新开始。',
  },
} satisfies Readonly<Record<string, Phrase>>

export type RefusalCode = keyof typeof WORDS

/** Thrown by openStore. `message` is English; `in` gives it in a language. */
export class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal'
  readonly code: RefusalCode
  readonly params: Params

  constructor(code: RefusalCode, params: Params, cause?: unknown) {
    super(plain(say(WORDS[code], params, 'en')), cause === undefined ? undefined : { cause })
    this.code = code
    this.params = params
  }

  in(lang: Lang): string {
    return plain(say(WORDS[this.code], this.params, lang))
  }
}
