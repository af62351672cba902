import { parseArgs } from 'node:util';
import { supervisionManifestSchema } from '#shared/gateway-api/manifests.ts';
import { revisionSchema } from '#shared/gateway-api/revision.ts';
import { launcherVersion } from '../electron/gateway/launcher-protocol.ts';
import { bundleSupervision, entryName } from './packages/bundle-supervision.ts';
import { createdAt } from './packages/created-at.ts';
import { writeFeed } from './packages/write-feed.ts';
import { runCommand, writePackage } from './packages/write-package.ts';

const usage = `usage: npm run package:supervision -- --revision R --out FILE [options]
  --revision R            calendar version such as 2026.12.1
  --out FILE              the zip to write
  --key KEY.pem           Ed25519 private key to sign with (openssl genpkey -algorithm ed25519)
  --feed DIR              also makes it the newest of the update feed in DIR: a stick, or what a web server serves
  --notes FILE.md         release notes of the feed, Markdown
  --minimum-launcher V    oldest launcher that may take it (default ${launcherVersion})
`;

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      revision: { type: 'string' },
      out: { type: 'string' },
      key: { type: 'string' },
      feed: { type: 'string' },
      notes: { type: 'string' },
      'minimum-launcher': { type: 'string', default: launcherVersion },
    },
  });
  const { revision, out, key, feed, notes, 'minimum-launcher': minimumLauncher } = values;
  if (revision === undefined) throw new Error('Say which revision this is: --revision 2026.12.1');
  if (out === undefined) throw new Error('Say where to write the package: --out FILE');
  for (const [option, value] of [
    ['--revision', revision],
    ['--minimum-launcher', minimumLauncher],
  ]) {
    if (!revisionSchema.safeParse(value).success) {
      throw new Error(`${option} has to be a calendar version such as 2026.12.1, not "${value}"`);
    }
  }
  if (notes !== undefined && feed === undefined) throw new Error('--notes belong to a feed: --feed DIR');
  const bundled = await bundleSupervision();
  const files = [
    // Without it Node would have to guess what kind of modules these are.
    { name: 'package.json', content: '{ "type": "module" }\n' },
    ...bundled,
  ];
  const manifest = supervisionManifestSchema.omit({ files: true }).parse({
    kind: 'supervision',
    format: 1,
    name: 'gatewright-supervision',
    revision,
    minimumLauncher,
    entry: entryName,
    createdAt: await createdAt(),
  });
  await writePackage(manifest, files, { out, keyFile: key });
  if (feed === undefined) return;
  const { createdAt: releaseDate } = manifest;
  await writeFeed({ folder: feed, file: out, revision, releaseDate, notesFile: notes, keyFile: key });
});
