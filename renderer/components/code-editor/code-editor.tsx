import { Input, Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import classes from './code-editor.module.css';
import type { CodeEditorProps } from './code-editor-props.ts';

const CodeMirror = lazy(() => import('./code-mirror.tsx'));

/** A field for JSON or JSONata; the editor itself is loaded when the first one is shown. */
export function CodeEditor(props: CodeEditorProps & { description?: string; error?: string | null }) {
  const { description, error = null, ...editor } = props;
  return (
    <Input.Wrapper label={props.label} description={description} error={error} labelElement="div">
      <div className={classes.frame} data-error={error !== null || undefined}>
        <Suspense fallback={<Skeleton h={110} className="gw-late" />}>
          <CodeMirror {...editor} />
        </Suspense>
      </div>
    </Input.Wrapper>
  );
}
