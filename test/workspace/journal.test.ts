/** What the journal keeps when a process dies in the middle of a line, and that it does not grow without end. */
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderJournal } from '../../src/workspace/journal.ts'
import { BOUNDS } from '../../src/workspace/limits.ts'
import { folder, workspace } from './harness.ts'

describe('the journal', () => {
  it('leaves out a torn line and what it does not know', async () => {
    const dataDir = folder()
    const first = await workspace({ dataDir })
    first.control.say('kept')
    await first.close()
    const path = join(dataDir, 'messages.jsonl')
    appendFileSync(path, '{"kind":"message","message":{"channel":1}}\n{"kind":"mess')
    const second = await workspace({ dataDir })
    expect(second.control.messages().map((one) => one.text)).toEqual(['kept'])
    second.control.say('after')
    await second.close()
    const third = await workspace({ dataDir })
    expect(third.control.messages().map((one) => one.text)).toEqual(['kept', 'after'])
  })

  it('is rewritten when most of it is past', async () => {
    const dataDir = folder()
    const journal = folderJournal(dataDir)
    const line = { kind: 'gone', channel: 'x'.repeat(BOUNDS.journalSlackBytes), ts: '1' } as const
    expect(journal.wasteful).toBe(false)
    journal.append(line)
    expect(journal.wasteful).toBe(true)
    journal.rewrite([{ kind: 'stamp', ts: '1.000000' }])
    expect(journal.wasteful).toBe(false)
    expect(readFileSync(join(dataDir, 'messages.jsonl'), 'utf8')).toBe(
      '{"kind":"stamp","ts":"1.000000"}\n',
    )
  })

  it('belongs to its owner alone and forgets bytes that no message speaks of', async () => {
    const dataDir = folder()
    const first = await workspace({ dataDir })
    first.control.say('x')
    await first.close()
    expect(statSync(join(dataDir, 'messages.jsonl')).mode & 0o077).toBe(0)
    expect(statSync(join(dataDir, 'files')).mode & 0o077).toBe(0)
    writeFileSync(join(dataDir, 'files', 'F0LEFT'), 'left')
    await workspace({ dataDir })
    expect(readdirSync(join(dataDir, 'files'))).toEqual([])
  })

  it('lets the oldest thread go when a channel is full', async () => {
    const slack = await workspace()
    const root = slack.control.say('first').message
    slack.control.say('its reply', { threadTs: root.ts })
    for (let n = 0; n < BOUNDS.messagesPerChannel; n += 1) slack.control.say(`${n}`)
    const texts = slack.control.messages('ops').map((one) => one.text)
    expect(texts.length).toBeLessThanOrEqual(BOUNDS.messagesPerChannel)
    expect(texts).not.toContain('first')
    expect(texts).not.toContain('its reply')
    expect(texts.at(-1)).toBe(`${BOUNDS.messagesPerChannel - 1}`)
  })
})
