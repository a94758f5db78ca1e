/** Words of the commands' own answers. */
import type { Phrase } from '../../domain/words.ts'

export const COMMAND_WORDS = {
  plan: {
    en: 'A check of {target} runs {rounds} script(s) over SSH and reads {sources} sources. Nothing is written, stopped or left behind.',
    zh: '检查 {target} 会通过 SSH 运行 {rounds} 个脚本，读取 {sources} 个来源。不写入、不暂停、不留下任何东西。',
  },
  planCore: {
    en: 'No script is run for {target}. Parts of this file, and of the program’s file that it names, are read over SFTP, else by a loop of perl or python3 on the host: at most {mostBytes} in {mostSeconds}, {rateBytesPerSec}. Nothing else on the host is looked at. It needs `memory: true` in the host’s entry.',
    zh: '{target} 不需要执行脚本。通过 SFTP（否则用该主机上 perl 或 python3 的循环）读取此文件及其所记录的程序文件的若干部分：至多 {mostBytes}、{mostSeconds}，速率 {rateBytesPerSec}。不查看主机上的其他内容。该主机的配置需有 `memory: true`。',
  },
  kit: {
    en: 'Run it on the host: `sh {file} > {out}`, with a PID to look at one process. Then `memcheck read {out}`. It writes nothing but its output, and that is NOT masked: look at it before you hand it on. sha256 {hash}',
    zh: '在主机上运行：`sh {file} > {out}`，加上 PID 可查看某个进程。然后 `memcheck read {out}`。除输出外不写入任何内容；输出未脱敏：转交前请先查看。sha256 {hash}',
  },
  kitPinned: {
    en: 'Put it on the host where only root can write, as {file}, and give memcheck’s key there `restrict,command="exec /opt/memcheck/kit.sh --pinned"`; then `pinned: true` in the host’s entry. sha256 {hash}',
    zh: '把它以 {file} 之名放到主机上仅 root 可写的位置，并为 memcheck 的密钥设置 `restrict,command="exec /opt/memcheck/kit.sh --pinned"`；再在该主机的配置中写 `pinned: true`。sha256 {hash}',
  },
  planHash: { en: 'round {number}: sha256 {hash}', zh: '第 {number} 轮：sha256 {hash}' },
  planSources: { en: 'What is read', zh: '读取内容' },
  hosts: { en: 'Hosts', zh: '主机' },
  hostsEmbedded: {
    en: 'No host in memcheck.yaml: the one host is this machine itself',
    zh: 'memcheck.yaml 中没有主机：唯一的主机是本机',
  },
  hostsAsSsh: { en: 'the rest by ssh’s own settings', zh: '其余按 ssh 自身的设置' },
  hostsAddAsk: {
    en: '{host} ({address} port {port}) shows {type} {fingerprint}. Is that its key? Compare it with what `ssh-keygen -l` prints on the host. Type {word} to record it in {file}:',
    zh: '{host}（{address} 端口 {port}）出示 {type} {fingerprint}。这是它的密钥吗？请与该主机上 `ssh-keygen -l` 的输出核对。输入 {word} 将其记录到 {file}：',
  },
  hostsAdded: {
    en: 'Recorded {type} {fingerprint} of {host} in {file}.',
    zh: '已将 {host} 的 {type} {fingerprint} 记录到 {file}。',
  },
  hostsKnown: {
    en: '{host} is known already, by {type} {fingerprint}.',
    zh: '{host} 已有记录：{type} {fingerprint}。',
  },
  hostsDeclined: {
    en: 'Not recorded: {type} {fingerprint} of {host}.',
    zh: '未记录：{host} 的 {type} {fingerprint}。',
  },
  capture: {
    en: 'Run {run} of {host}: {frames} sections, masked as they were kept.',
    zh: '{host} 的运行 {run}：{frames} 段，按保存时的脱敏形式。',
  },
  kinds: { en: 'Kinds that can be read', zh: '可读取的类型' },
  helpHead: {
    en: 'memcheck: where memory is, whether it grows, and what to do. Ask by host, or host and process.',
    zh: 'memcheck：内存在哪里、是否增长、该怎么办。按主机，或主机加进程来问。',
  },
  helpQuestions: {
    en: 'In a report’s thread, write one of these as a whole message, or press its button:',
    zh: '在报告的讨论串中，把以下之一作为整条消息发送，或点击按钮：',
  },
  helpExample: { en: 'For example: {exampleCommand}', zh: '例如：{exampleCommand}' },
  helpTerminal: { en: 'in a terminal only', zh: '仅限终端' },
  doctorHead: {
    en: 'memcheck {version}: {bad} of {total} checks need a look',
    zh: 'memcheck {version}：{total} 项检查中有 {bad} 项需要关注',
  },
  doctorCalm: {
    en: 'memcheck {version}: all {total} checks passed',
    zh: 'memcheck {version}：{total} 项检查全部通过',
  },
  doctorStore: {
    en: 'store: {sizeBytes}[ and {walBytes} of journal], {runs} runs, {samples} samples',
    zh: '存储：{sizeBytes}[，日志 {walBytes}]，{runs} 次运行，{samples} 个样本',
  },
  doctorOrders: { en: 'orders: {count} active', zh: '任务：{count} 个生效' },
  doctorChat: { en: 'chat: {state}', zh: '聊天：{state}' },
  doctorConnected: { en: 'connected', zh: '已连接' },
  doctorNone: { en: 'none (terminal)', zh: '无（终端）' },
} as const satisfies Readonly<Record<string, Phrase>>
