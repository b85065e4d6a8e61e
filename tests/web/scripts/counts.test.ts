import { describe, expect, test } from 'vitest';
import { parseGoogleTest, parsePlaywright, parseVitest } from '../../../scripts/counts.mjs';

describe('the counts of GoogleTest', () => {
  test('are read from its last lines', () => {
    const text = '[==========] 12 tests from 3 test suites ran. (8 ms total)\n[  PASSED  ] 12 tests.\n';
    expect(parseGoogleTest(text)).toEqual({ passed: 12, failed: 0, skipped: 0, failures: [], remarks: [] });
  });

  test('tell failures and the reasons of what is skipped', () => {
    const text = [
      'tests/native/core/rng_test.cpp:9: Skipped',
      'needs two cores',
      'tests/native/core/rng_test.cpp:21: Failure',
      'Expected: (share) < (0.51), actual: 0.7 vs 0.51',
      '[  FAILED  ] Rng.IsFair (3 ms)',
      '[==========] 5 tests from 1 test suite ran. (8 ms total)',
      '[  PASSED  ] 3 tests.',
      '[  SKIPPED ] 1 test, listed below:',
      '[  FAILED  ] 1 test, listed below:',
      '[  FAILED  ] Rng.IsFair',
    ].join('\n');
    expect(parseGoogleTest(text)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 1,
      failures: [
        ['Rng.IsFair', '  tests/native/core/rng_test.cpp:21: Failure', '  Expected: (share) < (0.51), actual: 0.7 vs 0.51'].join('\n'),
      ],
      remarks: ['skipped: tests/native/core/rng_test.cpp:9: needs two cores'],
    });
  });

  test('are missing when it did not get to its end', () => {
    expect(parseGoogleTest('Segmentation fault\n')).toBeNull();
  });
});

describe('the counts of Vitest', () => {
  test('are read whatever stands around its report', () => {
    const report = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 0, testResults: [] };
    expect(parseVitest(`a { brace\n${JSON.stringify(report)}\n`)).toMatchObject({ passed: 2, failed: 0, skipped: 0 });
  });

  test('count a file that could not be loaded as a failure', () => {
    const broken = { name: 'moon.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] };
    const report = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 0, testResults: [broken] };
    expect(parseVitest(JSON.stringify(report))).toMatchObject({ failed: 1, failures: ['moon.test.ts\n  Cannot find module'] });
  });

  test('name what failed, and the first lines of why', () => {
    const failureMessages = [`\u001b[31mexpected\u001b[0m 1\n${'at somewhere\n'.repeat(40)}`];
    const assertionResults = [{ status: 'failed', fullName: 'the moon is flat', failureMessages }];
    const report = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 0, testResults: [{ status: 'failed', assertionResults }] };
    const [failure] = parseVitest(JSON.stringify(report))?.failures ?? [];
    expect(failure?.split('\n').slice(0, 3)).toEqual(['the moon is flat', '  expected 1', '  at somewhere']);
    expect(failure?.split('\n')).toHaveLength(13);
  });

  test('name what is skipped', () => {
    const assertionResults = [{ status: 'skipped', fullName: 'the moon is round' }];
    const report = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 1, testResults: [{ status: 'passed', assertionResults }] };
    expect(parseVitest(JSON.stringify(report))?.remarks).toEqual(['skipped: the moon is round']);
  });
});

describe('the counts of Playwright', () => {
  const report = (tests: object[], stats: object): string =>
    JSON.stringify({ suites: [{ title: 'page.spec.ts', specs: [{ title: 'draws', tests }] }], stats, errors: [] });

  test('take a test that passed at its second try as passed, and say so', () => {
    const text = report([{ status: 'flaky' }], { expected: 0, unexpected: 0, flaky: 1, skipped: 0 });
    expect(parsePlaywright(text)).toEqual({
      passed: 1,
      failed: 0,
      skipped: 0,
      failures: [],
      remarks: ['passed at a second try only: page.spec.ts > draws'],
    });
  });

  test('give the reason of what is skipped', () => {
    const annotations = [{ type: 'skip', description: 'no WebGL2' }];
    const text = report([{ status: 'skipped', annotations }], { expected: 0, unexpected: 0, flaky: 0, skipped: 1 });
    expect(parsePlaywright(text)?.remarks).toEqual(['skipped: page.spec.ts > draws: no WebGL2']);
  });

  test('name what failed, with what each try ended with', () => {
    const results = [{ errors: [{ message: 'no picture' }] }, { errors: [{ message: 'a black picture' }] }];
    const text = report([{ status: 'unexpected', results }], { expected: 0, unexpected: 1, flaky: 0, skipped: 0 });
    expect(parsePlaywright(text)?.failures).toEqual(['page.spec.ts > draws\n  no picture\n  a black picture']);
  });

  test('count a server that did not start as a failure', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    const text = JSON.stringify({ suites: [], stats, errors: [{ message: 'port 80 is taken' }] });
    expect(parsePlaywright(text)).toMatchObject({ failed: 1, failures: ['before any test\n  port 80 is taken'] });
  });
});
