export interface CodeEditorProps {
  label: string;
  value: string;
  onChange(value: string): void;
  language: 'json' | 'jsonata';
  /** Shown while it is empty. */
  hint?: string;
  readOnly?: boolean;
}
