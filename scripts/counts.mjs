// Reads out of what the runners print how many tests passed, failed and were skipped, the failures (a
// name and below it what went wrong), and remarks: a line for each test that was skipped, with its
// reason, or that passed at a second try only.

import { stripVTControlCharacters } from 'node:util';

/** So many lines of what went wrong say what to look for; the log has the rest. */
const MOST_LINES = 12;

/** A failed test's name with what went wrong below it. */
function failure(name, messages) {
  const lines = stripVTControlCharacters(messages.join('\n')).trim().split('\n');
  return [name, ...lines.slice(0, MOST_LINES).map((line) => `  ${line}`)].join('\n').trimEnd();
}

const number = (pattern, text) => Number(pattern.exec(text)?.[1] ?? 0);

/** What GoogleTest says of each test that failed; `--gtest_brief=1` leaves nothing else out. */
function failuresOfGoogleTest(text) {
  const failures = [];
  let lines = [];
  for (const line of text.replace(/^\S+:\d+: Skipped\n.*\n/gm, '').split('\n')) {
    const failed = /^\[ {2}FAILED {2}\] ([^\s,]+).* \(\d+ ms\)$/.exec(line);
    if (failed) failures.push(failure(failed[1], lines));
    if (line.startsWith('[')) lines = [];
    else lines.push(line);
  }
  return failures;
}

/** GoogleTest's last lines. */
export function parseGoogleTest(text) {
  if (!/\[==========\]/.test(text)) return null;
  return {
    passed: number(/\[ {2}PASSED {2}\] (\d+) tests?/, text),
    failed: number(/\[ {2}FAILED {2}\] (\d+) tests?, listed below/, text),
    skipped: number(/\[ {2}SKIPPED \] (\d+) tests?/, text),
    failures: failuresOfGoogleTest(text),
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
  const broken = suites.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0);
  const results = suites.flatMap((suite) => suite.assertionResults);
  const failures = [
    ...broken.map((suite) => failure(suite.name, [suite.message])),
    ...results.filter(({ status }) => status === 'failed').map((result) => failure(result.fullName, result.failureMessages)),
  ];
  const remarks = results
    .filter((result) => result.status === 'skipped' || result.status === 'pending')
    .map((result) => `skipped: ${result.fullName}`);
  const failed = report.numFailedTests + broken.length;
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests, failures, remarks };
}

/** Every run of a test under these suites of Playwright, with its full name. */
function testsIn(suites, path = []) {
  return suites.flatMap(({ title, specs = [], suites: inner = [] }) => {
    const here = [...path, title];
    const own = specs.flatMap((spec) => spec.tests.map((run) => ({ ...run, name: [...here, spec.title].join(' > ') })));
    return [...own, ...testsIn(inner, here)];
  });
}

function remarkOf({ name, status, annotations = [] }) {
  const reason = annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? 'no reason given';
  if (status === 'skipped') return [`skipped: ${name}: ${reason}`];
  return status === 'flaky' ? [`passed at a second try only: ${name}`] : [];
}

/** What each try of a test of Playwright ended with. */
const messagesOf = ({ results = [] }) => results.flatMap(({ errors = [] }) => errors.map(({ message }) => message));

/** Playwright's JSON report. */
export function parsePlaywright(text) {
  const report = jsonIn(text);
  if (report?.stats === undefined) return null;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const tests = testsIn(report.suites ?? []);
  const errors = report.errors ?? [];
  const failures = [
    ...errors.map(({ message }) => failure('before any test', [message])),
    ...tests.filter(({ status }) => status === 'unexpected').map((one) => failure(one.name, messagesOf(one))),
  ];
  const remarks = tests.flatMap(remarkOf);
  return { passed: expected + flaky, failed: unexpected + errors.length, skipped, failures, remarks };
}
