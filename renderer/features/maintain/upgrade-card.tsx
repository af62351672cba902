import { Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../components/card.tsx';
import { ReasonButton } from '../../components/reason-button.tsx';
import { useWhyNot } from '../../lib/domain/use-gateway.ts';
import classes from './upgrade-card.module.css';
import { usePickFile } from './use-pick-file.ts';

/** Says that a file may be dropped anywhere on the page, and offers the dialog for those who do not drag. */
export function UpgradeCard({ gateway }: { gateway: Gateway }) {
  const whyNot = useWhyNot(gateway);
  const { pick, inputRef, onPicked } = usePickFile(gateway.id);
  return (
    <Card title="Upgrade or restore">
      <div className={classes.zone}>
        <IconFileUpload size={28} stroke={1.4} aria-hidden className={classes.icon} />
        <div className={classes.text}>
          <Text fw={500}>Drop a package, firmware or backup</Text>
          <Text size="sm" c="dimmed">
            {whyNot.change ?? 'It is checked first; nothing is changed yet.'}
          </Text>
        </div>
        <ReasonButton variant="default" reason={whyNot.change} onClick={pick}>
          Choose file
        </ReasonButton>
        <input
          ref={inputRef}
          type="file"
          hidden
          aria-label="Choose a package, firmware image or backup"
          onChange={(event) => onPicked(event.currentTarget.files)}
        />
      </div>
    </Card>
  );
}
