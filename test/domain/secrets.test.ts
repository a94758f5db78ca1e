import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MASK, mask, maskText } from '../../src/domain/secrets.ts'

describe('masked', () => {
  test.each([
    ['app --password=hunter2 run', 'hunter2'],
    ['app --password hunter2 run', 'hunter2'],
    ['mysqldump -u root -phunter2 db', 'hunter2'],
    ['psql postgres://bob:hunter2@db1/app', 'hunter2'],
    ['PGPASSWORD=hunter2 psql', 'hunter2'],
    ['curl -H x --api-key=AbC123xyz', 'AbC123xyz'],
    ['bot xoxb-1234567890-abcdefghij', 'xoxb-1234567890-abcdefghij'],
    ['git ghp_abcdefghijklmnopqrst1234', 'ghp_abcdefghijklmnopqrst1234'],
    ['aws AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    ['jwt eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM', 'eyJzdWIiOiIx'],
    ['{"client_secret": "s3cr3t"}', 's3cr3t'],
    ['x\0--token\0hunter2\0y', 'hunter2'],
    ["LOG:  statement: ALTER ROLE app PASSWORD 'hunter2'", 'hunter2'],
    ["CREATE USER 'a'@'%' IDENTIFIED BY 'hunter2'", 'hunter2'],
  ])('%s', (text, secret) => {
    expect(maskText(text)).not.toContain(secret)
    expect(maskText(text)).toContain(MASK)
  })
})

describe('left readable', () => {
  test.each([
    '/usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main',
    'java -Xmx4g -XX:MaxMetaspaceSize=256m -jar app.jar',
    'nginx: worker process',
    'leaky-demo',
    'VmRSS:	  123456 kB',
  ])('%s', (text) => expect(maskText(text)).toBe(text))
})

test('environment values are masked, names stay', () => {
  expect(mask('HOME=/root\0A=b=c\0', 'environ')).toBe(`HOME=${MASK}\0A=${MASK}\0`)
})

test('masking is total and a second pass changes nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('none', 'args', 'environ'),
      (text, rule) => {
        const once = mask(text, rule)
        return mask(once, rule) === once
      },
    ),
  )
})
