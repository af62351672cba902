import { Button, Group, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import type { TrustedKeyEntry } from '#shared/bridge/keys.ts';
import { CallView } from '../../components/call-view.tsx';
import { Card } from '../../components/card.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { Empty } from '../../components/empty.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import classes from './trusted-keys-card.module.css';

/** Whose packages and firmware images are accepted: by the preflight, and by the embedded gateway. */
export function TrustedKeysCard() {
  const query = useCall('keys.list', null);
  const { open } = useDialog();
  const add = (
    <Button
      variant="default"
      flex="none"
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={() => open({ kind: 'trust-key' })}
    >
      Trust a key
    </Button>
  );
  return (
    <Card
      title="Trusted makers"
      hint="The embedded gateway takes packages and firmware that are signed with one of these keys. Other gateways decide for themselves."
      aside={query.data && query.data.length > 0 ? add : null}
    >
      <CallView
        query={query}
        failed="The keys could not be read"
        loading={<RowsSkeleton rows={1} height={44} />}
      >
        {(keys) =>
          keys.length === 0 ? (
            <Empty icon={IconKey} title="No keys yet" actions={add} compact>
              Whoever makes your packages gives you a public key, a small .pem file.
            </Empty>
          ) : (
            <ul className={classes.list}>
              {keys.map((key) => (
                <KeyRow key={key.fingerprint} entry={key} />
              ))}
            </ul>
          )
        }
      </CallView>
    </Card>
  );
}

function KeyRow({ entry }: { entry: TrustedKeyEntry }) {
  const { open } = useDialog();
  return (
    <li className={classes.row}>
      <Text fw={500} className={classes.name}>
        {entry.name}
      </Text>
      <CopyText text={entry.fingerprint} what="fingerprint" start={8} end={8} />
      <Group justify="flex-end">
        {entry.shipped ? (
          <Text size="sm" c="dimmed">
            shipped with the workbench
          </Text>
        ) : (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => open({ kind: 'distrust-key', name: entry.name })}
          >
            Remove {entry.name}…
          </Button>
        )}
      </Group>
    </li>
  );
}
