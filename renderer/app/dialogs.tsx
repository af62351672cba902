import { ForgetBackupDialog } from '../features/backups/forget-backup-dialog.tsx';
import { AddGatewayDialog } from '../features/gateways/add-gateway-dialog.tsx';
import { CertificateDialog } from '../features/gateways/certificate-dialog.tsx';
import { ConnectDialog } from '../features/gateways/connect-dialog.tsx';
import { EditGatewayDialog } from '../features/gateways/edit-gateway-dialog.tsx';
import { RemoveGatewayDialog } from '../features/gateways/remove-gateway-dialog.tsx';
import { ReplacedBoxDialog } from '../features/gateways/replaced-box-dialog.tsx';
import { DistrustKeyDialog } from '../features/keys/distrust-key-dialog.tsx';
import { TrustKeyDialog } from '../features/keys/trust-key-dialog.tsx';
import { ConfirmChangeDialog } from '../features/maintain/confirm-change-dialog.tsx';
import { PickGatewayDialog } from '../features/maintain/pick-gateway-dialog.tsx';
import { RebootDialog } from '../features/maintain/reboot-dialog.tsx';
import { OpenPortDialog } from '../features/serial/ports/open-port-dialog.tsx';
import { StopSiteDialog } from '../features/site/stop-site-dialog.tsx';
import { useCall } from '../lib/bridge/use-call.ts';
import { useClientState, useDialog } from '../lib/client-state/client-context.tsx';

/** The one open dialog, whatever opened it: a row, a card or the palette. */
export default function Dialogs() {
  const dialog = useClientState((state) => state.dialog);
  const { close } = useDialog();
  const gateways = useCall('gateways.list', null).data ?? [];
  if (!dialog) return null;
  if (dialog.kind === 'add-gateway') return <AddGatewayDialog onClose={close} />;
  if (dialog.kind === 'stop-site') return <StopSiteDialog onClose={close} />;
  if (dialog.kind === 'trust-key') return <TrustKeyDialog onClose={close} />;
  if (dialog.kind === 'distrust-key') return <DistrustKeyDialog name={dialog.name} onClose={close} />;
  if (dialog.kind === 'pick-gateway') return <PickGatewayDialog file={dialog.file} onClose={close} />;
  if (dialog.kind === 'open-port') return <OpenPortDialog path={dialog.path} onClose={close} />;
  const gateway = gateways.find((entry) => entry.id === dialog.gatewayId);
  if (dialog.kind === 'forget-backup') {
    return <ForgetBackupDialog backupId={dialog.backupId} fileName={dialog.fileName} onClose={close} />;
  }
  if (!gateway) return null;
  switch (dialog.kind) {
    case 'connect':
      return <ConnectDialog gateway={gateway} onClose={close} />;
    case 'edit-gateway':
      return <EditGatewayDialog gateway={gateway} onClose={close} />;
    case 'remove-gateway':
      return <RemoveGatewayDialog gateway={gateway} onClose={close} />;
    case 'certificate':
      return <CertificateDialog gateway={gateway} onClose={close} />;
    case 'replaced-box':
      return <ReplacedBoxDialog gateway={gateway} onClose={close} />;
    case 'reboot':
      return <RebootDialog gateway={gateway} onClose={close} />;
    case 'confirm-change':
      return (
        <ConfirmChangeDialog
          gateway={gateway}
          preflight={dialog.preflight}
          backupFirst={dialog.backupFirst}
          onClose={close}
        />
      );
  }
}
