/** What is people's own: numbers of cards, addresses of mail. */
import { type Family, MASK, type Shape } from './shape.ts'

/** In one piece, or in the groups that are printed on cards; no part of a longer number, nor of a table of them. */
const CARD =
  /(?<![\w.•]|\d[ -])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?!\w|\.\d|[ -]\d|[\s\0]{0,2}(?:[kKMGTP]i?B\b|B\b|bytes?\b|total\b|free\b|used\b|blocks?\b|chunks?\b|pages?\b))/g
/** Issuers and their lengths: ISO/IEC 7812 as Visa, Mastercard, American Express, Discover, Diners, JCB and UnionPay use it. */
const ISSUED =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d*|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12,15})$/
const MASTERCARD = /^(?:5[1-5]|2[2-7])/
/** 13 and 14 digits are also terabytes: a whole number of disk sectors is a size. */
const SECTOR_BYTES = 512

export const CARDS: Shape = {
  name: 'card',
  cover: (text) => text.replace(CARD, (found) => (isCard(found) ? MASK : found)),
}

function isCard(found: string): boolean {
  const digits = found.replace(/[ -]/g, '')
  if (!ISSUED.test(digits) || (MASTERCARD.test(digits) && digits.length !== 16)) return false
  if (digits.length < 15 && digits === found && Number(digits) % SECTOR_BYTES === 0) return false
  return hasLuhn(digits)
}

/** ISO/IEC 7812-1, annex B. */
function hasLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const twice = digit * 2
    sum += i % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice
  }
  return sum % 10 === 0
}

const MAIL_DOMAIN = /(?:@|%40)(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9_-])/g
const LOCAL_CHAR = /[A-Za-z0-9._%+'\u00c0-\u024f-]/
const LOCAL_CHARS = 64
/** `user@1000.service`, `malloc@libc.so`, `app@web.js`: instances of units, symbols, packages. */
const NO_DOMAIN =
  /^(?:@|%40)(?:.*\.(?:service|socket|slice|scope|mount|automount|timer|target|device|path|swap|jar|js|ts|pid|sock|log|conf)|(?:lib|ld).*\.so|(?:lib|open)ssh\.(?:org|com))$/i

/** Behind its at sign a domain begins with a letter or a digit. */
const MAIL_MARKS = [...'abcdefghijklmnopqrstuvwxyz#']
  .flatMap((first) => [...'abcdefghijklmnopqrstuvwxyz#-.'].map((second) => `@${first}${second}`))
  .concat('%##')

/** `"a b"@host.example`. */
function quotedFrom(text: string, to: number, least: number): number {
  const open = text.lastIndexOf('"', to - 2)
  return open >= least && !text.slice(open, to).includes('\n') ? open : to
}

export const MAIL: Family = { shapes: [{ name: 'mail', cover: coverMail }], marks: MAIL_MARKS }

function coverMail(text: string): string {
  let out = ''
  let done = 0
  for (const found of text.matchAll(MAIL_DOMAIN)) {
    let from = found.index
    const least = Math.max(done, from - LOCAL_CHARS)
    while (from > least && LOCAL_CHAR.test(text[from - 1] ?? '')) from -= 1
    if (from === found.index && text[from - 1] === '"') from = quotedFrom(text, from, least)
    if (from === found.index || NO_DOMAIN.test(found[0])) continue
    // Behind it stands a repository's path: nobody's address.
    if (text.slice(from, found.index) === 'git') continue
    out += text.slice(done, from) + MASK
    done = found.index + found[0].length
  }
  return done === 0 ? text : out + text.slice(done)
}
