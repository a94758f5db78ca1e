/**
 * `vmtouch`: how much of files and folders is in the page cache; -v names each file. Format: vmtouch.c
 * (`print_page_residency_chart` and the summary).
 *
 * ```
 * /opt/app/big.dat
 * [OOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOO] 51200/51200
 *
 *            Files: 1
 *      Directories: 0
 *   Resident Pages: 51200/51200  200M/200M  100%
 *          Elapsed: 0.002965 seconds
 * ```
 *
 * Sizes are rounded when they are printed. The bar is printed over itself while a file is read: its last count is
 * the one that holds. With -t and -e the summary tells what was touched or evicted instead.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { Format, LineSink } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import { sizeOf } from './sizes.ts'

interface Vmtouch {
  readonly files: number | null
  readonly directories: number | null
  readonly residentPages: number | null
  readonly totalPages: number | null
  readonly residentBytes: number | null
  readonly totalBytes: number | null
  /** -t and -e: what was brought in or put out. */
  readonly touchedPages: number | null
  readonly evictedPages: number | null
  readonly perFile: readonly {
    readonly file: string
    readonly residentPages: number
    readonly totalPages: number
  }[]
}

const ID = 'vmtouch'

export const vmtouch: Format<Vmtouch> = {
  id: ID,
  mask: 'names',
  signs: {
    // A file's name stands before its bar; the parser tells it from other lines with a path.
    begins: /^\s*(?:Files: \d+$|\[[Oo ]{60}\] \d+\/\d+)|^\.{0,2}\/[^:>]{1,300}$/,
    goesOn:
      /^\s*(?:(?:Directories|Resident Pages|Touched Pages|Evicted Pages|Elapsed): |\[[Oo ]{60}\] \d+\/\d+|\/\S)|^\s*$/,
    names: /^vmtouch/,
    repeats: true,
  },
  parse: parseBySink(ID, sink),
}

const FIELD =
  /^\s*(Files|Directories|Resident Pages|Touched Pages|Evicted Pages|Elapsed):\s+(\S.*)$/
const PAGES = /^(\d{1,16})\/(\d{1,16})(?:\s+(\S{1,20})\/(\S{1,20}))?(?:\s+[\d.e+-]{1,12}%)?\s*$/
const BAR = /^\[[Oo ]{0,200}\]/
const COUNT = /\] (\d{1,16})\/(\d{1,16})\s*$/

function sink(losses: LossLog): LineSink<Vmtouch> {
  const known = new Map<string, number>()
  const perFile: Vmtouch['perFile'][number][] = []
  let file: string | null = null
  let summary = false
  const took = (name: string, text: string): boolean => {
    if (name === 'Elapsed') return true
    if (name !== 'Resident Pages') {
      const count = wholeNumber(text.split(' ')[0] ?? '')
      if (count !== null) known.set(name, count)
      return count !== null
    }
    const [, resident, total, residentSize, totalSize] = PAGES.exec(text) ?? []
    const counts = [wholeNumber(resident ?? ''), wholeNumber(total ?? '')]
    const sizes = [sizeOf(residentSize ?? '', 1), sizeOf(totalSize ?? '', 1)]
    const names = ['residentPages', 'totalPages', 'residentBytes', 'totalBytes']
    for (const [i, of] of [...counts, ...sizes].entries()) {
      if (of !== null) known.set(names[i] ?? '', of)
    }
    return !counts.includes(null)
  }
  return {
    line(text, number) {
      const [, name, rest] = FIELD.exec(text) ?? []
      if (name !== undefined && rest !== undefined) {
        summary = true
        if (!took(name, rest)) losses.add('bad-number', number, text)
      } else if (BAR.test(afterReturn(text))) {
        const [, resident, total] = COUNT.exec(text.slice(-60)) ?? []
        const counts = [wholeNumber(resident ?? ''), wholeNumber(total ?? '')] as const
        if (file === null || counts[0] === null || counts[1] === null)
          losses.add('bad-line', number, text)
        else perFile.push({ file, residentPages: counts[0], totalPages: counts[1] })
        file = null
      } else if (text.trim() !== '') {
        // A name may be anything; it is one when its bar follows.
        if (file !== null) losses.add('bad-line', number - 1, file)
        file = text
      }
    },
    end() {
      if (!summary && perFile.length === 0) return null
      if (file !== null) losses.add('bad-line', null, file)
      const of = (name: string): number | null => known.get(name) ?? null
      return {
        files: of('Files'),
        directories: of('Directories'),
        residentPages: of('residentPages'),
        totalPages: of('totalPages'),
        residentBytes: of('residentBytes'),
        totalBytes: of('totalBytes'),
        touchedPages: of('Touched Pages'),
        evictedPages: of('Evicted Pages'),
        perFile,
      }
    },
  }
}

/** The bar is printed over itself by carriage returns. */
function afterReturn(text: string): string {
  return text.slice(text.lastIndexOf('\r') + 1)
}
