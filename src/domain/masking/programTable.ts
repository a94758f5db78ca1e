/**
 * Programs that are given a password in a way of their own: by a short flag that elsewhere means something else, or by its
 * place. Each with three letters of its name for the look over a text (look.ts).
 */
import { RECORD } from './shape.ts'

/** Between a flag and its value, and before a flag. */
const GAP = String.raw`(?:[ \t]+|\0${RECORD})`
const START = String.raw`([\s\0]${RECORD}`
const QUOTE = String.raw`\\{0,7}["']?`
/** A value that begins an argument of its own, or is glued to its flag in one, goes to the argument's end. */
const value = (flag: string): string =>
  String.raw`((?<=\0(?:\d{1,7}\/cmdline:)?(?:${flag})?)[^\0]+|"[^"\n\0]*"|'[^'\n\0]*'|\\{1,7}["'][^"'\\\n\0]*|[^\s\0]+)`

const glued = (flag: string): RegExp => new RegExp(`${START}${flag})${value(flag)}`, 'g')
const apart = (flag: string): RegExp => new RegExp(`${START}${flag}${GAP})(?!-)${value('')}`, 'g')
const either = (flag: string): RegExp => new RegExp(`${START}${flag}${GAP}?)${value(flag)}`, 'g')
/** Behind words: `login -u bob`, `add_user bob`. */
const placed = (before: string): RegExp => new RegExp(`${START}${before})${value('')}`, 'g')
/** `-u bob:x`: ids of users and groups (`1000:1000`) are no password. */
const withUser = (flag: string): RegExp =>
  new RegExp(
    `${START}(?:${flag})(?:${GAP}|=)?${QUOTE}[^\\s:,/"'\\0\\\\]{1,128}[:,])(?!\\d{1,10}(?:[\\s\\0]|$))${value(`(?:${flag}=?)?[^\\0:]{1,128}:`)}`,
    'g',
  )

const WORD = String.raw`[^\s\0]{1,256}`

export interface Program {
  readonly mark: string
  readonly names: string
  readonly secrets: readonly RegExp[]
}

const row = (mark: string, names: string, ...secrets: readonly RegExp[]): Program => ({
  mark,
  names,
  secrets,
})

