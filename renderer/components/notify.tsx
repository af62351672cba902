import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import type { Failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';
import { Mark, type MarkKind } from './mark.tsx';
import classes from './notify.module.css';

interface Message {
  mark: MarkKind;
  title: string;
  message: ReactNode;
  /** Where more of it is. */
  way?: { label: string; path: string };
  /** Stays until a person closes it: for what went wrong. */
  stays: boolean;
}

/** A message in the corner: only for what ended or needs a person. */
export function notify({ mark, title, message, way, stays }: Message): void {
  notifications.show({
    title,
    message: way === undefined ? message : <WithWay message={message} {...way} />,
    icon: <Mark kind={mark} size={22} />,
    withBorder: true,
    radius: 'lg',
    autoClose: stays ? false : 8_000,
    closeButtonProps: { 'aria-label': 'Dismiss', size: 36 },
    classNames: {
      root: classes.root ?? '',
      icon: classes.icon ?? '',
      title: classes.title ?? '',
      description: classes.text ?? '',
    },
  });
}

function WithWay({ message, label, path }: { message: ReactNode; label: string; path: string }) {
  return (
    <>
      {message}{' '}
      <Anchor href={`#${path}`} size="sm" underline="always">
        {label}
      </Anchor>
    </>
  );
}

export const notifyFailure = (title: string, failure: Failure): void =>
  notify({ mark: 'bad', title, message: failure.message, stays: true });

/** For acts without a place of their own where a failure could be shown: `run(…).then(tellFailure('…'))`. */
export const tellFailure =
  (title: string) =>
  (result: Result<unknown>): void => {
    if (!result.ok) notifyFailure(title, result.failure);
  };
