/** CSI, OSC/DCS/APC/PM/SOS up to their end, and the two-character sequences (ECMA-48). */
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what no editor can show
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Output of a device as text for people: no colours and cursor movements, LF at the end of lines. */
export const plainText = (output: string): string =>
  output.replace(sequences, '').replace(/\r+\n/g, '\n').replace(controls, '');
