/** Faults of the settings in words: what is wrong, and where it helps, how it should be. */
import { type Lang, type Phrase, plain, say } from '../domain/words.ts'

const WORDS = {
  'data-folder': {
    en: 'MEMCHECK_DATA: the folder {path} cannot be made or written to ({reason})',
    zh: 'MEMCHECK_DATA：无法创建或写入文件夹 {path}（{reason}）',
  },
  'chart-font-unreadable': {
    en: 'MEMCHECK_CHART_FONT: {path} cannot be read ({reason})',
    zh: 'MEMCHECK_CHART_FONT：无法读取 {path}（{reason}）',
  },
  'chart-font-kind': {
    en: 'MEMCHECK_CHART_FONT: {path} is no TrueType or OpenType font (.ttf, .otf, .ttc)',
    zh: 'MEMCHECK_CHART_FONT：{path} 不是 TrueType 或 OpenType 字体（.ttf、.otf、.ttc）',
  },
  'env-unreadable': { en: 'cannot be read: {reason}', zh: '无法读取：{reason}' },
  'env-line': {
    en: 'this line is neither NAME=value nor a comment (#)',
    zh: '这一行既不是 NAME=value 也不是注释（#）',
  },
  'env-quote-open': { en: '{name}: the quote is never closed', zh: '{name}：引号没有闭合' },
  'env-token': {
    en: '{name} must be a token that begins with {prefix} and has only letters, digits and dashes',
    zh: '{name} 必须是以 {prefix} 开头、只含字母、数字和短横线的令牌',
  },
  'env-signing': {
    en: '{name} must be the Signing Secret of the app: 32 digits and letters a to f (Basic Information > App Credentials)',
    zh: '{name} 必须是应用的 Signing Secret：32 位数字和字母 a 到 f（Basic Information > App Credentials）',
  },
  'env-host': {
    en: '{name} must be an address or name of this machine, without a port',
    zh: '{name} 必须是本机的地址或名称，不带端口',
  },
  'env-pair-http': {
    en: '{name} is missing: with SLACK_MODE=http set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or neither to use the local workspace',
    zh: '缺少 {name}：SLACK_MODE=http 时 SLACK_BOT_TOKEN 与 SLACK_SIGNING_SECRET 要么都设置，要么都不设置（使用本地工作区）',
  },
  'env-pair': {
    en: '{name} is missing: set both Slack tokens, or neither to use the local workspace',
    zh: '缺少 {name}：两个 Slack 令牌要么都设置，要么都不设置（使用本地工作区）',
  },
  'env-url': {
    en: '{name} must be an https:// address (http:// only for this machine)',
    zh: '{name} 必须是 https:// 地址（http:// 仅限本机）',
  },
  'env-url-alone': {
    en: '{name} has no effect without the Slack tokens: set them, or remove it',
    zh: '没有 Slack 令牌时 {name} 不起作用：请设置令牌或删除它',
  },
  'env-number': {
    en: '{name} must be a whole number from {lo} to {hi}',
    zh: '{name} 必须是 {lo} 到 {hi} 的整数',
  },
  'env-choice': { en: '{name} must be one of: {choices}', zh: '{name} 必须是以下之一：{choices}' },

  'yaml-too-large': { en: 'is larger than {limitBytes}', zh: '超过 {limitBytes}' },
  'yaml-syntax': { en: 'is no valid YAML: {detail}', zh: '不是有效的 YAML：{detail}' },
  'yaml-quote-at': {
    en: 'a word that begins with @ must stand in quotes: "@group"',
    zh: '以 @ 开头的词必须加引号："@group"',
  },
  'yaml-duplicate-key': { en: 'this key is there twice', zh: '该键重复' },
  'yaml-aliases': {
    en: 'has more than {limit} aliases (*name)',
    zh: '别名（*name）超过 {limit} 个',
  },

  'unknown-key': { en: '{where}: there is no key "{key}"', zh: '{where}：没有键 "{key}"' },
  'missing-key': { en: '{where}: "{key}" is missing', zh: '{where}：缺少 "{key}"' },
  'empty-value': {
    en: '{where} is empty (what begins with # is a comment unless it stands in quotes)',
    zh: '{where} 为空（以 # 开头的内容若不加引号即为注释）',
  },
  'empty-list': { en: '{where} has no entries', zh: '{where} 没有条目' },
  'want-text': {
    en: '{where} must be text (put it in quotes)',
    zh: '{where} 必须是文本（请加引号）',
  },
  'want-number': { en: '{where} must be a whole number', zh: '{where} 必须是整数' },
  'want-boolean': { en: '{where} must be true or false', zh: '{where} 必须是 true 或 false' },
  'want-list': {
    en: '{where} must be a list (lines that begin with -)',
    zh: '{where} 必须是列表（以 - 开头的行）',
  },
  'want-map': {
    en: '{where} must be a set of "key: value" lines',
    zh: '{where} 必须是若干 "key: value" 行',
  },
  'out-of-range': {
    en: '{where} must be from {lo} to {hi}',
    zh: '{where} 必须在 {lo} 到 {hi} 之间',
  },
  'too-long': { en: '{where} is longer than {limit}', zh: '{where} 长度超过 {limit}' },
  'bad-choice': {
    en: '{where} must be one of: {choices}',
    zh: '{where} 必须是以下之一：{choices}',
  },
  'bad-name': {
    en: '{where}: "{value}" has characters that are not allowed here, or only digits',
    zh: '{where}："{value}" 含有此处不允许的字符，或只有数字',
  },

  'reserved-word': {
    en: '{where}: "{name}" is a word of memcheck itself; choose another name',
    zh: '{where}："{name}" 是 memcheck 自身的保留词，请换一个名字',
  },
  'duplicate-name': {
    en: '{where}: "{name}" is there already, on line {line}',
    zh: '{where}："{name}" 已在第 {line} 行出现',
  },
  'no-agent': {
    en: '{where}: "agent: true" needs SSH_AUTH_SOCK, which is not set; set it, or give the path of the socket',
    zh: '{where}："agent: true" 需要 SSH_AUTH_SOCK，但未设置；请设置它，或填写套接字路径',
  },
  'memory-as-root': {
    en: '{where}: "memory_as: root" would let memory reads see every file of the host; name the account that owns the processes',
    zh: '{where}："memory_as: root" 会使内存读取可见主机上的所有文件；请填写进程属主的账户',
  },
  'openssh-secret': {
    en: '{where}: "{key}" is not for "transport: openssh": load the key into an agent (ssh-add), or use ssh2',
    zh: '{where}："{key}" 不能与 "transport: openssh" 同用：请将密钥载入代理（ssh-add），或改用 ssh2',
  },
  'via-ring': {
    en: '{where}: the way through "{name}" leads back to where it began',
    zh: '{where}：经由 "{name}" 的路径绕回了起点',
  },
  'via-too-long': {
    en: '{where}: more than {limit} jump hosts, one behind the other',
    zh: '{where}：跳板机超过 {limit} 级',
  },
  'unknown-host': { en: '{where}: there is no host "{name}"', zh: '{where}：没有主机 "{name}"' },
  'unknown-group': { en: '{where}: there is no group "{name}"', zh: '{where}：没有组 "{name}"' },
  'too-many-targets': {
    en: '{where} comes to {count} targets; at most {limit} are allowed',
    zh: '{where} 共有 {count} 个目标；最多允许 {limit} 个',
  },
  'too-many-orders': {
    en: '{count} orders; at most {limit} are allowed',
    zh: '{count} 个任务；最多允许 {limit} 个',
  },
  'too-many-channels': {
    en: '{count} channels; at most {limit} are allowed',
    zh: '{count} 个频道；最多允许 {limit} 个',
  },
  'too-many-grants': {
    en: '{count} entries; at most {limit} are allowed',
    zh: '{count} 个条目；最多允许 {limit} 个',
  },
  'bad-freeze': {
    en: '{where}: "{value}" is no freeze window; write "Fri 16:00 - Mon 08:00" or "2026-12-20 - 2027-01-03"',
    zh: '{where}："{value}" 不是冻结时段；请写作 "Fri 16:00 - Mon 08:00" 或 "2026-12-20 - 2027-01-03"',
  },
  'bad-pattern': {
    en: '{where}: "{value}" is no regular expression; write true for any ticket',
    zh: '{where}："{value}" 不是正则表达式；任意单号请写 true',
  },
  'bad-core-dir': {
    en: '{where}: "{value}" is no folder in full, of letters, digits and _ . - alone',
    zh: '{where}："{value}" 不是完整的目录路径（只能含字母、数字和 _ . -）',
  },
  'bad-size': {
    en: '{where}: "{value}" is no size; write 512M or 8G',
    zh: '{where}："{value}" 不是大小；请写作 512M 或 8G',
  },
  'bad-slack-id': {
    en: '{where}: "{value}" is no id of Slack for {kind}; ids and not names: people begin with U or W, usergroups with S, channels with C, G or D',
    zh: '{where}："{value}" 不是 {kind} 的 Slack ID；请填写 ID 而非名称：人员以 U 或 W 开头，用户组以 S 开头，频道以 C、G 或 D 开头',
  },
  'bad-channel-id': {
    en: '{where}: "{value}" is no channel id; give the id and not the name (like C0123ABCD: in Slack at the end of "About" of the channel)',
    zh: '{where}："{value}" 不是频道 ID；请填写 ID 而非名称（形如 C0123ABCD，见 Slack 频道“关于”页末尾）',
  },
  'direct-channel': {
    en: '{where}: "{value}" is a person or their direct messages, whose language they set there with /memcheck lang; only channels (C… or G…) may stand here',
    zh: '{where}："{value}" 是某人或其私信，语言由本人在私信中用 /memcheck lang 设置；此处只能填写频道（C… 或 G…）',
  },
  'interval-too-short': {
    en: '{where}: the shortest interval is {leastMs}',
    zh: '{where}：最短间隔为 {leastMs}',
  },
  'bad-url': {
    en: '{where} must be an http:// or https:// address without password and query',
    zh: '{where} 必须是不含密码和查询参数的 http:// 或 https:// 地址',
  },
  'bad-step': {
    en: '{where}: give a duration (10m, 1h) of at least {leastMs} for so many days',
    zh: '{where}：请填写时长（10m、1h），按此天数至少为 {leastMs}',
  },
  'token-in-clear': {
    en: '{where}: with token_env it must be an https:// address (http:// only for this machine)',
    zh: '{where}：使用 token_env 时必须是 https:// 地址（http:// 仅限本机）',
  },
  'bad-lifetime': {
    en: '{where}: give a duration (12h, 30d) from {leastMs} to {mostMs}',
    zh: '{where}：请填写时长（12h、30d），范围 {leastMs} 到 {mostMs}',
  },
  'audit-lifetime': {
    en: '{where}: the audit is never deleted, so it has no lifetime',
    zh: '{where}：审计记录从不删除，因此没有保留期限',
  },
  'no-token': {
    en: '{name} is not set, which memcheck.yaml names as prometheus.token_env',
    zh: '未设置 {name}（memcheck.yaml 中的 prometheus.token_env）',
  },
  'no-secret': {
    en: '{name} is not set, which memcheck.yaml names as passphrase_env or password_env of a host',
    zh: '未设置 {name}（memcheck.yaml 中某主机的 passphrase_env 或 password_env）',
  },
  'bad-zone': {
    en: '{where}: "{zone}" is no time zone (they are called like Europe/Berlin, or UTC)',
    zh: '{where}："{zone}" 不是时区（应形如 Asia/Shanghai 或 UTC）',
  },
  'bad-cron': {
    en: '{where}: neither an interval (15m) nor a cron expression (0 8 * * *): {detail}',
    zh: '{where}：既不是间隔（15m）也不是 cron 表达式（0 8 * * *）：{detail}',
  },
} satisfies Readonly<Record<string, Phrase>>

