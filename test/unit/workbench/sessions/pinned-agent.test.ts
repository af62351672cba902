import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { ensureCertificate } from '#platform/certificates/self-signed.ts';
import { createGatewayHttp } from '../../../../electron/workbench/sessions/gateway-http.ts';
import type { PresentedCertificate } from '../../../../electron/workbench/sessions/pinned-agent.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** A server whose certificate this computer trusts, made out to `name`; what its visitor showed to the judge. */
async function visit(name: string, verdict: 'accept' | 'refuse') {
  const made = await ensureCertificate(await temporaryFolder(), { commonName: name, altNames: [name] });
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, made.cert]);
  onTestFinished(() => setDefaultCACertificates(trusted));
  const asked: string[] = [];
  const server = createServer({ key: made.key, cert: made.cert }, (request, response) => {
    asked.push(request.url ?? '');
    response.end('ok');
  }).listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const shown: PresentedCertificate[] = [];
  const http = createGatewayHttp({
    address: `https://127.0.0.1:${port}`,
    judge(certificate) {
      shown.push(certificate);
      return verdict;
    },
  });
  onTestFinished(http.close);
  const answer = await http.request({ method: 'GET', path: '/session' }).catch((error: unknown) => error);
  return { shown, asked, answer };
}

test('an authority vouches only for the name that was asked for', async () => {
  const right = await visit('127.0.0.1', 'accept');
  expect(right.shown).toMatchObject([{ trustedByAuthority: true }]);
  const wrong = await visit('other-box.plant', 'accept');
  expect(wrong.shown).toMatchObject([{ trustedByAuthority: false, subject: 'other-box.plant' }]);
});

test('what the judge refuses hears nothing', async () => {
  const { asked, answer } = await visit('other-box.plant', 'refuse');
  expect(answer).toMatchObject({ code: 'CERTIFICATE_REFUSED' });
  expect(asked).toEqual([]);
});
