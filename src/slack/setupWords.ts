/** What `npm run setup:slack` says of each step: what is so, or what is wrong, where, and what to do. */
import { type Lang, type Params, type Phrase, plain, say } from '../domain/words.ts'

const WORDS = {
  'bot-token-shape': {
    en: 'SLACK_BOT_TOKEN is no bot token: it begins with xoxb-. Copy it from OAuth & Permissions of the app.',
    zh: 'SLACK_BOT_TOKEN 不是机器人令牌：它应以 xoxb- 开头。请从应用的 OAuth & Permissions 复制。',
  },
  'bot-token-good': {
    en: 'SLACK_BOT_TOKEN is {bot} in {team}.',
    zh: 'SLACK_BOT_TOKEN 属于 {team} 的 {bot}。',
  },
  'bot-token-refused': {
    en: 'SLACK_BOT_TOKEN is refused ({error}). Install the app to the workspace, then copy the token from OAuth & Permissions again.',
    zh: 'SLACK_BOT_TOKEN 被拒绝（{error}）。请把应用安装到工作区，再从 OAuth & Permissions 复制令牌。',
  },
  'scopes-good': {
    en: 'All {count} scopes of manifest.json are granted.',
    zh: 'manifest.json 的 {count} 项权限均已授予。',
  },
  'scopes-missing': {
    en: 'Scopes of manifest.json are not granted: {scopes}. Add them in OAuth & Permissions, then install the app again.',
    zh: 'manifest.json 中的权限未授予：{scopes}。请在 OAuth & Permissions 中添加，然后重新安装应用。',
  },
  'scopes-more': {
    en: 'Scopes that memcheck does not use are granted: {scopes}. They may be removed.',
    zh: '授予了 memcheck 不使用的权限：{scopes}。可以移除。',
  },
  'app-token-shape': {
    en: 'SLACK_APP_TOKEN is no app-level token: it begins with xapp-. Make one in Basic Information > App-Level Tokens.',
    zh: 'SLACK_APP_TOKEN 不是应用级令牌：它应以 xapp- 开头。请在 Basic Information > App-Level Tokens 中创建。',
  },
  'app-token-good': {
    en: 'SLACK_APP_TOKEN opens connections.',
    zh: 'SLACK_APP_TOKEN 可以打开连接。',
  },
  'app-token-scope': {
    en: 'SLACK_APP_TOKEN lacks connections:write. Make a new one in Basic Information > App-Level Tokens.',
    zh: 'SLACK_APP_TOKEN 缺少 connections:write。请在 Basic Information > App-Level Tokens 中新建。',
  },
  'app-token-refused': {
    en: 'SLACK_APP_TOKEN is refused ({error}). Is Socket Mode on, and is the token of this app and not revoked?',
    zh: 'SLACK_APP_TOKEN 被拒绝（{error}）。Socket Mode 是否已开启？令牌是否属于该应用且未被撤销？',
  },
  greeted: { en: 'Posted a greeting to {channel}.', zh: '已向 {channel} 发送问候。' },
  'not-in-channel': {
    en: 'The bot is not in {channel}. Type there: /invite @{bot}',
    zh: '机器人不在 {channel} 中。请在该频道输入：/invite @{bot}',
  },
  'no-channel': {
    en: 'There is no channel {channel}, or the bot may not see it. Use its id; if it is private, type there: /invite @{bot}',
    zh: '没有频道 {channel}，或机器人无权看到它。请使用频道 id；若为私有频道，请在其中输入：/invite @{bot}',
  },
  'greeting-refused': {
    en: 'The greeting was refused ({error}). Is chat:write granted, and may apps post there?',
    zh: '问候被拒绝（{error}）。是否已授予 chat:write？该频道是否允许应用发言？',
  },
  unreachable: {
    en: 'Slack cannot be reached ({error}). Check the network of this machine, and SLACK_API_URL if it is set.',
    zh: '无法连接 Slack（{error}）。请检查本机网络，以及 SLACK_API_URL（若已设置）。',
  },
  open: {
    en: 'Make the app here (workspace, Create, Install):',
    zh: '在此创建应用（选择工作区、Create、Install）：',
  },
  'no-tokens': {
    en: 'No tokens yet: put SLACK_BOT_TOKEN and SLACK_APP_TOKEN into .env, then run this again.',
    zh: '尚无令牌：请将 SLACK_BOT_TOKEN 和 SLACK_APP_TOKEN 写入 .env，然后再次运行。',
  },
  'no-tokens-http': {
    en: 'No tokens yet: put SLACK_MODE=http, SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET into .env, then run this again.',
    zh: '尚无令牌：请将 SLACK_MODE=http、SLACK_BOT_TOKEN 和 SLACK_SIGNING_SECRET 写入 .env，然后再次运行。',
  },
  'bad-url': {
    en: '--http needs the https:// address that leads to the bot, ending in /slack/events.',
    zh: '--http 需要指向机器人的 https:// 地址，以 /slack/events 结尾。',
  },
  usage: {
    en: 'npm run setup:slack -- [CHANNEL] [--http https://HOST/slack/events]',
    zh: 'npm run setup:slack -- [频道] [--http https://主机/slack/events]',
  },
} satisfies Readonly<Record<string, Phrase>>

export type StepCode = keyof typeof WORDS

/** One line about a step. */
export function stepLine(code: StepCode, params: Params, lang: Lang): string {
  return plain(say(WORDS[code], params, lang))
}

const HELLO = {
  en: 'memcheck is set up here. Type `/memcheck help`.',
  zh: 'memcheck 已在此就绪。请输入 `/memcheck help`。',
} satisfies Phrase

/** What the greeting says. */
export function helloIn(lang: Lang): string {
  return HELLO[lang]
}
