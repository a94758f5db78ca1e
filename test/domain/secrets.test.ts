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
    ['7/cmdline:mysql\x007/cmdline:-u\x007/cmdline:root\x007/cmdline:-phunter2\0', 'hunter2'],
    ['7/cmdline:x\x007/cmdline:--token\x007/cmdline:hunter2\0', 'hunter2'],
    ["LOG:  statement: ALTER ROLE app PASSWORD 'hunter2'", 'hunter2'],
    ["CREATE USER 'a'@'%' IDENTIFIED BY 'hunter2'", 'hunter2'],
    // One of each rule and each name: a look at the whole text comes before them, and must know them all.
    ['run --passphrase hunter2', 'hunter2'],
    ['run --passwd=hunter2', 'hunter2'],
    ['run apikey=hunter2', 'hunter2'],
    ['run api_key=hunter2', 'hunter2'],
    ['run --access-key hunter2', 'hunter2'],
    ['run privatekey: hunter2', 'hunter2'],
    ['run db.credential=hunter2', 'hunter2'],
    ['run X-Auth: hunter2', 'hunter2'],
    ['curl Bearer hunter2', 'hunter2'],
    ['curl Basic aHVudGVyMg==', 'aHVudGVyMg=='],
    ['mariadb -u root -phunter2', 'hunter2'],
    ['bot xapp-1-A0123-hunter2', 'hunter2'],
    ['aws ASIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE'],
    ['-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----', 'hunter2'],
  ])('%s', (text, secret) => {
    expect(maskText(text)).not.toContain(secret)
    expect(maskText(text)).toContain(MASK)
  })
})

test('regression: in a table of all arguments the secret alone is masked, not whose argument it is', () => {
  const text = '7/cmdline:x\x007/cmdline:--token\x007/cmdline:hunter2\x008/cmdline:y\0'
  expect(maskText(text)).toBe(text.replace('hunter2', MASK))
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

describe('values in the statements of a server’s log', () => {
  test.each([
    [
      "STATEMENT:  SELECT * FROM t WHERE mail = 'a@b.c' AND id = 4711 LIMIT 10",
      "STATEMENT:  SELECT * FROM t WHERE mail = '••••' AND id = ? LIMIT ?",
    ],
    [
      "DETAIL:  Failed process was running: UPDATE t1 SET a = 'it''s' WHERE b = 3.5;",
      "DETAIL:  Failed process was running: UPDATE t1 SET a = '••••' WHERE b = ?;",
    ],
    [
      "LOG:  execute S_1: select $1\nDETAIL:  parameters: $1 = 'x'",
      "LOG:  execute S_1: select $1\nDETAIL:  parameters: $1 = '••••'",
    ],
    [
      "STATEMENT:  INSERT INTO t VALUES ('a\n\tb', 12,\n\t13)",
      "STATEMENT:  INSERT INTO t VALUES ('••••', ?,\n\t?)",
    ],
    ["STATEMENT:  SELECT 'cut her", "STATEMENT:  SELECT '••••'"],
    ['DETAIL:  Key (mail)=(a@b.c) already exists.', 'DETAIL:  Key (mail)=(••••) already exists.'],
    [
      'LOG:  server process (PID 4242) was terminated by signal 9: Killed',
      'LOG:  server process (PID 4242) was terminated by signal 9: Killed',
    ],
    [
      'DETAIL:  Failed on request of size 67108864 in memory context "ExecutorState".',
      'DETAIL:  Failed on request of size 67108864 in memory context "ExecutorState".',
    ],
  ])('%j', (text, masked) => expect(mask(text, 'statements')).toBe(masked))
})

test('lines behind tabs are masked as the lines they are: the next one is no statement that goes on', () => {
  const text = [
    '# log 812 2 /var/log/pg.log',
    "\t2024-11-20 03:14:05 UTC [4242] LOG:  statement: SELECT 'a@b.c',",
    '\t\t4711',
    '\t2024-11-20 03:14:08 UTC [812] LOG:  server process (PID 4242) was terminated by signal 9: Killed',
    '# end',
    '',
  ]
  expect(mask(text.join('\n'), 'tabbed-statements').split('\n')).toEqual([
    text[0],
    "\t2024-11-20 03:14:05 UTC [4242] LOG:  statement: SELECT '••••',",
    '\t\t?',
    ...text.slice(3),
  ])
})

test('environment values are masked, names stay', () => {
  expect(mask('HOME=/root\0A=b=c\0', 'environ')).toBe(`HOME=${MASK}\0A=${MASK}\0`)
})

test('masking is total and a second pass changes nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('none', 'args', 'environ', 'statements'),
      (text, rule) => {
        const once = mask(text, rule)
        return mask(once, rule) === once
      },
    ),
  )
})
