import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconDownload, IconFolder } from '@tabler/icons-react';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { notifyFailure, tellFailure } from '../../../components/notify.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { saveText } from '../../../lib/save-text.ts';

/** Copy all, and the file: shown where it lies on the desktop, downloaded in a browser. */
export function TranscriptTools({ run }: { run: RecipeRunState }) {
  const surface = useCall('app.info', null).data?.surface;
  const transcript = useAct('recipes.transcript');
  const reveal = useAct('recipes.revealTranscript');
  const { copy, copied, error } = useClipboard({ timeout: 1_500 });
  const CopyIcon = copied ? IconCheck : IconCopy;

  const withText = async (use: (text: string) => void) => {
    const result = await transcript.run({ runId: run.id });
    if (!result.ok) return notifyFailure('The transcript was not read', result.failure);
    const { text, cut } = result.value;
    use(cut ? `(The begin is left out; all of it is in ${run.transcriptFile}.)\n${text}` : text);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<CopyIcon size={17} aria-hidden />}
        onClick={() => void withText(copy)}
      >
        {copied ? 'Copied' : error ? 'Not copied' : 'Copy all'}
      </Button>
      {surface === 'desktop' ? (
        <Button
          variant="default"
          leftSection={<IconFolder size={17} aria-hidden />}
          onClick={() => void reveal.run({ runId: run.id }).then(tellFailure('The file was not shown'))}
        >
          Show file
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<IconDownload size={17} aria-hidden />}
          onClick={() =>
            void withText((text) =>
              saveText({ name: run.transcriptFile, type: 'text/plain;charset=utf-8', text }),
            )
          }
        >
          Download
        </Button>
      )}
    </>
  );
}
