import { blobPart, type InProcessGateway } from './in-process-gateway.ts';

/** What a tus 1.0 client sends, request by request, so that a test can stop in the middle. */
export function tusClient(gateway: Pick<InProcessGateway, 'url'>, cookie: string) {
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: Blob) =>
    fetch(gateway.url + path, {
      method,
      headers: { cookie, 'tus-resumable': '1.0.0', ...headers },
      ...(body !== undefined && { body }),
    });
  const client = {
    send,
    create: (bytes: number, name = 'package.zip') =>
      send('POST', '/uploads', {
        'upload-length': String(bytes),
        'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
      }),
    patch: (path: string, offset: number, content: Uint8Array) =>
      send(
        'PATCH',
        path,
        { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        new Blob([blobPart(content)]),
      ),
    async offset(path: string): Promise<number | null> {
      const answer = await send('HEAD', path);
      return answer.ok ? Number(answer.headers.get('upload-offset')) : null;
    },
    /** Sends all of it; the id of the finished upload. */
    async upload(content: Uint8Array, name?: string): Promise<string> {
      const created = await client.create(content.length, name);
      if (created.status !== 201) throw new Error(`${created.status} ${await created.text()}`);
      const path = String(created.headers.get('location'));
      const sent = await client.patch(path, 0, content);
      if (sent.status !== 204) throw new Error(`${sent.status} ${await sent.text()}`);
      return path.split('/').at(-1) ?? '';
    },
  };
  return client;
}
