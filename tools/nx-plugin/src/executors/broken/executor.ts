export interface BrokenOptions {
  /** What is wrong with the file that the targets would have been made from. */
  readonly diagnostic: string;
}

/** Stands in for what could not be made of a broken file: says why, and fails. */
export default async function execute({ diagnostic }: BrokenOptions): Promise<{ success: boolean }> {
  process.stderr.write(`\n${diagnostic}\n`);
  return { success: false };
}
