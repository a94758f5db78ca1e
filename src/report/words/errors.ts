/** What happened and what to do, for each UserError code. */
import type { ErrorCode } from '../../domain/errors.ts'
import type { Phrase } from '../../domain/words.ts'

export interface ErrorWords {
  readonly what: Phrase
  readonly fix: Phrase
}

const host = {
  key: {
    en: 'Nothing was sent to it. Check with whoever runs {host}; then take the line for {address} port {port} out of {file} (ssh-keygen -R) and record the right key: `memcheck hosts add {host}`',
    zh: '没有向它发送任何内容。请先向 {host} 的管理者核实，再从 {file} 中删除 {address} 端口 {port} 的那一行（ssh-keygen -R），并记录正确的密钥：`memcheck hosts add {host}`',
  },
} as const

/** Of a host that has failed several times: it is not asked at once (ssh/breaker.ts). */
const AGAIN = {
  en: '[ It failed {times} times in a row and is tried again in {againMs}.]',
  zh: '[已连续失败 {times} 次，{againMs} 后重试。]',
} as const

/** Of `bad-argument` where nothing stands at the place: there is no word to quote. */
export const MISSING_WORDS: ErrorWords = {
  what: { en: 'Something is missing at the end.', zh: '末尾缺少内容。' },
  fix: { en: 'Expected: {expected}', zh: '应为：{expected}' },
}

