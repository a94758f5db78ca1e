/**
 * Arguments as the kernel keeps them, each ended by NUL: nothing in one ends a value, no blank, no line's end and no
 * sign. What is told of the rest of a text (named.ts) would end there.
 */
import { MASK } from './shape.ts'
import { isAbout, NAME } from './words.ts'

const RECORD = /^\d{1,7}\/cmdline:/
/** `--db.password=a b`, `DB_PASSWORD=a&b=c`. */
const ASSIGNED = new RegExp(`^(?:--?)?([\\w.:-]{0,64}?)${NAME}=([^]+)$`, 'i')
const FLAG = new RegExp(`^--?([\\w.-]{0,64}?)${NAME}$`, 'i')
/** `password=x host=y`: more than one in an argument, as libpq takes them. */
const NEXT_NAME = /[\s,;][\w.-]{1,64}=/
/** A shell's script: `-c`, `-lc`. */
const SCRIPT = /^-[a-z]{0,3}c$/

/** Covers whole arguments that are a secret's. A text without NUL has none. */
export function coverArguments(text: string): string {
  if (!text.includes('\0')) return text
  let flag: RegExpExecArray | null = null
  let isScript = false
  return text
    .split('\0')
    .map((arg) => {
      const record = RECORD.exec(arg)?.[0] ?? ''
      const own = arg.slice(record.length)
      const out = flag === null ? assigned(own, isScript) : following(flag, own)
      flag = own.length > 200 ? null : FLAG.exec(own)
      isScript = SCRIPT.test(own)
      return out === own ? arg : record + out
    })
    .join('\0')
}

function assigned(own: string, isScript: boolean): string {
  if (isScript || !/[\s,;&"'<]/.test(own)) return own
  const found = ASSIGNED.exec(own)
  if (found === null) return own
  const [, before = '', word = '', after = '', value = ''] = found
  // Quotes are a shell's, not the program's: what is in them has an end of its own.
  if (NEXT_NAME.test(value) || /^["'{[]/.test(value) || isAbout(word, after, value, before))
    return own
  return own.slice(0, own.length - value.length) + MASK
}

function following([, before = '', word = '', after = '']: RegExpExecArray, own: string): string {
  if (own === '' || own.startsWith('-') || isAbout(word, after, own, before)) return own
  return MASK
}
