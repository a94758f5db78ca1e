/** Words of the language that is spoken in a channel. */
import type { Lang, Phrase } from '../../domain/words.ts'

export const LANG_NAMES: Readonly<Record<Lang, Phrase>> = {
  en: { en: 'English', zh: '英语' },
  zh: { en: 'Chinese', zh: '中文' },
}

export const LANG_WORDS = {
  channelTyped: {
    en: 'In this channel and its threads memcheck speaks {lang}: set by {by} at {setAtMs}. `memcheck lang default` takes that back.',
    zh: 'memcheck 在本频道及其消息列中使用{lang}：由 {by} 于 {setAtMs} 设置。撤销：`memcheck lang default`',
  },
  channelFile: {
    en: 'In this channel and its threads memcheck speaks {lang}: `channels` in memcheck.yaml says so. `memcheck lang {otherCode}` sets another.',
    zh: 'memcheck 在本频道及其消息列中使用{lang}：依据 memcheck.yaml 的 `channels`。更改：`memcheck lang {otherCode}`',
  },
  channelOwn: {
    en: 'No language is set for this channel: whoever asks is answered in that of their Slack profile (yours: {lang}), orders speak {house}. `memcheck lang zh` or `memcheck lang en` sets one for all.',
    zh: '本频道未设置语言：按提问者 Slack 个人资料的语言回答（你的：{lang}），任务使用{house}。为所有人设置：`memcheck lang zh` 或 `memcheck lang en`',
  },
  directTyped: {
    en: 'In direct messages memcheck speaks {lang} with you: set by {by} at {setAtMs}. `memcheck lang default` takes that back.',
    zh: 'memcheck 在私信中对你使用{lang}：由 {by} 于 {setAtMs} 设置。撤销：`memcheck lang default`',
  },
  directOwn: {
    en: 'In direct messages memcheck speaks {lang} with you, as your Slack profile says. `memcheck lang zh` or `memcheck lang en` sets your own.',
    zh: 'memcheck 在私信中对你使用{lang}：依据你的 Slack 个人资料。自行设置：`memcheck lang zh` 或 `memcheck lang en`',
  },
  terminal: {
    en: 'Here memcheck speaks {lang}: `--lang`, else MEMCHECK_LANG, else `lang` in memcheck.yaml, else English.',
    zh: 'memcheck 在此使用{lang}：依次取 `--lang`、MEMCHECK_LANG、memcheck.yaml 的 `lang`，否则为英语。',
  },
} as const satisfies Readonly<Record<string, Phrase>>
