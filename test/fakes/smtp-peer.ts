import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';

export interface ReceivedMail {
  to: string[];
  /** Headers and text as they came. */
  content: string;
}

/** A mail server on loopback that takes what it is sent, or refuses everybody. */
export async function startSmtpPeer(options: { refuses?: boolean } = {}) {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) =>
      done(options.refuses ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({
          to,
          content: Buffer.concat(chunks).toString('utf8').replace(/=\r\n/g, '').replaceAll('=3D', '='),
        });
        done();
      });
    },
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { mails, settings: { url: `smtp://127.0.0.1:${port}`, from: 'fleet@example.com' } };
}