const NEAR: Phrase = { en: '; did you mean "{near}"?', zh: '；是否想写 "{near}"？' }
/** Controls, and marks that turn text around: what was typed is shown, not obeyed. */
const ACTIVE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
const SHOWN_CHARS = 200

export type FaultCode = keyof typeof WORDS

/** One thing that is wrong with the settings. `line` counts from 1; null where the file has no lines. */
export interface ConfigFault {
  readonly file: string
  readonly line: number | null
  readonly code: FaultCode
  readonly params: Readonly<Record<string, string | number>>
}

/** `memcheck.yaml:12: hosts[0]: there is no key "adress"; did you mean "address"?` */
export function faultLine(fault: ConfigFault, lang: Lang): string {
  const params = Object.fromEntries(
    Object.entries(fault.params).map(([name, value]) => [
      name,
      typeof value === 'string' ? shown(value) : value,
    ]),
  )
  const hint = fault.params.near === undefined ? '' : plain(say(NEAR, params, lang))
  const place = fault.line === null ? fault.file : `${fault.file}:${fault.line}`
  return `${place}: ${plain(say(WORDS[fault.code], params, lang))}${hint}`
}

function shown(text: string): string {
  return text.replace(ACTIVE, '?').slice(0, SHOWN_CHARS)
}
