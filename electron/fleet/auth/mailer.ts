import { createTransport } from 'nodemailer';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends mail; null where no server is set. */
export interface Mailer {
  /** MAIL_NOT_SENT with what the server said. */
  send(mail: Mail): Promise<Result<null>>;
}

export interface MailSettings {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  url: string;
  from: string;
}

const patienceMs = 20_000;

/** Over SMTP (RFC 5321), with STARTTLS where the server offers it. */
export function createMailer({ url, from }: MailSettings): Mailer {
  const timeouts = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  return {
    async send(mail) {
      const transport = createTransport({ url, ...timeouts });
      try {
        await transport.sendMail({ from, ...mail });
        return ok(null);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return fail(failure('MAIL_NOT_SENT', { to: mail.to, why }));
      } finally {
        transport.close();
      }
    },
  };
}
