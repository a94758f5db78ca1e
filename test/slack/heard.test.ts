import { describe, expect, it } from 'vitest'
import { heardText } from '../../src/slack/heard.ts'
import { boltLogger } from '../../src/slack/logger.ts'
import { FakeLog } from './fakes.ts'

describe('heardText', () => {
  it.each([
    ['<@U1BOT> smaps', 'smaps', true],
    ['<@U1BOT|memcheck> smaps', 'smaps', true],
    ['smaps please <@U1BOT>', 'smaps please', true],
    ['smaps', 'smaps', false],
    ['<@U1BOTX> smaps', '<@U1BOTX> smaps'.replace(/[<>]/g, ''), false],
    ['<http://db1.example.com|db1.example.com> 4242', 'db1.example.com 4242', false],
    ['<https://host/x?a=1&amp;b=2>', 'https://host/x?a=1&b=2', false],
    ['<mailto:a@b.c|a@b.c>', 'a@b.c', false],
    ['<#C12|ops> <#C13>', '#ops #C13', false],
    ['<!here> <!subteam^S1|@dba>', '@here @dba', false],
    ['a &lt; b &amp;&amp; c &gt; d &amp;lt;', 'a < b && c > d &lt;', false],
    ['db1\u00a04242', 'db1 4242', false],
    ['', '', false],
  ])('%j is %j', (text, words, mentioned) => {
    expect(heardText(text, 'U1BOT')).toEqual({ text: words, mentioned })
  })
})

describe('boltLogger', () => {
  it('writes warnings and errors, without secrets and without objects', () => {
    const log = new FakeLog()
    const logger = boltLogger(log)
    logger.debug('body', { token: 'x' })
    logger.info('info')
    logger.error('failed (url: wss://w.slack.com/link?ticket=1&app_id=2) xoxb-1-abc xapp-1-A', {
      headers: { authorization: 'Bearer xoxb-1' },
    })
    logger.warn(new Error('a token xoxe.xoxb-1-Mi0y is bad'))
    expect(log.lines.map(({ level, fields }) => [level, fields.message])).toEqual([
      ['warn', 'failed (url: [removed]) [removed] [removed] '],
      ['warn', 'a token [removed] is bad'],
    ])
  })
})
