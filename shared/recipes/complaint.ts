import { z } from 'zod';

/** What is wrong with a recipe, and where in its file. Lines and columns count from 1. */
export const complaintSchema = z.object({
  line: z.int().min(1),
  column: z.int().min(1),
  message: z.string(),
});
export type Complaint = z.infer<typeof complaintSchema>;

/** A complaint before its place in the file is looked up. */
export interface Finding {
  path: readonly PropertyKey[];
  message: string;
}

/** `12:5 "baud" is missing.`, as the validator prints it. */
export const complaintLine = ({ line, column, message }: Complaint): string => `${line}:${column} ${message}`;
