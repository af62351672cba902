import { Anchor, Title } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { Mark } from '../components/mark.tsx';
import { useLink } from '../lib/bridge/bridge-context.tsx';
import { connectionWord, gatewayName, wayText } from '../lib/domain/gateway-view.ts';
import { useGateway } from '../lib/domain/use-gateway.ts';
import { type Place, paths, placeOf } from '../lib/routes.ts';
import classes from './shell.module.css';

const titles: Record<Exclude<Place['screen'], 'gateway'>, string> = {
  welcome: 'Welcome',
  gateways: 'Gateways',
  serial: 'Serial',
  recovery: 'Recovery',
  site: 'Site',
  settings: 'Settings',
  help: 'Help',
  unknown: 'Not found',
};

/** The left of the header: the name of the screen, or the box with its state, revision and address. */
export function WhereAmI() {
  const [path] = useLocation();
  const place = placeOf(path);
  if (place.screen === 'gateway') return <WhichGateway gatewayId={place.gatewayId} />;
  return <ScreenTitle title={titles[place.screen]} />;
}

function ScreenTitle({ title }: { title: string }) {
  useEffect(() => {
    document.title = `${title} · Gatewright`;
  }, [title]);
  return (
    <div className={classes.where}>
      <Title order={1}>{title}</Title>
    </div>
  );
}

function WhichGateway({ gatewayId }: { gatewayId: string }) {
  const gateway = useGateway(gatewayId);
  const name = gateway ? gatewayName(gateway) : 'Gateway';
  useEffect(() => {
    document.title = `${name} · Gatewright`;
  }, [name]);
  const known = gateway ? connectionWord(gateway.connection.state) : null;
  // Without the host nobody knows how the gateway is now.
  const lost = useLink().state === 'lost';
  const connection = known && lost ? { mark: 'idle' as const, word: `last known: ${known.word}` } : known;
  return (
    <div className={classes.where}>
      <div className={classes.where} style={{ gap: 6 }}>
        <Anchor component={Link} href={paths.gateways} size="sm" c="dimmed" className={classes.secondary}>
          Gateways
        </Anchor>
        <IconChevronRight
          size={15}
          aria-hidden
          className={classes.secondary}
          color="var(--mantine-color-dimmed)"
        />
        <Title order={1}>{name}</Title>
      </div>
      {gateway && connection ? (
        <>
          <span className={classes.whereFact} role="status">
            <Mark kind={connection.mark} size={17} />
            <strong>{connection.word}</strong>
          </span>
          {gateway.identity ? (
            <span className={classes.whereFact} data-stale={lost || gateway.connection.state !== 'connected'}>
              rev <strong>{gateway.identity.revision}</strong>
            </span>
          ) : null}
          <span className={`${classes.whereFact} ${classes.secondary}`}>
            {wayText(gateway).by} <strong>{wayText(gateway).place}</strong>
          </span>
        </>
      ) : null}
    </div>
  );
}
