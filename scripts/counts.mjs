// Reads out of what the runners print how many tests passed, failed and were skipped, and remarks: a
// line for each test that was skipped, with its reason, or that passed at a second try only.

const number = (pattern, text) => Number(pattern.exec(text)?.[1] ?? 0);

/** GoogleTest's last lines. */
export function parseGoogleTest(text) {
  if (!/\[==========\]/.test(text)) return null;
  return {
    passed: number(/\[ {2}PASSED {2}\] (\d+) tests?/, text),
    failed: number(/\[ {2}FAILED {2}\] (\d+) tests?, listed below/, text),
    skipped: number(/\[ {2}SKIPPED \] (\d+) tests?/, text),
    remarks: [...text.matchAll(/^(\S+:\d+): Skipped\n(.*)$/gm)].map(([, place, reason]) => `skipped: ${place}: ${reason}`),
  };
}

/** The JSON object that a runner printed, whatever stood before and after it. */
function jsonIn(text) {
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('\n{', at + 1)) {
    const end = text.lastIndexOf('}');
    try {
      return JSON.parse(text.slice(at, end + 1));
    } catch {
      // Something else that began with a brace.
    }
  }
  return null;
}

/** Vitest's JSON report. */
export function parseVitest(text) {
  const report = jsonIn(text);
  if (report === null) return null;
  const suites = report.testResults ?? [];
  const broken = suites.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0).length;
  const remarks = suites
    .flatMap((suite) => suite.assertionResults)
    .filter((result) => result.status === 'skipped' || result.status === 'pending')
    .map((result) => `skipped: ${result.fullName}`);
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken, skipped: report.numPendingTests, remarks };
}

/** Playwright's tests that were skipped or flaky, each with its full name. */
function remarksOf(suites, path = []) {
  return suites.flatMap(({ title, specs = [], suites: inner = [] }) => {
    const here = [...path, title];
    const own = specs.flatMap((spec) =>
      spec.tests.flatMap(({ status, annotations = [] }) => {
        const name = [...here, spec.title].join(' > ');
        const reason = annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? 'no reason given';
        if (status === 'skipped') return [`skipped: ${name}: ${reason}`];
        return status === 'flaky' ? [`passed at a second try only: ${name}`] : [];
      }),
    );
    return [...own, ...remarksOf(inner, here)];
  });
}

/** Playwright's JSON report. */
export function parsePlaywright(text) {
  const report = jsonIn(text);
  if (report?.stats === undefined) return null;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected + (report.errors?.length ?? 0), skipped, remarks: remarksOf(report.suites ?? []) };
}
