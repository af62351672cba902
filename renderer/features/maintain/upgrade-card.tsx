import { Text } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../components/card.tsx';
import { FileZone } from '../../components/file-zone.tsx';
import { tellFailure } from '../../components/notify.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useWhyNot } from '../../lib/domain/use-gateway.ts';
import { useIntake } from './intake-context.tsx';

const what = 'Choose a package, firmware image or backup';

/** Says that a file may be dropped anywhere on the page, and offers the dialog for those who do not drag. */
export function UpgradeCard({ gateway }: { gateway: Gateway }) {
  const whyNot = useWhyNot(gateway);
  const pickOnDesktop = useAct('files.pick');
  const intake = useIntake();
  const pick = async () => {
    const result = await pickOnDesktop.run({ title: what });
    tellFailure('The file could not be taken')(result);
    if (result.ok && result.value) await intake.takeToken(gateway.id, result.value);
  };
  return (
    <Card title="Upgrade or restore">
      <FileZone
        label={what}
        button="Choose file"
        reason={whyNot.change}
        onPick={() => void pick()}
        onFile={(file) => void intake.takeFile(gateway.id, file)}
      >
        <Text fw={500}>Drop a package, firmware or backup</Text>
        <Text size="sm" c="dimmed">
          {whyNot.change ?? 'It is checked first; nothing is changed yet.'}
        </Text>
      </FileZone>
    </Card>
  );
}
