import { Button, CopyButton, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import classes from './show-key-dialog.module.css';

interface ShowKeyDialogProps {
  gateway: Gateway;
  name: string;
  apiKey: string;
  onClose(): void;
}

/** The one time that a key is seen. It does not close by a stray click, and only Done or Escape ends it. */
export function ShowKeyDialog({ gateway, name, apiKey, onClose }: ShowKeyDialogProps) {
  const [copiedOnce, setCopied] = useState(false);
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      withCloseButton={false}
      title={`The key “${name}”`}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
      size={560}
    >
      <Stack gap="md">
        <Text>
          {gatewayName(gateway)} keeps only its hash: this is the one time that it is shown. Copy it to where
          it is used.
        </Text>
        <Textarea
          label="API key"
          readOnly
          autosize
          classNames={{ input: classes.key ?? '' }}
          value={apiKey}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Text size="sm" c="dimmed">
          It is sent as <span className="gw-mono">X-API-Key</span> or as{' '}
          <span className="gw-mono">Authorization: Bearer</span>.
        </Text>
        <Group justify="flex-end" gap="sm">
          <CopyButton value={apiKey} timeout={1_500}>
            {({ copied, copy }) => (
              <Button
                data-autofocus
                variant={copiedOnce ? 'default' : 'filled'}
                leftSection={
                  copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />
                }
                onClick={() => {
                  copy();
                  setCopied(true);
                }}
              >
                {copied ? 'Copied' : 'Copy the key'}
              </Button>
            )}
          </CopyButton>
          <Button variant={copiedOnce ? 'filled' : 'default'} onClick={onClose}>
            {copiedOnce ? 'Done' : 'Close without copying'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
