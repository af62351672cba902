import type { Failure } from '#shared/errors/failure.ts';
import type { Inspection } from '#shared/gateway-api/extensions.ts';

export type Check = Inspection['checks'][number];

/** Names of the checks of each kind, in their order, with what a passed one says. */
const planned = {
  supervision: {
    archive: 'A zip archive without anything harmful.',
    manifest: 'Its manifest says what it is.',
    contents: 'All files are there, and their hashes are right.',
    signature: 'It is signed with a key that this gateway trusts.',
    launcher: 'The launcher of this gateway is new enough.',
    revision: 'It holds a newer revision than the one that runs.',
  },
  firmware: {
    archive: 'A zip archive without anything harmful.',
    manifest: 'Its manifest says what it is.',
    contents: 'All files are there, and their hashes are right.',
    signature: 'It is signed with a key that this gateway trusts.',
    launcher: 'The launcher of this gateway is new enough.',
  },
  backup: {
    archive: 'A zip archive without anything harmful.',
    manifest: 'Its manifest says what it is.',
    contents: 'All files are there, and their hashes are right.',
    parts: 'Every part is there and can be read.',
    administrator: 'It holds an administrator account.',
    references: 'Everything that an item refers to is in it.',
  },
  unknown: {
    archive: 'A zip archive without anything harmful.',
    manifest: 'Its manifest says what it is.',
    contents: 'All files are there, and their hashes are right.',
  },
  /** An image for the installer of the machine, which may be any file. */
  image: { installer: 'The installer of this machine checks it when it takes it up.' },
} as const;

export type Plan = keyof typeof planned;

export interface CheckList {
  passed(check: string): void;
  warned(check: string, why: Failure): void;
  /** Everything behind it was not made. */
  failed(check: string, why: Failure): void;
  /** Whether none has failed so far. */
  goesOn(): boolean;
  list(): Check[];
}

/** The checks of a kind: each of them is in the list, whether it was made or not. */
export function createCheckList(plan: Plan): CheckList {
  const made = new Map<string, Check>();
  let failed = false;
  const sentences: Readonly<Record<string, string>> = planned[plan];
  const put = (check: string, result: Check['result'], why: Failure) => {
    made.set(check, { check, result, message: why.message, code: why.code });
  };
  return {
    passed: (check) =>
      void made.set(check, { check, result: 'ok', message: sentences[check] ?? '', code: null }),
    warned: (check, why) => put(check, 'warning', why),
    failed(check, why) {
      failed = true;
      put(check, 'failed', why);
    },
    goesOn: () => !failed,
    list: () =>
      Object.keys(sentences).map(
        (check) =>
          made.get(check) ?? {
            check,
            result: 'not-made',
            message: 'Not made, because a check before it failed.',
            code: null,
          },
      ),
  };
}
