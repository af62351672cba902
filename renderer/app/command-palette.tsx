import '@mantine/spotlight/styles.css';
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconArrowRight, IconBolt, IconRouter, IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { useLocation } from 'wouter';
import { tellFailure } from '../components/notify.tsx';
import { useAct } from '../lib/bridge/use-act.ts';
import { useCall } from '../lib/bridge/use-call.ts';
import { useClientStore } from '../lib/client-state/client-context.tsx';
import { paths, placeOf } from '../lib/routes.ts';
import type { Command, CommandEffect } from './command.ts';
import classes from './command-palette.module.css';
import { paletteCommands } from './commands.ts';

const icons = { Gateways: IconRouter, Actions: IconBolt, Screens: IconArrowRight } as const;

/** Ctrl/Cmd+K: every gateway, action and screen by typing. Opens whenever `opened` grows. */
export default function CommandPalette({ opened }: { opened: number }) {
  const [store, spotlight] = useMemo(createSpotlight, []);
  const gateways = useCall('gateways.list', null).data ?? [];
  const site = useCall('site.status', null).data;
  const run = useEffects();
  useEffect(() => {
    if (opened > 0) spotlight.open();
  }, [opened, spotlight]);
  const [path] = useLocation();
  const place = placeOf(path);
  const openGatewayId = place.screen === 'gateway' ? place.gatewayId : undefined;
  const ports = useCall('serial.ports', null).data ?? [];
  const consoles = useCall('serial.consoles', null).data ?? [];
  const consoleId = place.screen === 'serial' ? place.consoleId : null;
  const serial = { ports, consoles, consoleId };
  const commands = paletteCommands({ gateways, site, openGatewayId, serial });
  return (
    <Spotlight
      store={store}
      shortcut={null}
      actions={grouped(commands, run)}
      nothingFound="Nothing found. Try the name of a gateway or of a screen."
      highlightQuery
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.45, blur: 0 }}
      classNames={{ actionDescription: classes.description, actionBody: classes.body }}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: 'Find a gateway, an action or a screen',
        'aria-label': 'Find a gateway, an action or a screen',
      }}
    />
  );
}

function grouped(commands: Command[], run: (effect: CommandEffect) => void): SpotlightActionGroupData[] {
  const groups = ['Gateways', 'Actions', 'Screens'] as const;
  return groups
    .map((group) => ({
      group,
      actions: commands
        .filter((command) => command.group === group)
        .map((command) => {
          const Icon = icons[group];
          return {
            id: command.id,
            label: command.label,
            description: command.description,
            keywords: command.keywords,
            leftSection: <Icon size={18} stroke={1.7} aria-hidden />,
            onClick: () => run(command.effect),
          };
        }),
    }))
    .filter((group) => group.actions.length > 0);
}

function useEffects(): (effect: CommandEffect) => void {
  const store = useClientStore();
  const [, go] = useLocation();
  const backup = useAct('maintenance.backup');
  const startSite = useAct('site.start');
  const settings = useAct('settings.update');
  return (effect) => {
    switch (effect.do) {
      case 'go':
        go(effect.to);
        return;
      case 'dialog':
        store.setState({ dialog: effect.dialog });
        return;
      case 'backup':
        go(paths.gateway(effect.gatewayId, 'maintain'));
        void backup.run({ gatewayId: effect.gatewayId }).then(tellFailure('The backup did not start'));
        return;
      case 'jobs':
        store.setState({ jobsOpen: true });
        return;
      case 'console':
        store.setState({ consoleWish: { consoleId: effect.consoleId, wish: effect.wish } });
        return;
      case 'start-site':
        go(paths.site);
        void startSite.run(null).then(tellFailure('The local site did not start'));
        return;
      case 'theme':
        void settings.run({ theme: effect.theme }).then(tellFailure('The theme was not saved'));
    }
  };
}
