import { expect, test } from 'vitest'
import { T0, tempFolder, tempStore } from './rows.ts'

const set = (place: string, lang: 'en' | 'zh', by = 'U1', atMs = T0) => ({ place, lang, by, atMs })

test('a language stands across a restart, one a place; the newest word counts', async () => {
  const file = `${tempFolder()}/memcheck.db`
  const store = await tempStore('bot:one', file)
  await store.putLang(set('C1', 'zh'))
  await store.putLang(set('C1', 'en', 'U2', T0 + 5))
  await store.putLang(set('U1', 'zh'))
  await store.close()
  const later = await tempStore('bot:two', file)
  expect(await later.langOf('C1')).toEqual(set('C1', 'en', 'U2', T0 + 5))
  expect(await later.langOf('U1')).toEqual(set('U1', 'zh'))
  expect(await later.langOf('C2')).toBeNull()
  expect(await later.dropLang('C1')).toBe(true)
  expect(await later.dropLang('C1')).toBe(false)
  expect(await later.langOf('C1')).toBeNull()
  expect(await later.langOf('U1')).not.toBeNull()
})

test('a name leads to where it was posted last, with its # or without', async () => {
  const store = await tempStore()
  expect(await store.channelNamed('#memory')).toBeNull()
  await store.nameChannel('#memory', 'C1')
  expect(await store.channelNamed('memory')).toBe('C1')
  await store.nameChannel('memory', 'C2')
  expect(await store.channelNamed('#memory')).toBe('C2')
})

test('text is data, whatever it looks like; a language that there is not is refused', async () => {
  const store = await tempStore()
  const odd = `'; drop table place_lang; --\u0000%_"`
  await store.putLang(set(odd, 'zh', odd))
  expect(await store.langOf(odd)).toEqual(set(odd, 'zh', odd))
  expect(await store.langOf('%')).toBeNull()
  await expect(store.putLang({ ...set('C1', 'zh'), lang: 'fr' as 'en' })).rejects.toThrow()
})
