/** How many test cases of a JUnit report ran: pytest and bun count suites differently, cases alike. */
export function countJunitTests(report: string): number {
  const count = (pattern: RegExp) => [...report.matchAll(pattern)].length;
  return count(/<testcase\b/g) - count(/<skipped\b/g);
}
