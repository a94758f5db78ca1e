import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import { completions } from '../../src/compose/completion.ts'
import { PLAIN_HOST } from '../../src/domain/inventory.ts'
import { DRILLDOWNS } from '../../src/report/questions.ts'

const host = (name: string, ...aliases: readonly string[]) => ({
  ...PLAIN_HOST,
  name,
  address: name,
  aliases,
})
const known = {
  inventory: {
    hosts: [host('db1', 'primary'), host('db2'), host('web1')],
    groups: { all: ['db1', 'db2', 'web1'] },
    embedded: false,
  },
  commands: COMMANDS,
  drilldowns: DRILLDOWNS,
  lang: 'en' as const,
}
const inserts = (command: string, text: string): readonly string[] =>
  completions(command, text, known).map((hint) => hint.insert)

describe('after a command', () => {
  it.each<[string, readonly string[]]>([
    ['db', ['db1', 'db2']],
    ['DB', ['db1', 'db2']],
    ['@', ['@all']],
    ['wat', ['watch']],
    ['watch w', ['web1']],
    ['watch db1 x', []],
    ['db1 ', []],
    ['replay', []],
    ['nonsense', []],
  ])('%j is followed by %j', (text, expected) => {
    expect(inserts('/memcheck', text)).toEqual(expected)
  })

  it('an empty word is offered hosts first, and not too much', () => {
    expect(inserts('/memcheck', '').slice(0, 4)).toEqual(['db1', 'db2', 'web1', '@all'])
    expect(inserts('/memcheck', '')).toHaveLength(8)
  })

  it('says what it is', () => {
    expect(completions('/memcheck', 'db1', known)).toEqual([])
    expect(completions('/memcheck', 'db', known)[0]).toMatchObject({ note: 'primary' })
  })
})

it('in a thread the questions are offered', () => {
  expect(inserts('', 'sma')).toContain('smaps')
  expect(inserts('', 'db')).not.toContain('db1')
})
