import { createServer } from 'node:net';
import { isFileError } from '#platform/files/file-error.ts';

/**
 * Why a server could not listen there, as a sentence, or null. Asked once before the first start: in a child
 * process the same trouble would only be a line in a log and a restart after the other. Port 0 is never in trouble.
 */
export function findPortTrouble(host: string, port: number): Promise<string | null> {
  if (port === 0) return Promise.resolve(null);
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(sentence(error, host, port)));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}

function sentence(error: Error, host: string, port: number): string {
  if (isFileError(error, 'EADDRINUSE')) {
    return `Port ${port} on ${host} is in use by another program. Stop that one or choose another port with --port.`;
  }
  if (isFileError(error, 'EACCES')) {
    return `This account may not listen on port ${port}. Choose one above 1023 with --port.`;
  }
  if (isFileError(error, 'EADDRNOTAVAIL', 'ENOTFOUND')) {
    return `${host} is no address of this machine. Choose one of its own with --host.`;
  }
  return `It is not possible to listen on ${host}, port ${port}: ${error.message}`;
}