export const ERROR_WORDS: Readonly<Record<ErrorCode, ErrorWords>> = {
  'bad-argument': {
    what: { en: '“{word}” was not understood here.', zh: '这里无法理解“{word}”。' },
    fix: { en: 'Expected: {expected}', zh: '应为：{expected}' },
  },
  'unknown-command': {
    what: {
      en: '“{word}” is neither a command nor a host.',
      zh: '“{word}” 既不是命令也不是主机。',
    },
    fix: {
      en: '[Did you mean: {near}? ]All commands: `memcheck help`',
      zh: '[是否想输入：{near}？]全部命令：`memcheck help`',
    },
  },
  'unknown-host': {
    what: { en: 'No host called “{word}” in the inventory.', zh: '清单中没有名为“{word}”的主机。' },
    fix: {
      en: '[Known: {near}. ]Hosts come from memcheck.yaml only.',
      zh: '[已知主机：{near}。]主机只能来自 memcheck.yaml。',
    },
  },
  'unknown-group': {
    what: { en: 'No group called “{word}”.', zh: '没有名为“{word}”的分组。' },
    fix: { en: 'Known groups: {near}', zh: '已知分组：{near}' },
  },
  'ambiguous-target': {
    what: {
      en: '“{word}” matches several processes on {host}, largest first:\n{choices}',
      zh: '{host} 上有多个进程匹配“{word}”，按占用从大到小：\n{choices}',
    },
    fix: {
      en: 'Ask again with one of these pids: `memcheck {host} PID`',
      zh: '请用其中一个 pid 再问一次：`memcheck {host} PID`',
    },
  },
  'no-such-process': {
    what: { en: 'No process “{word}” on {host} now.', zh: '{host} 上现在没有进程“{word}”。' },
    fix: {
      en: 'It may have ended or been started anew with another pid.[ Like it: {near}.] Ask by name to follow restarts.',
      zh: '它可能已退出，或已用新的 pid 重新启动。[相近的有：{near}。]按名字查询可以跟随重启。',
    },
  },
  'ambiguous-group': {
    what: {
      en: '“{word}” fits several on {host}, largest first:\n{choices}',
      zh: '{host} 上有多个对象匹配“{word}”，按占用从大到小：\n{choices}',
    },
    fix: {
      en: 'Ask again with the first words of one of these lines: {host} {example}',
      zh: '请用其中一行开头的写法再问一次：{host} {example}',
    },
  },
  'no-such-group': {
    what: {
      en: 'No process on {host} is in “{word}” now.',
      zh: '{host} 上现在没有进程属于“{word}”。',
    },
    fix: {
      en: 'It is empty, gone, or cannot be seen by the account that memcheck uses there.[ There are, largest first:\n{choices}]',
      zh: '它可能为空、已不存在，或 memcheck 所用账号无权看到。[现有（按占用从大到小）：\n{choices}]',
    },
  },
  'process-hidden': {
    what: {
      en: '{host} shows the login no process “{word}”: /proc there is mounted with hidepid, so that it sees its own alone.',
      zh: '{host} 没有向该登录显示进程“{word}”：其 /proc 以 hidepid 挂载，登录只能看到自己的进程。',
    },
    fix: {
      en: 'Add the login to the group of that mount’s gid= option (it stands in /proc/mounts; without one, mount it with gid=), or log in as the owner of the process.',
      zh: '把该登录加入该挂载 gid= 选项所指的组（见 /proc/mounts；若没有，请以 gid= 挂载），或以该进程的属主登录。',
    },
  },
  'no-such-run': {
    what: { en: 'No kept run “{word}”.', zh: '没有保存过运行记录“{word}”。' },
    fix: {
      en: '[Near it: {near}. ]A report’s `--json` names its run; `HOST PID|NAME` in its place means the newest one kept.',
      zh: '[相近的有：{near}。]报告的 `--json` 中有运行编号；以 `HOST PID|NAME` 代替则表示保存的最近一次。',
    },
  },
  'no-such-order': {
    what: { en: 'No standing order or watch “{word}”.', zh: '没有名为“{word}”的任务或监视。' },
    fix: { en: 'List them: `memcheck watch list`', zh: '列出任务：`memcheck watch list`' },
  },
  'unknown-question': {
    what: {
      en: '“{word}” is not a question that memcheck can ask about it.',
      zh: '“{word}” 不是 memcheck 能就此提出的问题。',
    },
    fix: {
      en: '[Did you mean: {near}? ]All questions: `memcheck help`',
      zh: '[是否想输入：{near}？]全部问题：`memcheck help`',
    },
  },
  'command-stands-first': {
    what: {
      en: '“{word}” is a command, and stands first.',
      zh: '“{word}” 是命令，应放在最前面。',
    },
    fix: { en: 'Type: `memcheck {line}`', zh: '请输入：`memcheck {line}`' },
  },
  'no-such-drilldown': {
    what: { en: '“{word}” is not a question I know.', zh: '我不认识“{word}”这个问题。' },
    fix: { en: 'Known: {names}', zh: '可用：{names}' },
  },
  'not-allowed': {
    what: {
      en: 'Not allowed: {action}[ on {host}]. The policy does not grant it to you here.',
      zh: '不允许：{action}[（{host}）]。策略没有在此处授予您这项权限。',
    },
    fix: {
      en: '`memcheck can` shows what you may do here. Who runs the bot can change `policy` in memcheck.yaml.',
      zh: '`memcheck can` 显示您在此处可以做什么。机器人的管理者可修改 memcheck.yaml 中的 `policy`。',
    },
  },
  'not-invited': {
    what: {
      en: 'Not done: {action}. I was not invited to this channel, and answer nobody there.',
      zh: '未执行：{action}。我没有被邀请加入此频道，不会在此回答任何人。',
    },
    fix: {
      en: 'Invite me (`/invite @memcheck`), or write to me directly.',
      zh: '请邀请我（`/invite @memcheck`），或直接给我发私信。',
    },
  },
  'not-of-this-team': {
    what: {
      en: 'Not done: {action}. I answer the members of my own workspace only; you are a guest here, or of another one.',
      zh: '未执行：{action}。我只回答本工作区的成员；您是访客，或来自其他工作区。',
    },
    fix: {
      en: 'Ask a member. Who runs the bot can name a guest of this workspace by id under `policy` in memcheck.yaml.',
      zh: '请让成员来问。机器人的管理者可在 memcheck.yaml 的 `policy` 中按 ID 写明本工作区的访客。',
    },
  },
  'no-policy': {
    what: {
      en: 'Not allowed: {action}[ on {host}]. No policy is set, and without one I only look.',
      zh: '不允许：{action}[（{host}）]。没有设置策略；没有策略时我只查看。',
    },
    fix: {
      en: 'Who runs the bot can grant it under `policy` in memcheck.yaml: whom, where, which hosts, and what.',
      zh: '机器人的管理者可在 memcheck.yaml 的 `policy` 中授权：谁、在哪里、哪些主机、做什么。',
    },
  },
  'memory-not-granted': {
    what: {
      en: 'Not allowed: {action} on {host} reads the bytes of a process.',
      zh: '不允许：在 {host} 上执行 {action} 会读取进程内存内容。',
    },
    fix: {
      en: 'Who runs the bot can grant it with `memory: true` at that host in memcheck.yaml.',
      zh: '机器人的管理者可在 memcheck.yaml 中为该主机设置 memory: true 来授权。',
    },
  },
  'standing-unknown': {
    what: {
      en: 'Not done: {action}. Slack did not tell in time who you are, and this is for known members only.',
      zh: '未执行：{action}。Slack 没有及时告知您的身份，而此操作只对已知成员开放。',
    },
    fix: {
      en: 'Ask again in a minute. If it stays so, the app may lack the scope users:read.',
      zh: '请一分钟后再试。若仍如此，应用可能缺少权限 users:read。',
    },
  },
  'room-unknown': {
    what: {
      en: 'Not done: {action}. Slack did not tell in time whether I was invited to this channel.',
      zh: '未执行：{action}。Slack 没有及时告知我是否已被邀请加入此频道。',
    },
    fix: {
      en: 'Ask again in a minute. If it stays so, the app may lack the scopes channels:read, groups:read and im:read.',
      zh: '请一分钟后再试。若仍如此，应用可能缺少权限 channels:read、groups:read 和 im:read。',
    },
  },
  'groups-unknown': {
    what: {
      en: 'Not done: {action}. It is granted to user groups, and Slack did not tell in time who is in them.',
      zh: '未执行：{action}。此权限授予了用户组，而 Slack 没有及时告知组内成员。',
    },
    fix: {
      en: 'Ask again in a minute. If it stays so, the app may lack the scope usergroups:read, or the group is gone.',
      zh: '请一分钟后再试。若仍如此，应用可能缺少权限 usergroups:read，或该组已不存在。',
    },
  },
  'read-only': {
    what: {
      en: 'Not done: {action}[ on {host}]. This bot runs with MEMCHECK_READ_ONLY=1: nothing intrusive, whoever asks.',
      zh: '未执行：{action}[（{host}）]。此机器人以 MEMCHECK_READ_ONLY=1 运行：任何人都不能执行侵入性操作。',
    },
    fix: {
      en: 'Only who runs the bot can lift it, in its environment.',
      zh: '只有机器人的管理者能在其环境中解除。',
    },
  },
  'intrusive-refused': {
    what: {
      en: 'Not run: {action} on {host} would stop, burden or write to it.',
      zh: '未执行：{action} 会暂停、加重负担或写入 {host}。',
    },
    fix: {
      en: 'It is asked for in Slack, by those whom the policy grants it, and done there after a yes. Or a person runs it on the host by hand.',
      zh: '请由策略授权的人在 Slack 中提出，确认后执行；也可由人在该主机上手动执行。',
    },
  },
  'lang-in-chat-only': {
    what: {
      en: 'A language is set for a channel, or for your direct messages: in Slack, where it is to hold.',
      zh: '语言是为频道或你的私信设置的：请在 Slack 中相应的地方设置。',
    },
    fix: {
      en: 'In a terminal: `--lang {lang}` behind a command, or MEMCHECK_LANG, or `lang` in memcheck.yaml.',
      zh: '在终端：在命令后加 `--lang {lang}`，或使用 MEMCHECK_LANG，或 memcheck.yaml 的 `lang`。',
    },
  },
  'admin-terminal-only': {
    what: {
      en: '{action} can only be done in a terminal on the bot’s machine.',
      zh: '{action} 只能在机器人所在机器的终端中执行。',
    },
    fix: { en: 'Ask whoever runs the bot.', zh: '请联系机器人的管理者。' },
  },
  paused: {
    what: {
      en: 'Collecting[ from {scope}] is paused: {by} paused it at {sinceAtMs}.',
      zh: '采集[（{scope}）]已暂停：由 {by} 于 {sinceAtMs} 暂停。',
    },
    fix: {
      en: 'Ask them why first. An admin lets it go on, in a terminal or by the policy: {resumeCommand}',
      zh: '请先询问原因。管理员可在终端或依策略恢复：{resumeCommand}',
    },
  },
  'not-paused': {
    what: {
      en: 'No pause[ of {host} alone] stands.',
      zh: '当前没有[单独针对 {host} 的]暂停。',
    },
    fix: {
      en: 'What stands is shown by `memcheck doctor`[; the pause of {standing} hosts is lifted by the word without a host].',
      zh: '`memcheck doctor` 会列出现有的暂停[；对全部主机的暂停（{standing}）用不带主机名的命令解除]。',
    },
  },
  'host-key-unknown': {
    what: {
      en: `Refused to talk to {host}: its key is not recorded. It showed {type} {fingerprint}.${AGAIN.en}`,
      zh: `拒绝连接 {host}：其主机密钥未被记录。它出示的是 {type} {fingerprint}。${AGAIN.zh}`,
    },
    fix: {
      en: 'Somebody at a terminal on the bot’s machine compares that fingerprint and records the key in {file}: `memcheck hosts add {host}`[ (or {reaching}: it asks for each host on the way)]',
      zh: '请在机器人所在机器的终端中核对该指纹，并将密钥记录到 {file}：`memcheck hosts add {host}`[（或 {reaching}：会逐一询问沿途主机）]',
    },
  },
  'host-key-changed': {
    what: {
      en: `Refused to talk to {host}: its key CHANGED. It showed {type} {fingerprint}, {file} holds another. A rebuilt host does this; so does somebody in between.${AGAIN.en}`,
      zh: `拒绝连接 {host}：其主机密钥已变更。它出示 {type} {fingerprint}，而 {file} 中记录的是另一个。重装的主机会如此，中间人也会如此。${AGAIN.zh}`,
    },
    fix: host.key,
  },
  'host-key-revoked': {
    what: {
      en: `Refused to talk to {host}: its key {fingerprint} is marked @revoked in {file}.${AGAIN.en}`,
      zh: `拒绝连接 {host}：其密钥 {fingerprint} 在 {file} 中被标记为 @revoked。${AGAIN.zh}`,
    },
    fix: host.key,
  },
  'no-known-hosts': {
    what: {
      en: 'Refused to talk to {host}: there is no readable known_hosts file at {file}.',
      zh: '拒绝连接 {host}：{file} 处没有可读的 known_hosts 文件。',
    },
    fix: {
      en: 'Somebody at a terminal on the bot’s machine looks at the key and records it: `memcheck hosts add {host}`',
      zh: '请在机器人所在机器的终端中核对并记录密钥：`memcheck hosts add {host}`',
    },
  },
  'known-hosts-unwritable': {
    what: {
      en: 'The key of {host} was not recorded, {file} cannot be written: {detail}',
      zh: '未能记录 {host} 的密钥，无法写入 {file}：{detail}',
    },
    fix: {
      en: 'Run it as the user that the bot runs as, or name another known_hosts file in memcheck.yaml.',
      zh: '请以机器人的运行用户执行，或在 memcheck.yaml 中指定其他 known_hosts 文件。',
    },
  },
  'fingerprint-differs': {
    what: {
      en: 'Not recorded: {host} shows {type} {fingerprint}, and {expected} was given.',
      zh: '未记录：{host} 出示 {type} {fingerprint}，而给出的是 {expected}。',
    },
    fix: {
      en: 'Look at the host itself: `ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub`. If it is not what the host shows, somebody is in between.',
      zh: '请在该主机上查看：`ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub`。若与其出示的不符，说明有中间人。',
    },
  },
  'needs-person': {
    what: {
      en: 'Not recorded: {host} shows {type} {fingerprint}, and there is nobody to ask whether that is right.',
      zh: '未记录：{host} 出示 {type} {fingerprint}，但没有人可以确认是否正确。',
    },
    fix: {
      en: 'Run it in a terminal, or give the fingerprint that you know from the host itself: `memcheck hosts add {host} --fingerprint SHA256:...`',
      zh: '请在终端中运行，或给出从该主机上得知的指纹：`memcheck hosts add {host} --fingerprint SHA256:...`',
    },
  },
  'host-key-by-ssh': {
    what: {
      en: 'ssh’s own settings lead to {host} by a program or a certificate, so its key can only be looked at by ssh itself.',
      zh: 'ssh 自身的设置经由程序或证书到达 {host}，其密钥只能由 ssh 自己查看。',
    },
    fix: {
      en: 'Run `ssh {host}` as the bot’s user, and compare the fingerprint that it shows before you say yes.',
      zh: '请以机器人用户运行 `ssh {host}`，确认前先核对它显示的指纹。',
    },
  },
  'connection-refused': {
    what: {
      en: `{host} refused the connection ({address} port {port}[, through {via}]).${AGAIN.en}`,
      zh: `{host} 拒绝连接（{address} 端口 {port}[，经由 {via}]）。${AGAIN.zh}`,
    },
    fix: {
      en: 'Nothing listens there, or a firewall rejects it. Is sshd up, is the port right?',
      zh: '该端口没有服务监听，或被防火墙拒绝。sshd 是否在运行，端口是否正确？',
    },
  },
  'connection-timeout': {
    what: {
      en: `{host} did not answer ({address} port {port}[, through {via}]).${AGAIN.en}`,
      zh: `{host} 无应答（{address} 端口 {port}[，经由 {via}]）。${AGAIN.zh}`,
    },
    fix: {
      en: 'It may be down, cut off, or so short of memory that it cannot answer: try its console.',
      zh: '主机可能宕机、网络中断，或内存紧张到无法应答：请尝试其控制台。',
    },
  },
  'pinned-refused': {
    what: {
      en: 'The pinned script of {host} did not run: {detail}',
      zh: '{host} 的固定脚本没有运行：{detail}',
    },
    fix: {
      en: 'The key must be tied to it on the host: `restrict,command="exec FILE --pinned"`. `memcheck kit pinned` prints today’s script.',
      zh: '该密钥在主机上必须绑定到它：`restrict,command="exec FILE --pinned"`。`memcheck kit pinned` 可打印当前脚本。',
    },
  },
  'connection-lost': {
    what: {
      en: `The connection to {host} was lost in the middle.${AGAIN.en}`,
      zh: `与 {host} 的连接中途断开。${AGAIN.zh}`,
    },
    fix: {
      en: 'What had arrived is kept. Ask again; if it repeats, look at the host’s console.',
      zh: '已收到的内容已保存。请再试一次；若反复出现，请查看主机控制台。',
    },
  },
  'host-unreachable': {
    what: {
      en: `{host} cannot be reached[ through {via}]: {detail}${AGAIN.en}`,
      zh: `[经由 {via} ]无法到达 {host}：{detail}${AGAIN.zh}`,
    },
    fix: {
      en: 'Check its address in memcheck.yaml and the way from the bot’s machine to it.',
      zh: '请检查 memcheck.yaml 中的地址以及机器人到该主机的网络。',
    },
  },
  'forward-refused': {
    what: {
      en: `{host} lets {user} connect to nothing behind it, {address} port {port} neither.${AGAIN.en}`,
      zh: `{host} 不允许 {user} 经由它连接 {address} 端口 {port}。${AGAIN.zh}`,
    },
    fix: {
      en: 'Its sshd forbids forwarding (AllowTcpForwarding, PermitOpen, or `restrict` at the key in authorized_keys). Allow that one address there, or name another `via` in memcheck.yaml.',
      zh: '其 sshd 禁止转发（AllowTcpForwarding、PermitOpen 或 authorized_keys 中的 `restrict`）。请在那里放行该地址，或在 memcheck.yaml 中指定其他 `via`。',
    },
  },
  'too-many-jumps': {
    what: {
      en: 'ssh’s own settings lead to {host} through more than {limit} jump hosts, or in a ring.',
      zh: 'ssh 自身的设置经由超过 {limit} 级跳板机（或成环）到达 {host}。',
    },
    fix: {
      en: 'Look at ProxyJump in ~/.ssh/config of the bot’s user, or name the way with `via` in memcheck.yaml.',
      zh: '请检查机器人用户的 ~/.ssh/config 中的 ProxyJump，或在 memcheck.yaml 中用 `via` 指定路径。',
    },
  },
  'host-busy': {
    what: {
      en: '{host} is asked so much already that no channel to it became free; {count} more wait.',
      zh: '对 {host} 的请求过多，未能等到空闲通道；另有 {count} 个在等待。',
    },
    fix: {
      en: 'Try again in a minute. If it repeats: does its sshd allow few sessions (MaxSessions)?',
      zh: '请一分钟后再试。若反复出现：该主机的 sshd 是否只允许很少的会话（MaxSessions）？',
    },
  },
  'auth-failed': {
    what: {
      en: `{host} let nobody in as {user}.[ It refused the agent at {agent}.][ It refused the key {path}.][ It refused the password in {name}.][ Not usable: {unusable}.][ It said: {detail}.]${AGAIN.en}`,
      zh: `{host} 拒绝了用户 {user} 的登录。[已尝试代理 {agent}。][已尝试密钥 {path}。][已尝试 {name} 中的密码。][无法使用：{unusable}。][它回应：{detail}。]${AGAIN.zh}`,
    },
    fix: {
      en: '[It takes: {offers}. ]Add the public key to authorized_keys of {user} there, or correct user, key, agent or password_env in memcheck.yaml.',
      zh: '[它接受：{offers}。]请将公钥加入该主机 {user} 的 authorized_keys，或更正 memcheck.yaml 中的 user、key、agent 或 password_env。',
    },
  },
  'no-ssh-program': {
    what: {
      en: '{host} is to be reached by the system’s ssh, and the bot’s machine has none in its PATH.',
      zh: '{host} 须经系统的 ssh 连接，而机器人所在机器的 PATH 中没有 ssh。',
    },
    fix: {
      en: 'Install OpenSSH’s client there, or take “transport: openssh” out of memcheck.yaml.',
      zh: '请在该机器上安装 OpenSSH 客户端，或从 memcheck.yaml 中删除 transport: openssh。',
    },
  },
  'agent-unusable': {
    what: {
      en: 'The SSH agent at {socket}, which is to log in to {host}, is of no use: {detail}',
      zh: '用于登录 {host} 的 SSH 代理 {socket} 不可用：{detail}',
    },
    fix: {
      en: 'Is it running for the bot’s user? `SSH_AUTH_SOCK={socket} ssh-add -l` must list a key; or name a key file in memcheck.yaml.',
      zh: '它是否以机器人用户运行？`SSH_AUTH_SOCK={socket} ssh-add -l` 应列出密钥；或在 memcheck.yaml 中指定密钥文件。',
    },
  },
  'key-unreadable': {
    what: {
      en: 'The private key {file} cannot be used: {detail}',
      zh: '私钥 {file} 无法使用：{detail}',
    },
    fix: {
      en: 'It must be a private key that the bot may read: `{fix}`',
      zh: '它必须是机器人可读的私钥：`{fix}`',
    },
  },
  'key-locked': {
    what: {
      en: 'The private key {file} has a passphrase, and none is given[: {name} is not set].',
      zh: '私钥 {file} 设有口令，但未提供口令[：未设置 {name}]。',
    },
    fix: {
      en: 'Name the environment variable that holds it as passphrase_env of {host} in memcheck.yaml, or give the key to an agent.',
      zh: '请在 memcheck.yaml 中用 {host} 的 passphrase_env 指定保存口令的环境变量，或将密钥交给代理。',
    },
  },
  'key-passphrase': {
    what: {
      en: 'The passphrase in {name} does not open the private key {file}.',
      zh: '{name} 中的口令无法打开私钥 {file}。',
    },
    fix: {
      en: 'Correct {name} where the bot is started (.env), and start it again. To try a passphrase: `ssh-keygen -y -f {file}`',
      zh: '请更正机器人启动环境（.env）中的 {name} 并重新启动。验证口令：`ssh-keygen -y -f {file}`',
    },
  },
  'collect-timeout': {
    what: {
      en: '{host} took too long; the collector was stopped there.',
      zh: '{host} 响应过慢，采集已被终止。',
    },
    fix: {
      en: 'What had arrived is kept. A host that thrashes answers slowly: ask for the host alone first.',
      zh: '已收到的内容已保存。抖动中的主机响应很慢：请先只查询主机本身。',
    },
  },
  'collect-failed': {
    what: {
      en: 'The collector did not run on {host}: {detail}',
      zh: '采集脚本未能在 {host} 上运行：{detail}',
    },
    fix: {
      en: 'It needs a POSIX sh for the login user there.',
      zh: '登录用户在该主机上需要有 POSIX sh。',
    },
  },
  'nothing-collected': {
    what: { en: '{host} gave nothing that could be read.', zh: '{host} 没有返回任何可读内容。' },
    fix: {
      en: 'Is it Linux with /proc mounted, and may the login user run sh there?',
      zh: '它是挂载了 /proc 的 Linux 吗？登录用户能否运行 sh？',
    },
  },
  'not-in-channel': {
    what: {
      en: 'I am not a member of that channel, so I cannot answer there.',
      zh: '我不是该频道成员，无法在那里回复。',
    },
    fix: {
      en: 'Invite me there, then ask again: `/invite @memcheck`',
      zh: '请先邀请我，然后再问一次：`/invite @memcheck`',
    },
  },
  'channel-not-found': {
    what: {
      en: 'That channel cannot be found, or I may not see it.',
      zh: '找不到该频道，或我无权看到它。',
    },
    fix: {
      en: 'If it is private, invite me there: `/invite @memcheck`',
      zh: '若为私有频道，请邀请我：`/invite @memcheck`',
    },
  },
  'chat-refused': {
    what: { en: 'The chat refused the message: {error}', zh: '聊天服务拒绝了消息：{error}' },
    fix: {
      en: 'The result is kept; ask whoever runs the bot to look at its log.',
      zh: '结果已保存；请机器人的管理者查看日志。',
    },
  },
  'chat-unreachable': {
    what: { en: 'The chat cannot be reached now.', zh: '目前无法连接聊天服务。' },
    fix: {
      en: 'The message is kept and will be sent when it answers again.',
      zh: '消息已保存，恢复后会自动发送。',
    },
  },
  'port-taken': {
    what: {
      en: 'Port {port} of {address} is taken by another program.',
      zh: '{address} 的端口 {port} 已被其他程序占用。',
    },
    fix: {
      en: 'Stop that program, or set SLACK_HTTP_PORT to a free port and lead the request URL there.',
      zh: '请停止该程序，或将 SLACK_HTTP_PORT 设为空闲端口，并让请求 URL 指向它。',
    },
  },
  'cannot-listen': {
    what: {
      en: 'Cannot listen on port {port} of {address} ({error}).',
      zh: '无法监听 {address} 的端口 {port}（{error}）。',
    },
    fix: {
      en: 'SLACK_HTTP_HOST must be an address of this machine; ports below 1024 need rights.',
      zh: 'SLACK_HTTP_HOST 必须是本机地址；1024 以下的端口需要权限。',
    },
  },
  'file-unreadable': {
    what: { en: 'The file {file} cannot be read: {detail}', zh: '无法读取文件 {file}：{detail}' },
    fix: { en: 'Check the path and its permissions.', zh: '请检查路径与权限。' },
  },
  'file-exists': {
    what: {
      en: '{file} is there already, and was left as it is.',
      zh: '{file} 已存在，未作改动。',
    },
    fix: {
      en: 'Name another file; `report` writes over it with --force.',
      zh: '请换一个文件名；`report` 加 --force 可覆盖。',
    },
  },
  'file-too-large': {
    what: {
      en: '{file} has {sizeBytes}; at most {limitBytes} are read.',
      zh: '{file} 大小为 {sizeBytes}，最多读取 {limitBytes}。',
    },
    fix: { en: 'Cut out the part that matters.', zh: '请截取相关部分。' },
  },
  'file-takes-too-long': {
    what: {
      en: '{file} was not read to its end within {limitSeconds}.',
      zh: '{file} 未能在 {limitSeconds} 内读完。',
    },
    fix: {
      en: 'Cut out the part that matters, or read it in a terminal: memcheck read {file}',
      zh: '请截取相关部分，或在终端读取：memcheck read {file}',
    },
  },
  'file-needs-too-much': {
    what: {
      en: 'Reading {file} needs more memory than the {limitBytes} that it may take here.',
      zh: '读取 {file} 所需内存超过此处允许的 {limitBytes}。',
    },
    fix: {
      en: 'Cut out the part that matters, or read it in a terminal: memcheck read {file}',
      zh: '请截取相关部分，或在终端读取：memcheck read {file}',
    },
  },
  'file-not-recognised': {
    what: {
      en: '{file} is not read yet: line {line} looks like {looksLike}.',
      zh: '尚不支持读取 {file}：第 {line} 行看起来是 {looksLike}。',
    },
    fix: {
      en: 'Kinds that come near: {near}. Say which it is with --as KIND; all kinds: `memcheck read --kinds`',
      zh: '相近的类型：{near}。用 --as KIND 指定；全部类型：`memcheck read --kinds`',
    },
  },
  'archive-unreadable': {
    what: {
      en: 'The archive {file} cannot be opened: {detail}',
      zh: '无法打开压缩包 {file}：{detail}',
    },
    fix: {
      en: 'gzip, tar and zip are opened. Pack it again, or unpack it and read the folder.',
      zh: '可打开 gzip、tar 与 zip。请重新打包，或解包后读取该文件夹。',
    },
  },
  'archive-too-large': {
    what: {
      en: '{file} unpacks to more than {limitBytes}: it was not opened further.',
      zh: '{file} 解包后超过 {limitBytes}：未继续打开。',
    },
    fix: { en: 'Unpack it and read what matters.', zh: '请解包后读取相关部分。' },
  },
  'file-empty': {
    what: { en: '{file} is empty.', zh: '{file} 是空的。' },
    fix: { en: 'Collect it again.', zh: '请重新采集。' },
  },
  'core-architecture': {
    what: {
      en: '{file} is a core of another architecture: only those of x86-64 are read.',
      zh: '{file} 是其他架构的 core 文件：目前仅支持 x86-64。',
    },
    fix: {
      en: 'Where the server still runs, bring a dump of its contexts (`pg_log_backend_memory_contexts`).',
      zh: '如果服务器仍在运行，请提供其上下文转储（`pg_log_backend_memory_contexts`）。',
    },
  },
  'core-not-postgres': {
    what: {
      en: '{file} is a core of {program}, which is no PostgreSQL server: of cores only its MemoryContexts are read.',
      zh: '{file} 是 {program} 的 core 文件，不是 PostgreSQL 服务器：core 文件目前只读取其 MemoryContext。',
    },
    fix: {
      en: 'While the process runs, `memcheck HOST PID` tells what holds its memory.',
      zh: '进程运行期间，可用 `memcheck HOST PID` 查看其内存占用。',
    },
  },
  'core-cut': {
    what: {
      en: '{file} is cut: the file ends before what its tables tell, and what is left gives no tree of contexts.',
      zh: '{file} 不完整：文件在其表所记录的末尾之前就结束了，剩余部分无法得出上下文树。',
    },
    fix: {
      en: 'Copy it again in full; look at the disk, at `ulimit -c` and at ProcessSizeMax of systemd-coredump.',
      zh: '请重新完整复制；并检查磁盘空间、`ulimit -c` 以及 systemd-coredump 的 ProcessSizeMax。',
    },
  },
  'core-unknown-layout': {
    what: {
      en: '{file}: no known layout of MemoryContexts fits what this core holds ({detail}).',
      zh: '{file}：没有已知的 MemoryContext 布局与此 core 文件相符（{detail}）。',
    },
    fix: {
      en: 'PostgreSQL 9.4 to 18 and Greenplum are known, builds with assertions are not; a core of a process that had just begun has no contexts yet.',
      zh: '支持 PostgreSQL 9.4 至 18 与 Greenplum，不支持启用断言的构建；刚启动的进程尚无上下文。',
    },
  },
  'core-no-program': {
    what: {
      en: '{file} leaves out pages of {program}, and where it lies there is no such file of the same build.',
      zh: '{file} 未包含 {program} 的部分页面，而其所在机器上没有同一构建的该文件。',
    },
    fix: {
      en: 'Read the core where the process ran, or put that program at the same path beside it.',
      zh: '请在进程原来所在的机器上读取此 core 文件，或将该程序放到 core 所在机器的相同路径。',
    },
  },
  'core-damaged': {
    what: {
      en: '{file} is a core whose tables or program cannot be read ({detail}).',
      zh: '{file} 是 core 文件，但其表或程序无法读取（{detail}）。',
    },
    fix: { en: 'Take or copy it again.', zh: '请重新生成或复制。' },
  },
  'core-absent': {
    what: { en: 'There is no file {file} on {host}.', zh: '{host} 上没有文件 {file}。' },
    fix: {
      en: 'Where cores go is told on the host by `cat /proc/sys/kernel/core_pattern`.',
      zh: '可在该主机上用 `cat /proc/sys/kernel/core_pattern` 查看 core 文件的去向。',
    },
  },
  'core-denied': {
    what: {
      en: 'The account that memcheck uses on {host} may not read {file}.',
      zh: 'memcheck 在 {host} 上使用的账号无权读取 {file}。',
    },
    fix: {
      en: 'A core belongs to the user of its process and is for that user alone; let this account read this one file, for example `setfacl -m u:ACCOUNT:r FILE`.',
      zh: 'core 文件属于其进程的用户，默认仅该用户可读；请允许该账号读取这一个文件，例如 `setfacl -m u:ACCOUNT:r FILE`。',
    },
  },
  'core-not-core': {
    what: {
      en: '{file} on {host} is no core file; nothing of what is in it is shown.',
      zh: '{host} 上的 {file} 不是 core 文件；不会显示其任何内容。',
    },
    fix: {
      en: 'A packed core (`.zst`, `.lz4`, `.gz`) must be unpacked where it lies first.',
      zh: '压缩的 core（`.zst`、`.lz4`、`.gz`）需先在原处解压。',
    },
  },
  'core-unreadable': {
    what: {
      en: '{file} on {host} cannot be read: {detail}',
      zh: '无法读取 {host} 上的 {file}：{detail}',
    },
    fix: {
      en: 'Files of a host are read over SFTP, else with perl or python3 there: one of the three must be to be had.',
      zh: '主机上的文件通过 SFTP 读取，否则使用该主机上的 perl 或 python3：三者至少要有其一。',
    },
  },
  'core-slow': {
    what: {
      en: 'What may be read of {file} at once, in bytes and in time, was used up before there was a tree of contexts.',
      zh: '在得出上下文树之前，单次读取 {file} 的字节或时间限额已用完。',
    },
    fix: {
      en: 'Ask again when the host and the line to it are less busy, or read it where it lies: `memcheck read FILE`',
      zh: '请在主机和线路较空闲时重试，或在文件所在处读取：`memcheck read FILE`',
    },
  },
  'core-stands-still': {
    what: {
      en: '{file} is a core file: it is one moment and does not change, so there is nothing to see again, to compare or to mute.',
      zh: '{file} 是 core 文件：它只是某一时刻，不会变化，因此没有可再次查看、对比或静音的内容。',
    },
    fix: { en: 'What it holds: {askCommand}', zh: '查看其内容：{askCommand}' },
  },
  'capture-unreadable': {
    what: {
      en: '{file} is no capture of this program: {detail}',
      zh: '{file} 不是本程序的采集文件：{detail}',
    },
    fix: {
      en: 'Captures are written by `memcheck capture RUN`',
      zh: '采集文件由 `memcheck capture RUN` 生成。',
    },
  },
  'no-series': {
    what: { en: '{file} holds no series: {sample}', zh: '{file} 中没有时间序列：{sample}' },
    fix: {
      en: 'A line is `{"id":"db1","t":[epoch seconds],"v":[bytes]}`, or a table has a time and a value: `2026-11-20T08:00:00Z,1048576`. Exports of Grafana (CSV) and Prometheus (JSON) are read too.',
      zh: '每行应为 `{"id":"db1","t":[epoch seconds],"v":[bytes]}`，或含时间与数值的表格：`2026-11-20T08:00:00Z,1048576`。也可读取 Grafana（CSV）与 Prometheus（JSON）的导出。',
    },
  },
  'compute-failed': {
    what: {
      en: 'The computation was given up: {detail}.',
      zh: '计算未能完成：{detail}。',
    },
    fix: {
      en: 'Ask again. If it fails again with the same data, it is a fault of memcheck: keep the data.',
      zh: '请再试一次。若同样的数据再次失败，则是 memcheck 的缺陷：请保留数据。',
    },
  },
  'interval-too-short': {
    what: {
      en: 'Every {word} is too often; the least is {leastSeconds}.',
      zh: '每 {word} 过于频繁，最短为 {leastSeconds}。',
    },
    fix: {
      en: 'For example: `memcheck watch HOST NAME every 5s for 5m`',
      zh: '例如：`memcheck watch HOST NAME every 5s for 5m`',
    },
  },
  'too-many-orders': {
    what: {
      en: 'There are {count} standing orders already, the most there may be.',
      zh: '已有 {count} 个任务，达到上限。',
    },
    fix: {
      en: 'Stop one: `memcheck watch list`, then `memcheck watch stop ID`',
      zh: '请先停止一个：`memcheck watch list`，然后 `memcheck watch stop ID`',
    },
  },
  'too-many-mutes': {
    what: {
      en: 'There are {count} mutes already, the most there may be.',
      zh: '已有 {count} 条静音，达到上限。',
    },
    fix: {
      en: 'Lift one: `memcheck mute list`, then `memcheck unmute HOST [PID|NAME|unit:U] [CODE]`',
      zh: '请先取消一条：`memcheck mute list`，然后 `memcheck unmute HOST [PID|NAME|unit:U] [CODE]`',
    },
  },
  'no-such-mute': {
    what: { en: 'Nothing like that is muted: {word}.', zh: '没有这样的静音：{word}。' },
    fix: { en: 'What is muted: `memcheck mute list`', zh: '查看静音：`memcheck mute list`' },
  },
  'bad-mark': {
    what: {
      en: 'A mark has 1 to {most} characters; this one has {chars}.',
      zh: '标记的文字应为 1 至 {most} 个字符，此处为 {chars} 个。',
    },
    fix: {
      en: 'For example: `memcheck mark HOST "deploy 1.2"`',
      zh: '例如：`memcheck mark HOST "deploy 1.2"`',
    },
  },
  'too-many-marks': {
    what: {
      en: '{host} has {count} marks already, the most there may be.',
      zh: '{host} 已有 {count} 个标记，达到上限。',
    },
    fix: {
      en: 'Take one away: `memcheck mark {host}`, then `memcheck unmark ID`',
      zh: '请先删除一个：`memcheck mark {host}`，然后 `memcheck unmark ID`',
    },
  },
  'no-such-mark': {
    what: { en: 'There is no mark {word} there.', zh: '那里没有标记 {word}。' },
    fix: {
      en: 'The marks of a host: `memcheck mark HOST`',
      zh: '查看主机的标记：`memcheck mark HOST`',
    },
  },
  'no-such-subject': {
    what: {
      en: '“{word}” was never seen on {host}, so there is nothing to mute.',
      zh: '从未在 {host} 上见过“{word}”，无从静音。',
    },
    fix: {
      en: 'Check it once: `memcheck check {host} {word}`, or mute the whole host.',
      zh: '请先检查一次：`memcheck check {host} {word}`，或静音整台主机。',
    },
  },
  'unknown-code': {
    what: { en: 'No finding is called “{word}”.', zh: '没有名为“{word}”的发现。' },
    fix: {
      en: 'A code as a report’s `explain` shows it, or an area. Near: {near}',
      zh: '请使用报告 `explain` 中的代码，或一个类别。相近：{near}',
    },
  },
  busy: {
    what: { en: '{count} checks are running already.', zh: '已有 {count} 个检查正在运行。' },
    fix: { en: 'Try again in a few seconds.', zh: '请几秒后再试。' },
  },
  interrupted: {
    what: { en: 'The bot was restarted in the middle of this.', zh: '机器人在此过程中被重启。' },
    fix: {
      en: 'What had been collected until then is kept. Ask again: {command}',
      zh: '此前采集的内容已保存。请再问一次：{command}',
    },
  },
  bug: {
    what: {
      en: 'Something broke inside memcheck (reference {reference}).',
      zh: 'memcheck 内部出错（编号 {reference}）。',
    },
    fix: {
      en: 'What was collected is kept. Give the reference to whoever runs the bot: its log holds the cause.',
      zh: '已采集的内容已保存。请将编号告知机器人的管理者：日志中有原因。',
    },
  },
}