export const PROGRAMS: readonly Program[] = [
  row('ysq', String.raw`mysql\w*`, glued('-p')),
  row('iad', String.raw`mariadb[\w-]*`, glued('-p')),
  row('xtr', 'xtrabackup', glued('-p')),
  row('#z ', '7z', glued('-p')),
  row('#za', '7za', glued('-p')),
  row('#zr', '7zr', glued('-p')),
  row('rar', '(?:un)?rar', glued('-h?p')),
  row('pas', 'sshpass', either('-p')),
  row('ngo', String.raw`mongo\w*`, either('-p')),
  row(
    'ogi',
    `(?:docker|podman|skopeo|buildah|nerdctl|helm(?:${GAP}registry)?)${GAP}login`,
    either('-p'),
  ),
  row('qls', 'cqlsh', either('-p')),
  row('wsq', 'snowsql', apart('-p')),
  row('bsq', 'hdbsql', apart('-p')),
  row('eel', 'beeline', apart('-p')),
  row('r-s', 'cypher-shell', apart('-p')),
  row('hba', 'couchbase-cli', apart('-p')),
  row('cbb', 'cbbackup(?:mgr)?|cbbackupwrapper', apart('-p')),
  row('cbr', 'cbrestore', apart('-p')),
  row('cft', String.raw`ncftp\w*`, apart('-p')),
  row('twi', 'twine', apart('-p')),
  row('mqa', 'rabbitmqadmin', apart('-p')),
  row('ntl', 'cntlm', apart('-p')),
  row('hyd', 'hydra', apart('-p')),
  row('rde', 'rdesktop', apart('-p')),
  row('k_m', String.raw`check_mysql\w*`, apart('-p')),
  row('rad', 'useradd', apart('-p')),
  row('rmo', 'usermod', apart('-p')),
  row('lin', 'plink', apart('-pw')),
  row('scp', 'pscp', apart('-pw')),
  row('sft', 'psftp', apart('-pw')),
  row('utt', 'putty', apart('-pw')),
  row('nzs', 'nzsql', apart('-pw')),
  row('vsq', 'vsql', apart('-w')),
  row('is-', 'redis-(?:cli|benchmark)', apart('-a'), apart('(?:AUTH|auth)')),
  row('key', 'valkey-cli', apart('-a'), apart('(?:AUTH|auth)')),
  row(
    'dap',
    String.raw`ldap(?:search|add|modify|delete|passwd|whoami|compare|modrdn)`,
    either('-[A-Za-z]?w'),
  ),
  row('dap', 'ldappasswd', apart('-[as]')),
  row('app', 'slappasswd', apart('-s')),
  row('qlc', 'sqlcmd', either('-P')),
  row('bcp', 'bcp', either('-P')),
  row('pmi', 'ipmitool', either('-P')),
  row('osq', 'mosquitto_(?:pub|sub)', either('-P')),
  row('zip', '(?:un)?zip', either('-P')),
  row('tsq', 'tsql', either('-P')),
  row('isq', 'isql', either('-P')),
  row('k_l', 'check_ldap', apart('-P')),
  row(
    'smb',
    'smbclient|smbget',
    new RegExp(`${START}-U${GAP}?[^\\s%\\0]{1,128}%)${value('')}`, 'g'),
  ),
  row('pcc', 'rpcclient', new RegExp(`${START}-U${GAP}?[^\\s%\\0]{1,128}%)${value('')}`, 'g')),
  row('erd', '[xw]?freerdp', glued('/p:')),
  row(
    'url',
    'curl',
    withUser('-[A-Za-z]{0,6}u|-U'),
    withUser('-E|--cert'),
    new RegExp(`${START}-b${GAP}${QUOTE}[^\\s=\\0"']{1,64}=)([^\\s\\0"'\\\\]+)`, 'g'),
  ),
  row('lft', 'lftp', withUser('-u')),
  row('htt', 'https?|check_http', withUser('-a')),
  row('hey', 'hey', withUser('-a')),
  row('ab ', 'ab', withUser('-[AP]')),
  row(
    'htp',
    'htpasswd',
    placed(`-[A-Za-z]*b[A-Za-z]*${GAP}(?<=n[A-Za-z]*b?[A-Za-z]*${GAP})${WORD}${GAP}`),
    placed(`-(?!\\w*n)[A-Za-z]*b[A-Za-z]*${GAP}${WORD}${GAP}${WORD}${GAP}`),
  ),
  row('qlp', String.raw`sqlplus\w*`, oracle()),
  row('xpd', 'expdp', oracle()),
  row('mpd', 'impdp', oracle()),
  row('qll', 'sqlldr', oracle()),
  row('rma', 'rman', oracle()),
  row(
    'nss',
    'openssl',
    new RegExp(`${START}-pass(?:in|out)?(?:${GAP}|=)pass:)${value('')}`, 'g'),
    apart('-(?:k|K|hmac)'),
    placed(`passwd${GAP}-\\w{1,8}${GAP}(?!-)`),
  ),
  row(
    'vau',
    'vault',
    placed(`(?:login|unseal)${GAP}(?!-)`),
    new RegExp(`${START}(?!-)[\\w.-]{1,64}=)${value('')}`, 'g'),
  ),
  row('nsu', 'consul', apart('-encrypt')),
  row(
    'mc ',
    'mc|mcli',
    placed(
      `(?:alias${GAP}set|config${GAP}host${GAP}add)${GAP}${WORD}${GAP}${WORD}${GAP}${WORD}${GAP}`,
    ),
    placed(`user${GAP}add${GAP}${WORD}${GAP}${WORD}${GAP}`),
  ),
  row('snm', String.raw`snmp\w+`, apart('-[AXc]')),
  row(
    'tmq',
    'rabbitmqctl',
    placed(`(?:add_user|change_password|authenticate_user)${GAP}${WORD}${GAP}`),
  ),
  row('wpa', 'wpa_passphrase', placed(`${WORD}${GAP}`)),
  row('nug', 'nuget', apart('-k')),
  row('wan', 'wandb', apart('login')),
  row('gro', 'ngrok', apart('authtoken')),
  row('doc', 'doctl', apart('-t')),
  row('fly', 'flyctl|fly', apart('-t')),
  row('swa', 'swaks', apart('-ap')),
  row('end', 'sendemail', apart('-xp')),
  row('p# ', 'p4', apart('-P')),
  row(
    'kub',
    'kubectl',
    new RegExp(
      `${START}--from-literal(?:=|${GAP})[\\w.-]{1,128}=)${value('--from-literal=[\\w.-]{1,128}=')}`,
      'g',
    ),
  ),
]

function oracle(): RegExp {
  return /([\s\0](?:\d{1,7}\/cmdline:)?(?:\\{0,7}["'])?[\w$#]{1,64}\/)([^\s@/"'\\\0]+)(?=@|["'\\\s\0]|$)/g
}
