/** `channels` of memcheck.yaml: languages by the ids of channels, and every fault with its line. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConfigFault, faultLine } from '../../src/config/words.ts'
import { readConfig } from '../../src/config/yaml.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { isChannelId } from '../../src/domain/spoken.ts'
import { validateWhen } from '../../src/schedule/when.ts'

function read(text: string): ReadonlyMap<string, string> | readonly ConfigFault[] {
  const got = readConfig(text, {
    path: 'memcheck.yaml',
    reserved: [],
    home: '/home/bot',
    agentSocket: null,
    readWhen: validateWhen,
  })
  return 'faults' in got ? got.faults : got.config.channelLangs
}

function faults(text: string): readonly ConfigFault[] {
  const got = read(text)
  return got instanceof Map ? [] : (got as readonly ConfigFault[])
}

describe('channels', () => {
  test('have their language each; a file without them has none', () => {
    expect(read('channels: {C0OPS: {lang: zh}, G0123ABCD: {lang: en}}\n')).toEqual(
      new Map([
        ['C0OPS', 'zh'],
        ['G0123ABCD', 'en'],
      ]),
    )
    expect(read('')).toEqual(new Map())
  })

  test.each([
    ['"#ops": {lang: zh}', 'bad-channel-id', undefined],
    ['ops: {lang: zh}', 'bad-channel-id', undefined],
    ['c0ops: {lang: zh}', 'bad-channel-id', 'C0OPS'],
    ['D0ANA: {lang: zh}', 'direct-channel', undefined],
    ['U0ANA: {lang: zh}', 'direct-channel', undefined],
    ['C0OPS: {langg: zh}', 'missing-key unknown-key', 'lang'],
    ['C0OPS: {lang: zh, tell: never}', 'unknown-key', undefined],
    ['C0OPS: {lang: zhh}', 'bad-choice', 'zh'],
    ['C0OPS: {lang: }', 'empty-value', undefined],
    ['C0OPS: zh', 'want-map', undefined],
    ['C0OPS:', 'empty-value', undefined],
    ['C0OPS: {}', 'missing-key', undefined],
  ])('%s is refused: %s', (entry, codes, near) => {
    const found = faults(`lang: en\nchannels:\n  ${entry}\n`)
    expect(
      found
        .map(({ code }) => code)
        .sort()
        .join(' '),
    ).toBe(codes)
    expect(found.every(({ line }) => line === 3)).toBe(true)
    expect(found.map(({ params }) => params.near).find((one) => one !== undefined)).toBe(near)
  })

  test('a list in its place is refused, and too many are', () => {
    expect(faults('channels: [C0OPS]\n')).toMatchObject([{ code: 'want-map', line: 1 }])
    const many = Array.from({ length: LIMITS.channelEntries + 1 }, (_, i) => `C${i + 10}`)
    const text = `channels: {${many.map((id) => `${id}: {lang: zh}`).join(', ')}}\n`
    expect(faults(text)).toMatchObject([{ code: 'too-many-channels' }])
  })

  test('a fault says what to do, in both languages', () => {
    const [fault] = faults('channels: {c0ops: {lang: zh}}\n')
    if (fault === undefined) throw new Error('no fault')
    expect(faultLine(fault, 'en')).toMatch(/^memcheck.yaml:1: channels: "c0ops" .*"C0OPS"\?$/)
    expect(faultLine(fault, 'zh')).toMatch(/频道 ID.*"C0OPS"？$/)
  })

  test('whatever is a key: it is an id, or a fault that shows it without its controls', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (key) => {
        const found = faults(JSON.stringify({ channels: { [key]: { lang: 'zh' } } }))
        expect(found.length === 0).toBe(isChannelId(key))
        for (const fault of found)
          expect(faultLine(fault, 'en')).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/)
      }),
    )
  })
})
