/** Every analyzer is held to its contract by running it: on nothing, and on each captured host. */
import { describe, expect, test } from 'vitest'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import { hasMatter } from '../../src/domain/analyzer.ts'
import { SEVERITIES } from '../../src/domain/finding.ts'
import { LANGS, type Phrase, plain, say } from '../../src/domain/words.ts'
import { contextOf, HOSTS } from '../hosts/load.ts'

const NOTHING = contextOf('nothing', { frames: [] })

function duplicates(names: readonly string[]): readonly string[] {
  return names.filter((name, i) => names.indexOf(name) !== i)
}

/** The names of a template's holes. */
function holesOf(template: string): readonly string[] {
  return [...template.matchAll(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g)].map((match) => match[1] ?? '')
}

/** A template without the parts that may be left out. */
function always(template: string): string {
  return template.replace(/`[^`]*`/g, '').replace(/\[(?:[^[\]]|\[[^[\]]*\])*\]/g, '')
}

test('ids, codes and drilldown names are unique over all analyzers', () => {
  expect(duplicates(ANALYZERS.map(({ id }) => id))).toEqual([])
  expect(duplicates(ANALYZERS.flatMap(({ words }) => Object.keys(words)))).toEqual([])
  expect(duplicates(ANALYZERS.flatMap((one) => one.drilldowns.map(({ name }) => name)))).toEqual([])
})

describe.each(ANALYZERS.map((analyzer) => [analyzer.id, analyzer] as const))(
  '%s',
  (_, analyzer) => {
    test('codes are area.fault, all of one area', () => {
      const codes = Object.keys(analyzer.words)
      expect(codes.length).toBeGreaterThan(0)
      expect(codes.filter((code) => !/^[a-z]+\.[a-z]+(-[a-z]+)*$/.test(code))).toEqual([])
      expect(new Set(codes.map((code) => code.split('.')[0])).size).toBe(1)
    })

    test('is skipped on a host of which nothing was read, naming what was missing', () => {
      const outcome = analyzer.run(NOTHING)
      expect(outcome.kind).toBe('skipped')
      const missing = outcome.kind === 'skipped' ? outcome.missing.map(({ source }) => source) : []
      expect(missing).toEqual(analyzer.needs.map(({ id }) => id))
    })

    test('words are complete, and both languages have the same holes', () => {
      const phrases: readonly Phrase[] = [
        analyzer.title,
        ...analyzer.falseAlarms,
        ...analyzer.drilldowns.map(({ title }) => title),
        ...Object.values(analyzer.words).flatMap(({ what, why, next, more }) => [
          what,
          why,
          next,
          ...Object.values(more ?? {}),
        ]),
      ]
      for (const phrase of phrases) {
        for (const lang of LANGS) {
          expect(phrase[lang].trim()).not.toBe('')
          // A brace that is no hole would be shown to people as it stands.
          expect(phrase[lang].replace(/\{[a-zA-Z]+\}/g, '')).not.toMatch(/[{}]/)
        }
        expect([...holesOf(phrase.zh)].sort()).toEqual([...holesOf(phrase.en)].sort())
        expect([...holesOf(always(phrase.zh))].sort()).toEqual(
          [...holesOf(always(phrase.en))].sort(),
        )
      }
      // A Chinese text without one Chinese character is an English one that was pasted.
      const sentences = Object.values(analyzer.words).flatMap(({ what, why, next }) => [
        what,
        why,
        next,
      ])
      expect(sentences.filter(({ zh }) => !/[\u4e00-\u9fff]/.test(zh))).toEqual([])
    })

    test('every advice is safe: nothing is dropped, stopped or restarted', () => {
      const advice = Object.values(analyzer.words).flatMap(({ next }) =>
        LANGS.map((lang) => next[lang]),
      )
      expect(
        advice.filter((text) =>
          /drop_caches|restart|重启|MemoryContext|\bkill -|gcore|gdb/.test(text),
        ),
      ).toEqual([])
    })

    test('thresholds are named, sourced and finite', () => {
      expect(duplicates(analyzer.thresholds.map(({ name }) => name))).toEqual([])
      for (const { name, value, source } of analyzer.thresholds) {
        expect(name).toMatch(/^[A-Z][A-Z0-9_]+$/)
        expect(source.trim()).not.toBe('')
        expect(value).toBeGreaterThan(0)
      }
      expect(analyzer.falseAlarms.length).toBeGreaterThan(0)
    })

    test.each(HOSTS)('speaks in its own words on the captured host %s', (host) => {
      const ctx = contextOf(host)
      const outcome = analyzer.run(ctx)
      const present =
        analyzer.needs.every(({ id }) => ctx.evidence.has(id)) && hasMatter(analyzer, ctx.evidence)
      expect(outcome.kind).toBe(present ? 'ran' : 'skipped')
      for (const finding of outcome.kind === 'ran' ? outcome.findings : []) {
        expect(SEVERITIES).toContain(finding.severity)
        expect(finding.evidence.length).toBeGreaterThan(0)
        expect(finding.evidence.filter(({ line }) => line === '')).toEqual([])
        for (const value of Object.values(finding.numbers)) {
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
        }
        const words = analyzer.words[finding.code]
        const phrases = words === undefined ? [] : [words.what, words.why, words.next]
        expect(phrases).toHaveLength(3)
        for (const phrase of phrases) {
          expect(Object.keys(finding.numbers)).toEqual(
            expect.arrayContaining([...holesOf(phrase.en)]),
          )
          for (const lang of LANGS)
            expect(plain(say(phrase, finding.numbers, lang))).not.toMatch(/[{}]|–/)
        }
      }
    })
  },
)
