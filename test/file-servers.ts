/**
 * Real servers that files are fetched from, each private to its test, on free loopback ports: OpenSSH for SFTP, vsftpd for FTP. They run as
 * whoever runs the test; nothing of the system's is touched.
 */
import { execFileSync } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../scripts/instances/ports.ts';
import type { Processes, Running } from '../scripts/processes.ts';

const places = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/opt/homebrew/sbin', '/usr/libexec'];
function programOf(name: string): string {
  const found = places.map((place) => join(place, name)).find((path) => { try { accessSync(path, constants.X_OK); return true; } catch { return false; } });
  if (found === undefined) throw new Error(`${name} 未安装 is not installed: ./scripts/setup --tests`);
  return found;
}
const answers = (port: number) => (): Promise<boolean> => new Promise((resolve) => {
  const socket = connect({ host: '127.0.0.1', port }, () => { socket.destroy(); resolve(true); });
  socket.on('error', () => { resolve(false); });
});

export interface SftpServer { readonly port: number; readonly user: string; readonly privateKeyFile: string; readonly hostKey: string; readonly running: Running }

/** An sshd that lets in the holder of one key and gives out files only. */
export async function openSshd(processes: Processes, directory: string): Promise<SftpServer> {
  mkdirSync(directory, { recursive: true });
  const [host, key] = [join(directory, 'host-key'), join(directory, 'client-key')];
  for (const file of [host, key]) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file]);
  const port = await freePort();
  const config = join(directory, 'sshd.conf');
  writeFileSync(config, [
    `Port ${String(port)}`, 'ListenAddress 127.0.0.1', `HostKey ${host}`, `AuthorizedKeysFile ${key}.pub`, `PidFile ${join(directory, 'sshd.pid')}`, 'StrictModes no', 'UsePAM no', 'PermitRootLogin prohibit-password',
    'PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'Subsystem sftp internal-sftp', 'ForceCommand internal-sftp', 'MaxStartups 100', '',
  ].join('\n'));
  // Run by root, sshd wants an empty folder of its own that a system unit would have made.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const running = await processes.start({ name: `sshd-${String(port)}`, command: programOf('sshd'), args: ['-D', '-e', '-f', config], ready: answers(port) });
  const hostKey = /SHA256:\S+/.exec(execFileSync('ssh-keygen', ['-lf', `${host}.pub`], { encoding: 'utf8' }))?.[0] ?? '';
  return { port, user: userInfo().username, privateKeyFile: key, hostKey, running };
}

export interface FtpServer { readonly port: number; readonly user: string; readonly password: string; readonly running: Running }

/** A vsftpd that gives out one folder; `modes` are the data connections it allows. */
export async function openVsftpd(processes: Processes, directory: string, folder: string, modes: readonly ('active' | 'passive')[] = ['active', 'passive']): Promise<FtpServer> {
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  const config = join(directory, 'vsftpd.conf');
  const yes = (value: boolean): string => (value ? 'YES' : 'NO');
  writeFileSync(config, [
    'listen=YES', `listen_port=${String(port)}`, 'listen_address=127.0.0.1', 'background=NO', 'run_as_launching_user=YES', 'anonymous_enable=YES', 'no_anon_password=NO', `anon_root=${folder}`, 'local_enable=NO', 'connect_from_port_20=NO',
    `pasv_enable=${yes(modes.includes('passive'))}`, `port_enable=${yes(modes.includes('active'))}`, 'seccomp_sandbox=NO', 'allow_writeable_chroot=YES', 'anon_world_readable_only=NO', `vsftpd_log_file=${join(directory, 'vsftpd.log')}`, '',
  ].join('\n'));
  chmodSync(config, 0o600);
  const running = await processes.start({ name: `vsftpd-${String(port)}`, command: programOf('vsftpd'), args: [config], ready: answers(port) });
  return { port, user: 'anonymous', password: 'zone@example.org', running };
}
